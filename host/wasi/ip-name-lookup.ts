/**
 * wasi:sockets/ip-name-lookup.
 *
 * resolve-addresses' result<resolve-address-stream, error-code>: +0 failed, +4 stream or code
 * resolve-next-address' result<option<ip-address>, error-code>: +0 failed, +2 whether there is one or code, +4 which (0 IPv4,
 * 1 IPv6), +6 four octets or eight groups u16
 */
import { domainToASCII } from 'node:url';
import { WOULD_BLOCK, failure } from '../engines/outcome.ts';
import type { Host, Interface } from './host.ts';
import { type IpAddress, parseIp, unmapped } from './ip-text.ts';
import type { GuestMemory } from './memory.ts';
import { Network } from './network.ts';
import { PERMIT_ALL } from './permissions.ts';
import { addPollable } from './poll.ts';
import { type Pollable, Subject, SubjectPollable } from './pollable.ts';
import type { Readiness } from './readiness.ts';
import { Resource } from './resources.ts';
import { DONE, waiting } from './waiting.ts';

/** What no host name has, and what `domainToASCII` would leave out or cut off at. Source: the URL standard. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0020"#%/:<>?@[\\\]^`{|}\u007f]/;

export function ipNameLookup(host: Host): Interface {
  const { memory, resources, readiness, resolver, permissions = PERMIT_ALL } = host;

  const start = (name: string): AddressStream | number => {
    const stream = new AddressStream(readiness);
    const ascii = asciiName(name);
    const literal = name.includes('%') ? undefined : parseIp(ascii || name.replace(/^\[(.*:.*)\]$/, '$1'));
    if (literal !== undefined) stream.tell([unmapped(literal)]);
    else if (ascii === '') return failure('invalid-argument');
    else if (permissions.mayResolve(ascii)) {
      resolver.resolve(ascii, (answer) => {
        const addresses = parseAnswer(answer);
        if (typeof addresses !== 'number') permissions.learn(ascii, addresses);
        stream.tell(addresses);
      });
    } else {
      permissions.denied('resolve', ascii);
      return failure('access-denied');
    }
    return stream;
  };

  return {
    'resolve-addresses': (network: number, pointer: number, bytes: number, result: number) => {
      resources.get(network, Network);
      const stream = start(memory.string(pointer >>> 0, bytes >>> 0));
      if (typeof stream === 'number') return memory.storeOutcome(result, stream, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(stream));
    },
    '[method]resolve-address-stream.resolve-next-address': waiting(
      readiness,
      (isFirst, self: number, result: number) => {
        const stream = resources.get(self, AddressStream);
        if (isFirst && !stream.isReady) return 0; // a guest that only asks and never waits gets its answer too
        storeNext(memory, result, stream.next());
        return DONE;
      },
    ),
    '[method]resolve-address-stream.subscribe': (self: number) =>
      addPollable(host, resources.get(self, AddressStream).subscribe()),
    '[resource-drop]resolve-address-stream': (self: number) => resources.drop(self, AddressStream),
  };
}

/** Addresses of a name that are looked up, or have been. */
class AddressStream extends Resource {
  private readonly subject: Subject;
  private answer: IpAddress[] | number = WOULD_BLOCK;
  private told = 0;

  constructor(readiness: Readiness) {
    super();
    this.subject = new Subject(readiness);
  }

  get isReady(): boolean {
    return this.answer !== WOULD_BLOCK;
  }

  tell(answer: IpAddress[] | number): void {
    this.answer = answer;
    this.subject.changed();
  }

  /** Gives the next address, undefined after the last, or why there is none. */
  next(): IpAddress | undefined | number {
    return typeof this.answer === 'number' ? this.answer : this.answer[this.told++];
  }

  subscribe(): Pollable {
    return new SubjectPollable(this.subject, this, () => this.isReady);
  }
}

/** Gives a name in ASCII, '' when it can be none; IPv4 addresses in short (127.1) are written out. */
function asciiName(name: string): string {
  return FORBIDDEN.test(name) ? '' : domainToASCII(name);
}

function parseAnswer(answer: readonly string[] | number): IpAddress[] | number {
  if (typeof answer === 'number') return answer;
  return answer.flatMap((text) => {
    const address = parseIp(text);
    return address === undefined ? [] : [unmapped(address)];
  });
}

function storeNext(memory: GuestMemory, result: number, next: IpAddress | undefined | number): void {
  memory.storeOutcome(result, typeof next === 'number' ? next : 0, 2);
  if (typeof next === 'number') return;
  memory.u8(result + 2, next === undefined ? 0 : 1);
  if (next === undefined) return;
  memory.u8(result + 4, next.family === 4 ? 0 : 1);
  next.parts.forEach((part, i) =>
    next.family === 4 ? memory.u8(result + 6 + i, part) : memory.u16(result + 6 + 2 * i, part),
  );
}
