/** Facts about the options of TCP sockets. */
import {
  HOP_LIMIT,
  INVALID_ARGUMENT,
  INVALID_STATE,
  KEEP_ALIVE,
  KEEP_ALIVE_COUNT,
  KEEP_ALIVE_IDLE_NS,
  KEEP_ALIVE_INTERVAL_NS,
  NOT_SUPPORTED,
  RECEIVE_BUFFER_BYTES,
  SEND_BUFFER_BYTES,
  TcpStream,
} from '../../../assembly';
import { Pair, fact, factEqual, listen } from './facts';

const SECOND_NS: i64 = 1_000_000_000;

function readsBack(stream: TcpStream, option: i32, value: i64): bool {
  return stream.setOption(option, value) == 0 && stream.getOption(option) == value;
}

/** All of it. */
export function tcpOptions(): void {
  const pair = Pair.make();
  const stream = pair.far;
  factEqual('options: KEEP_ALIVE is off at first', stream.getOption(KEEP_ALIVE), 0);
  fact('options: KEEP_ALIVE is set and read back', readsBack(stream, KEEP_ALIVE, 1));
  fact('options: KEEP_ALIVE is unset', readsBack(stream, KEEP_ALIVE, 0));
  fact(
    'options: KEEP_ALIVE_IDLE_NS is set and read back',
    readsBack(stream, KEEP_ALIVE_IDLE_NS, 77 * SECOND_NS),
  );
  fact(
    'options: KEEP_ALIVE_INTERVAL_NS is set and read back',
    readsBack(stream, KEEP_ALIVE_INTERVAL_NS, 11 * SECOND_NS),
  );
  fact('options: KEEP_ALIVE_COUNT is set and read back', readsBack(stream, KEEP_ALIVE_COUNT, 5));
  fact('options: HOP_LIMIT is set and read back', readsBack(stream, HOP_LIMIT, 42));
  stream.setOption(RECEIVE_BUFFER_BYTES, 32768);
  stream.setOption(SEND_BUFFER_BYTES, 32768);
  fact(
    'options: RECEIVE_BUFFER_BYTES is at least what was set',
    stream.getOption(RECEIVE_BUFFER_BYTES) >= 32768,
  );
  fact('options: SEND_BUFFER_BYTES is at least what was set', stream.getOption(SEND_BUFFER_BYTES) >= 32768);
  factEqual(
    'options: a HOP_LIMIT of 0 is INVALID_ARGUMENT',
    stream.setOption(HOP_LIMIT, 0),
    INVALID_ARGUMENT,
  );
  factEqual(
    'options: a HOP_LIMIT of 256 is INVALID_ARGUMENT',
    stream.setOption(HOP_LIMIT, 256),
    INVALID_ARGUMENT,
  );
  factEqual(
    'options: a KEEP_ALIVE of 2 is INVALID_ARGUMENT',
    stream.setOption(KEEP_ALIVE, 2),
    INVALID_ARGUMENT,
  );
  factEqual(
    'options: a KEEP_ALIVE_COUNT of 0 is INVALID_ARGUMENT',
    stream.setOption(KEEP_ALIVE_COUNT, 0),
    INVALID_ARGUMENT,
  );
  factEqual(
    'options: a KEEP_ALIVE_IDLE_NS of 0 is INVALID_ARGUMENT',
    stream.setOption(KEEP_ALIVE_IDLE_NS, 0),
    INVALID_ARGUMENT,
  );
  factEqual(
    'options: a SEND_BUFFER_BYTES of 0 is INVALID_ARGUMENT',
    stream.setOption(SEND_BUFFER_BYTES, 0),
    INVALID_ARGUMENT,
  );
  fact(
    'options: an unknown one is NOT_SUPPORTED',
    stream.setOption(99, 1) == NOT_SUPPORTED && stream.getOption(99) == NOT_SUPPORTED,
  );
  pair.close();
  fact(
    'options: closed is INVALID_STATE',
    stream.setOption(KEEP_ALIVE, 1) == INVALID_STATE && stream.getOption(KEEP_ALIVE) == INVALID_STATE,
  );
  const listener = listen();
  listener.setOption(HOP_LIMIT, 33);
  factEqual('options: a listener has them too', listener.getOption(HOP_LIMIT), 33);
  listener.close();
}
