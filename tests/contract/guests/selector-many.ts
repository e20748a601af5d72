/** Facts about many objects in one selector. */
import { DefaultSelector, EVENT_READ, EVENT_WRITE, TcpStream, WOULD_BLOCK } from '../../../assembly';
import {
  MILLISECOND_NS,
  PATIENCE_NS,
  Pair,
  bytesOf,
  fact,
  factEqual,
  first,
  listen,
  make,
  sendAll,
  textOf,
} from './facts';

const PAIRS: i32 = 12;
/** More than wasmtime's `poll` reports at once (128). */
const CROWD: i32 = 300;
const THOUSAND: i32 = 1000;
const buffer = new StaticArray<u8>(1024);

let random: u32 = 12345;

/** Gives a number below `limit`, the same ones in each run. */
function below(limit: i32): i32 {
  random = random * 1664525 + 1013904223;
  return <i32>((random >> 8) % <u32>limit);
}

/** A pair whose two ends know each other. */
class Link {
  constructor(
    readonly pair: Pair,
    readonly message: string,
  ) {}
}

/** CPython's `test_selector`: random writers, each heard by its reader alone. */
function exchanging(): void {
  const selector = new DefaultSelector<Link>();
  const links: Link[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const link = new Link(Pair.make(), ' This is test ' + i.toString() + '.');
    links.push(link);
    selector.register(link.pair.near, EVENT_READ, link);
    selector.register(link.pair.far, EVENT_WRITE, link);
  }
  let areExact = true;
  let areIntact = true;
  let areMasksRight = true;
  let exchanged = 0;
  while (links.length > 0) {
    let ready = selector.select(PATIENCE_NS);
    if (ready.length == 0) break;
    for (let i = 0; i < ready.length; i++) if (ready.mask(i) != EVENT_WRITE) areMasksRight = false;
    const link = links.splice(below(links.length), 1)[0];
    const bytes = bytesOf(link.message);
    sendAll(link.pair.far, bytes, bytes.length);
    // All the others stay writable: only what is ready to read counts.
    let reader: Link | null = null;
    while (reader == null) {
      ready = selector.select(PATIENCE_NS);
      if (ready.length == 0) break;
      for (let i = 0; i < ready.length; i++) {
        const mask = ready.mask(i);
        const data = ready.key(i).data;
        if (mask == EVENT_WRITE) continue;
        if (mask != EVENT_READ || data !== link) areExact = false;
        reader = data;
        selector.unregister(data.pair.near); // within the loop over what is ready
        selector.unregister(data.pair.far);
      }
    }
    if (textOf(buffer, link.pair.near.recv(buffer)) != link.message) areIntact = false;
    exchanged++;
    link.pair.close();
  }
  fact('many: 12 pairs have all exchanged their messages', exchanged == PAIRS && selector.getMap().size == 0);
  fact('many: exactly the reader of a random writer is ready', areExact);
  fact('many: messages arrive intact', areIntact);
  fact('many: idle readers and writable writers give WRITE alone', areMasksRight);
  selector.close();
}

/** Makes as many as the host's limit of files allows, at most `count`. */
function makePairs(count: i32): Pair[] {
  const listener = listen();
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const pair = new Pair(listener);
    if (pair.far.finishConnect() != 0) break;
    pairs.push(pair);
  }
  listener.close();
  return pairs;
}

/** Reads all that is there, and that nothing more is: else a host may call it ready still. Gives the bytes. */
function drain(stream: TcpStream): i32 {
  let total = 0;
  while (true) {
    const bytes = stream.recv(buffer);
    if (bytes <= 0) return bytes == WOULD_BLOCK ? total : bytes;
    total += bytes;
  }
}

function crowding(): void {
  const pairs = makePairs(CROWD);
  const selector = make();
  for (let i = 0; i < pairs.length; i++) selector.register(pairs[i].near, EVENT_READ, first);
  for (let i = 0; i < pairs.length; i++) sendAll(pairs[i].far, buffer, 1);
  // The first look may come before the host has noticed all of them: it gets time for that.
  const clock = make();
  let most = 0;
  let areExact = true;
  for (let tries = 0; tries < 100 && most < CROWD; tries++) {
    const ready = selector.select(PATIENCE_NS);
    most = max(most, ready.length);
    for (let i = 0; i < ready.length; i++) if (ready.mask(i) != EVENT_READ) areExact = false;
    clock.select(MILLISECOND_NS);
  }
  clock.close();
  fact('many: 300 that are ready at once are all reported at once', most == CROWD && areExact);
  for (let i = 0; i < pairs.length; i++) drain(pairs[i].near);
  factEqual('many: and none of them once all was read', selector.select(0).length, 0);
  selector.close();
  for (let i = 0; i < pairs.length; i++) pairs[i].close();
}

function thousands(): void {
  const pairs = makePairs(THOUSAND);
  const selector = make();
  for (let i = 0; i < pairs.length; i++) selector.register(pairs[i].near, EVENT_READ, first);
  fact(
    'many: a thousand pairs are held at once',
    pairs.length == THOUSAND && selector.getMap().size == THOUSAND,
  );
  factEqual('many: of a thousand idle ones, none is ready', selector.select(0).length, 0);
  let areExact = true;
  for (let round = 0; round < 100; round++) {
    const pair = pairs[below(pairs.length)];
    sendAll(pair.far, buffer, 1);
    const ready = selector.select(PATIENCE_NS);
    if (ready.length != 1 || ready.key(0).object !== pair.near || drain(pair.near) != 1) areExact = false;
  }
  fact('many: of a thousand, exactly the one that is ready is reported', areExact);
  selector.close();
  for (let i = 0; i < pairs.length; i++) pairs[i].close();
}

/** All of it. */
export function many(): void {
  exchanging();
  crowding();
  thousands();
}
