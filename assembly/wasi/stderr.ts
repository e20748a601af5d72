/** wasi:cli/stderr@0.2.0. */
import { OutputStream } from './streams';


@external('wasi:cli/stderr@0.2.0', 'get-stderr')
declare function getStderrImport(): OutputStream;

let stream: OutputStream = 0;

/** Gives standard error; asked for once and kept. */
export function getStderr(): OutputStream {
  if (stream == 0) stream = getStderrImport();
  return stream;
}
