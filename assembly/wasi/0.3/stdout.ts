/** wasi:cli/stdout@0.3.0. */
import { OutputStream, openOutput, readableEnd } from './streams';

// write-via-stream: func(data: stream<u8>) -> future<result<_, error-code>>
@external('wasi:cli/stdout@0.3.0', 'write-via-stream')
declare function writeViaStream(data: i32): i32;

let stream: OutputStream = 0;

/** Gives standard output; asked for once and kept. */
export function getStdout(): OutputStream {
  if (stream == 0) {
    stream = openOutput();
    writeViaStream(readableEnd);
  }
  return stream;
}
