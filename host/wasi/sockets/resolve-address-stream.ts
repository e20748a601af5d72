import { WOULD_BLOCK, failure } from '../../engines/outcome.ts';
import type { World } from '../host.ts';
import { asciiName } from '../../dns/host-name.ts';
import { type IpAddress, parseIp, unmapped } from '../../net/ip-address.ts';
import { PERMIT_ALL } from '../../permissions/permissions.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import type { Readiness } from '../poll/readiness.ts';
import { Resource } from '../resources.ts';

/** The addresses of a name, which is looked up. */
export class AddressStream extends Resource {
  private readonly source: ReadinessSource;
  private answer: IpAddress[] | number = WOULD_BLOCK;
  /** How many addresses `next` has returned. */
  private returned = 0;
  private cancel: (() => void) | void = undefined;

  constructor(readiness: Readiness) {
    super();
    this.source = new ReadinessSource(readiness);
  }

  /** Starts to look a name up; returns why not, below 0, if it can't. */
  static resolve(world: World, name: string): AddressStream | number {
    const { readiness, resolver, permissions = PERMIT_ALL } = world;
    const stream = new AddressStream(readiness);
    const ascii = asciiName(name);
    const literal = parseIp(ascii) ?? parseIpv6(name);
    if (literal !== undefined) stream.finish([unmapped(literal)]);
    else if (ascii === '') return failure('invalid-argument');
    else if (permissions.mayResolve(ascii)) {
      stream.cancel = resolver.resolve(ascii, (answer) => {
        const addresses = parseAnswer(answer);
        if (typeof addresses !== 'number') permissions.learn(ascii, addresses);
        stream.finish(addresses);
      });
    } else {
      permissions.denied('resolve', ascii);
      return failure('access-denied');
    }
    return stream;
  }

  /** Gives the next address, undefined after the last, would-block, or why the look-up failed. */
  next(): IpAddress | undefined | number {
    return typeof this.answer === 'number' ? this.answer : this.answer[this.returned++];
  }

  subscribe(): Pollable {
    return new SourcePollable(this.source, this, () => this.isReady);
  }

  override drop(): void {
    this.cancel?.();
  }

  get isReady(): boolean {
    return this.answer !== WOULD_BLOCK;
  }

  private finish(answer: IpAddress[] | number): void {
    this.answer = answer;
    this.source.changed();
  }
}

/** Reads an IPv6 address, with brackets or without. Addresses with a zone are not read. */
function parseIpv6(text: string): IpAddress | undefined {
  if (text.includes('%')) return undefined;
  const isBracketed = text.startsWith('[') && text.endsWith(']');
  const address = parseIp(isBracketed ? text.slice(1, -1) : text);
  return address?.family === 6 ? address : undefined;
}

function parseAnswer(answer: readonly string[] | number): IpAddress[] | number {
  if (typeof answer === 'number') return answer;
  return answer.flatMap((text) => {
    const address = parseIp(text);
    return address === undefined ? [] : [unmapped(address)];
  });
}
