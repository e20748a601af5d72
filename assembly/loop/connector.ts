import { NAME_UNRESOLVABLE, NameLookup, Selectable, TcpStream, WOULD_BLOCK } from '../net';
import { EVENT_READ, EVENT_WRITE } from '../selectors';
import { AddressOrder } from './address-order';
import { Channel } from './channel';
import { Connection } from './connection';
import { TimerTask } from './timer-task';

const MILLISECOND_NS: i64 = 1_000_000;
/** How long to wait for better addresses once there is one ("Resolution Delay" of RFC 8305, section 3). */
const RESOLUTION_DELAY_NS: i64 = 50 * MILLISECOND_NS;
/** How long one attempt goes on before the next starts beside it ("Connection Attempt Delay", section 5). */
const ATTEMPT_DELAY_NS: i64 = 250 * MILLISECOND_NS;

/** It is time for the next attempt. */
class NextAttempt extends TimerTask {
  constructor(private connector: Connector) {
    super();
  }

  onTimer(): void {
    this.connector.startAttempt();
  }
}

/**
 * Connects to a name: looks it up and tries its addresses, the next one when one fails or takes long, until the first has connected.
 *
 * Source: RFC 8305, "Happy Eyeballs Version 2"; the host's resolver asks for both families and sorts.
 */
export class Connector extends Channel {
  private lookup: NameLookup;
  private isLookingUp: bool = true;
  private addresses: AddressOrder = new AddressOrder();
  private attempts: TcpStream[] = [];
  private next!: NextAttempt;
  /** Why the last attempt failed, or the look-up. */
  private failure: i32 = NAME_UNRESOLVABLE;

  /** Starts. A failure is the connection's. */
  constructor(
    private connection: Connection,
    host: string,
    port: u16,
  ) {
    super();
    this.lookup = new NameLookup(host, port);
    this.next = new NextAttempt(this);
    connection.loop.selector.register(this.lookup, EVENT_READ, this);
    this.takeAddresses();
  }

  /** Called when the look-up has something to say, or an attempt is decided. */
  handle(object: Selectable, mask: i32): void {
    if (this.connection.isOver) return;
    if (object === this.lookup) this.takeAddresses();
    else this.takeDecision(object as TcpStream);
  }

  /** Starts the next attempt, if there is an address left; beside another only where the limit of connections allows it. */
  startAttempt(): void {
    const loop = this.connection.loop;
    if (this.addresses.length == 0 || (this.attempts.length > 0 && loop.quota.isFull)) return;
    if (this.attempts.length > 0) loop.quota.count++;
    const stream = TcpStream.connect(this.addresses.shift());
    this.attempts.push(stream);
    loop.selector.register(stream, EVENT_WRITE, this);
    loop.schedule(this.next, ATTEMPT_DELAY_NS);
  }

  /** Ends it, whatever it has come to. */
  cancel(): void {
    this.endLookup();
    this.connection.loop.cancel(this.next);
    while (this.attempts.length > 0) this.end(this.attempts[0], true);
  }

  private takeAddresses(): void {
    while (!this.addresses.isFull) {
      const address = this.lookup.next();
      if (address == null) break;
      this.addresses.push(address);
    }
    const mayComeMore = this.lookup.outcome == WOULD_BLOCK && !this.addresses.isFull;
    if (!mayComeMore) {
      if (this.lookup.outcome < 0 && this.lookup.outcome != WOULD_BLOCK) this.failure = this.lookup.outcome;
      this.endLookup();
    }
    if (this.attempts.length == 0 && !mayComeMore) return this.goOn();
    if (this.addresses.length == 0 || this.next.isScheduled) return;
    const delayNs = this.attempts.length == 0 ? RESOLUTION_DELAY_NS : ATTEMPT_DELAY_NS;
    this.connection.loop.schedule(this.next, delayNs);
  }

  private takeDecision(stream: TcpStream): void {
    const outcome = stream.finishConnect();
    if (outcome == WOULD_BLOCK) return;
    this.end(stream, outcome != 0);
    if (outcome == 0) {
      this.cancel();
      this.connection.adopt(stream);
      this.connection.open();
    } else {
      this.failure = outcome;
      this.goOn();
    }
  }

  /** Starts an attempt at once when none is under way, and gives up when none is left. */
  private goOn(): void {
    if (this.addresses.length > 0) this.startAttempt();
    else if (this.attempts.length == 0 && !this.isLookingUp) this.connection.fail(this.failure);
  }

  private endLookup(): void {
    if (!this.isLookingUp) return;
    this.isLookingUp = false;
    this.connection.loop.selector.unregister(this.lookup);
    this.lookup.close();
  }

  /** Takes an attempt out; its connection is the last one to count. */
  private end(stream: TcpStream, isClosed: bool): void {
    const loop = this.connection.loop;
    this.attempts.splice(this.attempts.indexOf(stream), 1);
    loop.selector.unregister(stream);
    if (isClosed) stream.close();
    if (this.attempts.length > 0) loop.quota.count--;
  }
}
