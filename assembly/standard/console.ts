import { getStderr, getStdout, nowNs, writeText } from '../wasi';

/** When the timers of `time` were started, by their labels; made when first used, since all of a file's values are made at the start. */
let startedNs: Map<string, i64> | null = null;

function timers(): Map<string, i64> {
  if (startedNs == null) startedNs = new Map();
  return startedNs!;
}

/** The console of AssemblyScript's standard library: as Node's, on standard output and, for `warn`, `error` and `assert`, standard error. */
export namespace Console {
  export function assert<T>(condition: T, message: string = ''): void {
    if (!condition) error(message == '' ? 'Assertion failed' : 'Assertion failed: ' + message);
  }

  export function log(message: string = ''): void {
    writeText(getStdout(), message + '\n');
  }

  export function debug(message: string = ''): void {
    log(message);
  }

  export function info(message: string = ''): void {
    log(message);
  }

  export function warn(message: string = ''): void {
    error(message);
  }

  export function error(message: string = ''): void {
    writeText(getStderr(), message + '\n');
  }

  export function time(label: string = 'default'): void {
    timers().set(label, nowNs());
  }

  export function timeLog(label: string = 'default'): void {
    if (!timers().has(label)) return warn('No such label: ' + label);
    const microseconds = (nowNs() - timers().get(label)) / 1000;
    const fraction = (microseconds % 1000).toString().padStart(3, '0');
    log(label + ': ' + (microseconds / 1000).toString() + '.' + fraction + 'ms');
  }

  export function timeEnd(label: string = 'default'): void {
    timeLog(label);
    timers().delete(label);
  }
}
