/** Facts about standard input: the test writes `hello`, waits for `ready for more`, writes 100,000 times `x` and ends it. */
import {
  END_OF_STREAM,
  EVENT_READ,
  EVENT_WRITE,
  INVALID_STATE,
  StandardInput,
  Timer,
  VALUE_ERROR,
  WOULD_BLOCK,
  log,
} from '../../../assembly';
import { MILLISECOND_NS, fact, factEqual, first, make, second, textOf } from './facts';

const buffer = new StaticArray<u8>(1024);

/** All of it. */
export function standardInput(): void {
  const selector = make();
  const input = new StandardInput();
  selector.register(input, EVENT_READ, first);
  const ready = selector.select();
  fact('stdin: what was written makes it ready to read', ready.length == 1 && ready.mask(0) == EVENT_READ);
  let text = '';
  while (text.length < 5) {
    const bytes = input.recv(buffer);
    if (bytes == WOULD_BLOCK) selector.select();
    else if (bytes <= 0) break;
    else text += textOf(buffer, bytes);
  }
  factEqual('stdin: gives what was written', text, 'hello');
  factEqual('stdin: with nothing there, recv is WOULD_BLOCK', input.recv(buffer), WOULD_BLOCK);
  const timer = new Timer();
  timer.arm(10 * MILLISECOND_NS);
  selector.register(timer, EVENT_READ, second);
  const one = selector.select();
  fact('stdin: idle, it does not keep others waiting', one.length == 1 && one.key(0).object === timer);
  selector.unregister(timer);
  log('ready for more');
  let bytes = 0;
  let count = 0;
  while (true) {
    bytes = input.recv(buffer);
    if (bytes == WOULD_BLOCK) selector.select();
    else if (bytes <= 0) break;
    for (let i = 0; i < bytes; i++) if (buffer[i] == 0x78) count++;
  }
  factEqual('stdin: gives all of 100,000 bytes', count, 100_000);
  factEqual('stdin: then its end', bytes, END_OF_STREAM);
  fact('stdin: the end stays', input.recv(buffer) == END_OF_STREAM && selector.select().length == 1);
  selector.modify(input, EVENT_WRITE, first);
  factEqual('stdin: is never ready to write', selector.select(0).length, 0);
  input.close();
  fact('stdin: closed, recv is INVALID_STATE', input.recv(buffer) == INVALID_STATE && !input.isOpen);
  selector.unregister(input);
  fact(
    'stdin: closed, it can not be registered',
    selector.register(input, EVENT_READ, first) == null && selector.lastError == VALUE_ERROR,
  );
  input.close();
  selector.close();
}
