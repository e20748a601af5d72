import { domainToASCII } from 'node:url';
import { WOULD_BLOCK, failure } from '../engines/outcome.ts';
import type { World } from './host.ts';
import { type IpAddress, parseIp, unmapped } from './ip-text.ts';
import { PERMIT_ALL } from './permissions.ts';
import { type Pollable, Subject, SubjectPollable } from './pollable.ts';
import type { Readiness } from './readiness.ts';
import { Resource } from './resources.ts';

/** What no host name has, and what `domainToASCII` would leave out or cut off at. Source: the URL standard. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0020"#%/:<>?@[\\\]^`{|}\u007f]/;

/** Addresses of a name that are looked up, or have been. */
export class AddressStream extends Resource {
  private readonly subject: Subject;
  private answer: IpAddress[] | number = WOULD_BLOCK;
  private told = 0;

  constructor(readiness: Readiness) {
    super();
    this.subject = new Subject(readiness);
  }

  /** Starts to look a name up, or says why not, below 0. */
  static resolve(world: World, name: string): AddressStream | number {
    const { readiness, resolver, permissions = PERMIT_ALL } = world;
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
  }

  /** Gives the next address, undefined after the last, or why there is none. */
  next(): IpAddress | undefined | number {
    return typeof this.answer === 'number' ? this.answer : this.answer[this.told++];
  }

  subscribe(): Pollable {
    return new SubjectPollable(this.subject, this, () => this.isReady);
  }

  get isReady(): boolean {
    return this.answer !== WOULD_BLOCK;
  }

  private tell(answer: IpAddress[] | number): void {
    this.answer = answer;
    this.subject.changed();
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
