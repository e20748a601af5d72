import { EventLoop, LookupHandler, TimerTask } from '../loop';
import {
  ACCESS_DENIED,
  IPV4,
  IPV6,
  NAME_UNRESOLVABLE,
  PERMANENT_RESOLVER_FAILURE,
  SocketAddress,
  describe,
  parseIpAddress,
} from '../net';
import { ProxyOptions } from './options';
import { UpstreamName } from './upstream-name';
import { UpstreamSet } from './upstream-set';

/** Is told when the upstreams have changed. */
export interface ResolverOwner {
  /** There are others now. */
  onUpstreams(): void;
}

/** Finds the addresses of the upstreams, and looks names up again in the course of time. */
export class Resolver {
  private readonly names: ResolvedName[] = [];

  constructor(loop: EventLoop, options: ProxyOptions, upstreams: UpstreamSet, owner: ResolverOwner) {
    for (let i = 0; i < options.upstreams.length; i++)
      this.names.push(new ResolvedName(loop, options, upstreams, owner, options.upstreams[i]));
  }

  /** Starts with all names. */
  start(): void {
    for (let i = 0; i < this.names.length; i++) this.names[i].onTimer();
  }

  /** Ends it. */
  stop(): void {
    for (let i = 0; i < this.names.length; i++) this.names[i].stop();
  }

  /** Whether an answer has come for each name. */
  get hasAnswers(): bool {
    for (let i = 0; i < this.names.length; i++) if (!this.names[i].hasAnswer) return false;
    return true;
  }

  /** What is wrong with one of the names, in one line; empty: nothing. */
  get problem(): string {
    for (let i = 0; i < this.names.length; i++)
      if (this.names[i].problem.length > 0) return this.names[i].problem;
    return '';
  }
}

/** One name, which is looked up whenever its time has come. */
class ResolvedName extends TimerTask implements LookupHandler {
  hasAnswer: bool = false;
  problem: string = '';
  private isStopped: bool = false;

  constructor(
    private loop: EventLoop,
    private options: ProxyOptions,
    private upstreams: UpstreamSet,
    private owner: ResolverOwner,
    private name: UpstreamName,
  ) {
    super();
  }

  /** `localhost` is what it is everywhere else here, whether the host permits look-ups or not. */
  onTimer(): void {
    const name = this.name;
    const address = parseIpAddress(name.host, name.port);
    if (address != null) this.take([address]);
    else if (name.host == 'localhost')
      this.take([SocketAddress.loopback(IPV4, name.port), SocketAddress.loopback(IPV6, name.port)]);
    else this.loop.lookUp(name.host, name.port, this);
  }

  stop(): void {
    this.isStopped = true;
    this.loop.cancel(this);
  }

  onAddresses(addresses: SocketAddress[], outcome: i32): void {
    if (this.isStopped) return;
    this.loop.schedule(this, this.options.lookupIntervalNs);
    if (addresses.length > 0) return this.take(addresses);
    const why = describe(outcome == 0 ? NAME_UNRESOLVABLE : outcome);
    const isDenied = outcome == ACCESS_DENIED || outcome == PERMANENT_RESOLVER_FAILURE; // which wasmtime means by it
    const advice = isDenied ? '. wasmtime needs -S allow-ip-name-lookup' : '';
    this.fail("can't look up " + this.name.host + ': ' + why + advice);
  }

  private take(addresses: SocketAddress[]): void {
    for (let i = 0; i < addresses.length; i++)
      if (isOwn(this.options.ownAddresses, addresses[i]))
        return this.fail('the upstream ' + this.name.toString() + ' is where the proxy listens itself');
    this.problem = '';
    this.hasAnswer = true;
    this.upstreams.update(this.name, addresses);
    this.owner.onUpstreams();
  }

  /** The first time, the proxy does not start; later it goes on with what it knows. */
  private fail(problem: string): void {
    if (this.hasAnswer && this.problem.length == 0)
      this.options.log('proxy: ' + problem + '. Its last addresses stay in use.');
    this.problem = problem;
    this.hasAnswer = true;
  }
}

/** Whether connecting to an address would lead to the proxy itself. */
function isOwn(own: SocketAddress[], address: SocketAddress): bool {
  for (let i = 0; i < own.length; i++) {
    if (own[i].equals(address)) return true;
    const family = own[i].family;
    const port = own[i].port;
    const isEverywhere = own[i].equals(SocketAddress.unspecified(family, port));
    if (isEverywhere && address.equals(SocketAddress.loopback(family, port))) return true;
  }
  return false;
}
