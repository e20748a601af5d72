/** wasi:cli/stdin@0.3.0. */
import { RESULT } from './memory';
import { InputStream, openInput } from './streams';

// read-via-stream: func() -> tuple<stream<u8>, future<result<_, error-code>>>; result: +0 stream, +4 future
@external('wasi:cli/stdin@0.3.0', 'read-via-stream')
declare function readViaStream(result: usize): void;


@external('wasi:cli/stdin@0.3.0', '[future-drop-readable-1]read-via-stream')
declare function futureDropReadable(future: i32): void;

/** Gives standard input; a failure of it looks like its end. */
export function getStdin(): InputStream {
  readViaStream(RESULT);
  futureDropReadable(load<i32>(RESULT, 4));
  return openInput(load<i32>(RESULT), 0);
}
