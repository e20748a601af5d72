/** wasi:cli/stdout@0.2.0. */
import { OutputStream } from './streams';


@external('wasi:cli/stdout@0.2.0', 'get-stdout')
declare function getStdoutImport(): OutputStream;

let stream: OutputStream = 0;

/** Gives standard output; asked for once and kept. */
export function getStdout(): OutputStream {
  if (stream == 0) stream = getStdoutImport();
  return stream;
}
