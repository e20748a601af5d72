import { getStderr, getStdout, writeText } from '../wasi';

/** Writes a line to standard error, where all messages of a server go. */
export function log(line: string): void {
  writeText(getStderr(), line + '\n');
}

/** Writes a line to standard output, where the answer to `--help` or `--version` goes. */
export function print(line: string): void {
  writeText(getStdout(), line + '\n');
}
