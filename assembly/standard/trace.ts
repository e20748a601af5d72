import { getStderr, writeText } from '../wasi';

/** Writes a message with `count` numbers to standard error, as AssemblyScript's `trace` does. */
export function trace(
  message: string,
  count: i32 = 0,
  a: f64 = 0,
  b: f64 = 0,
  c: f64 = 0,
  d: f64 = 0,
  e: f64 = 0,
): void {
  const numbers = [a, b, c, d, e].slice(0, count);
  writeText(getStderr(), 'trace: ' + message + (count > 0 ? ' ' : '') + numbers.join(', ') + '\n');
}
