import { getStderr, getStdout, writeText } from '../wasi';

/** Writes a line to standard error, where all that a server has to say goes. */
export function log(line: string): void {
  writeText(getStderr(), line + '\n');
}

/** Writes to standard output: the answer to `--help` or `--version`. */
export function print(text: string): void {
  writeText(getStdout(), text);
}
