import { formatNumber, getStderr, writeText } from './index';

/**
 * Ends the guest after a bug in it: writes what failed and where to standard error, then traps.
 *
 * asc calls this function for `assert`, `throw` and failed checks (its option `use`), since `env.abort` is no WASI import.
 */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const what = message == null ? 'aborted' : message;
  const where = file == null ? '' : ' (' + file + ':' + formatNumber(line) + ')';
  writeText(getStderr(), 'guest bug: ' + what + where + '\n');
  unreachable();
}
