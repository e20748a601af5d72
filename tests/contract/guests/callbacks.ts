/** Facts about callbacks with state: AssemblyScript has no closures, so an object with a method is kept as the key's data. */
import { DefaultSelector, EVENT_READ, Selectable, TcpStream } from '../../../assembly';
import { Pair, fact, sendAll } from './facts';

const buffer = new StaticArray<u8>(64);

/** What is called when an object is ready. */
abstract class Handler {
  abstract handle(object: Selectable, mask: i32): void;
}

/** Counts the bytes of one connection. */
class Counter extends Handler {
  bytes: i32 = 0;
  calls: i32 = 0;

  handle(object: Selectable, mask: i32): void {
    const stream = object as TcpStream;
    this.bytes += max(stream.recv(buffer), 0);
    this.calls++;
  }
}

/** Ends the loop. */
class Stopper extends Handler {
  hasStopped: bool = false;

  handle(object: Selectable, mask: i32): void {
    this.hasStopped = true;
  }
}

/** All of it. */
export function callbacks(): void {
  const selector = new DefaultSelector<Handler>();
  const one = Pair.make();
  const other = Pair.make();
  const last = Pair.make();
  const counter = new Counter();
  const otherCounter = new Counter();
  const stopper = new Stopper();
  selector.register(one.near, EVENT_READ, counter);
  selector.register(other.near, EVENT_READ, otherCounter);
  selector.register(last.near, EVENT_READ, stopper);
  sendAll(one.far, buffer, 5);
  sendAll(other.far, buffer, 9);
  while (!stopper.hasStopped) {
    const ready = selector.select();
    for (let i = 0; i < ready.length; i++) ready.key(i).data.handle(ready.key(i).object, ready.mask(i));
    if (counter.bytes == 5 && otherCounter.bytes == 9) sendAll(last.far, buffer, 1);
  }
  fact('callbacks: an object kept as data has its own state', counter.bytes == 5 && otherCounter.bytes == 9);
  fact(
    'callbacks: its method is called when its object is ready',
    counter.calls > 0 && otherCounter.calls > 0,
  );
  fact('callbacks: objects of different classes may be kept', stopper.hasStopped);
  selector.close();
  one.close();
  other.close();
  last.close();
}
