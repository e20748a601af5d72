import { NAME_UNRESOLVABLE, NameLookup, Selectable, SocketAddress, TcpStream, WOULD_BLOCK } from '../net';
import { ConnectionQuota, EVENT_READ, EVENT_WRITE } from '../selectors';
import { ManagedConnection } from './connection-pool';
import { Channel, Reactor } from './reactor';
import { TimerTask } from './timers';

const MILLISECOND_NS: i64 = 1_000_000;
/** How long to wait for better addresses once there is one ("Resolution Delay" of RFC 8305, section 3). */
const RESOLUTION_DELAY_NS: i64 = 50 * MILLISECOND_NS;
/** How long one attempt has before the next starts beside it ("Connection Attempt Delay", section 5). */
const ATTEMPT_DELAY_NS: i64 = 250 * MILLISECOND_NS;
/** The most addresses of one name that are tried. */
const MAX_ADDRESSES: i32 = 16;

/**
 * Connects to a name: looks it up and tries its addresses, the next one when one fails or takes long, until the first has connected.
 *
 * Source: RFC 8305, "Happy Eyeballs Version 2"; the host's resolver asks for both families and sorts.
 */
export class Connector implements Channel {
  private lookup: NameLookup;
  private isLookingUp: bool = true;
  private addresses: AddressOrder = new AddressOrder();
  private attempts: TcpStream[] = [];
  private next!: NextAttempt;
  /** Why the last attempt failed, or the look-up. */
  private failure: i32 = NAME_UNRESOLVABLE;

  /** Starts. The connection is opened, or fails. */
  constructor(
    private reactor: Reactor,
    private quota: ConnectionQuota,
    private connection: ManagedConnection,
    host: string,
    port: u16,
  ) {
    this.lookup = new NameLookup(host, port);
    this.next = new NextAttempt(this);
    reactor.selector.register(this.lookup, EVENT_READ, this);
    this.takeAddresses();
  }

  /** Called when the look-up has a result, or an attempt is decided. */
  handle(object: Selectable, mask: i32): void {
    if (this.connection.isClosed) return;
    if (object === this.lookup) this.takeAddresses();
    else this.takeDecision(object as TcpStream);
  }

  /** Starts the next attempt, if an address is left; while another is under way, only if the limit of connections allows it. */
  startAttempt(): void {
    if (this.addresses.length == 0 || (this.attempts.length > 0 && this.quota.isFull)) return;
    if (this.attempts.length > 0) this.quota.count++;
    const stream = TcpStream.connect(this.addresses.shift());
    this.attempts.push(stream);
    this.reactor.selector.register(stream, EVENT_WRITE, this);
    this.reactor.timers.schedule(this.next, ATTEMPT_DELAY_NS);
  }

  /** Ends it, whatever it has come to. */
  cancel(): void {
    this.endLookup();
    this.reactor.timers.cancel(this.next);
    while (this.attempts.length > 0) this.end(this.attempts[0], true);
  }

  private takeAddresses(): void {
    while (!this.addresses.isFull) {
      const address = this.lookup.next();
      if (address == null) break;
      this.addresses.push(address);
    }
    const mayComeMore = this.lookup.lastError == WOULD_BLOCK && !this.addresses.isFull;
    if (!mayComeMore) {
      const failure = this.lookup.lastError;
      if (failure < 0 && failure != WOULD_BLOCK) this.failure = failure;
      this.endLookup();
    }
    if (this.attempts.length == 0 && !mayComeMore) return this.proceed();
    if (this.addresses.length == 0 || this.next.isScheduled) return;
    const delayNs = this.attempts.length == 0 ? RESOLUTION_DELAY_NS : ATTEMPT_DELAY_NS;
    this.reactor.timers.schedule(this.next, delayNs);
  }

  private takeDecision(stream: TcpStream): void {
    const outcome = stream.finishConnect();
    if (outcome == WOULD_BLOCK) return;
    this.end(stream, outcome != 0);
    if (outcome == 0) {
      this.cancel();
      this.connection.attach(stream);
      this.connection.start();
    } else {
      this.failure = outcome;
      this.proceed();
    }
  }

  /** Starts an attempt at once when none is under way, and gives up when none is left. */
  private proceed(): void {
    if (this.addresses.length > 0) this.startAttempt();
    else if (this.attempts.length == 0 && !this.isLookingUp) this.connection.fail(this.failure);
  }

  private endLookup(): void {
    if (!this.isLookingUp) return;
    this.isLookingUp = false;
    this.reactor.selector.unregister(this.lookup);
    this.lookup.close();
  }

  /** Takes an attempt out. The last one keeps its place in the quota: that is the connection's. */
  private end(stream: TcpStream, isClosed: bool): void {
    this.attempts.splice(this.attempts.indexOf(stream), 1);
    this.reactor.selector.unregister(stream);
    if (isClosed) stream.close();
    if (this.attempts.length > 0) this.quota.count--;
  }
}

/** Starts the next attempt when its time has come. */
class NextAttempt extends TimerTask {
  constructor(private connector: Connector) {
    super();
  }

  onTimer(): void {
    this.connector.startAttempt();
  }
}

/** The addresses that are still to be tried: in the resolver's order, but IPv6 and IPv4 in turn. Source: RFC 8305, section 4. */
class AddressOrder {
  private addresses: SocketAddress[] = [];
  private known: i32 = 0;
  private lastFamily: i32 = -1;

  /** How many are still to be tried. */
  get length(): i32 {
    return this.addresses.length;
  }

  /** Whether no more are wanted. */
  get isFull(): bool {
    return this.known >= MAX_ADDRESSES;
  }

  push(address: SocketAddress): void {
    this.known++;
    this.addresses.push(address);
  }

  /** Removes and returns the next one: of the other family than the last, if possible. One must be left. */
  shift(): SocketAddress {
    let index = 0;
    for (let i = 0; i < this.addresses.length; i++) {
      if (this.addresses[i].family == this.lastFamily) continue;
      index = i;
      break;
    }
    const address = this.addresses.splice(index, 1)[0];
    this.lastFamily = address.family;
    return address;
  }
}
