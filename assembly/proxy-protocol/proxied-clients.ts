import { Selectable, TcpStream, WOULD_BLOCK } from '../net';
import { FOREVER, HeldClients } from '../selectors';
import { Pollable, nowNs } from '../wasi';
import { HeaderReader } from './header-reader';
import { Networks } from './networks';

/** The least time between two lines about clients that are refused: as many of them may come as like. */
const LOG_INTERVAL_NS: i64 = 1_000_000_000;

const WRONG: string = 'no PROXY header, or a wrong one';

/** What has been received of a header. */
const buffer = new StaticArray<u8>(256);

/** A client whose header is being received; a selector waits for it as for its connection. */
class ProxiedClient extends Selectable {
  readonly reader: HeaderReader = new HeaderReader();
  /** Who came before, and who came after; null: nobody. */
  before: ProxiedClient | null = null;
  after: ProxiedClient | null = null;

  constructor(
    readonly stream: TcpStream,
    /** When its time is over, in nanoseconds of the host's clock. */
    readonly untilNs: i64,
  ) {
    super();
  }

  get isOpen(): bool {
    return this.stream.isOpen;
  }

  subscribeRead(): Pollable {
    return this.stream.subscribeRead();
  }

  subscribeWrite(): Pollable {
    return 0;
  }

  close(): void {
    this.aboutToClose();
    this.stream.close();
  }
}

/** The clients of an acceptor whose headers are being received, in the order in which they came. */
export class ProxiedClients extends HeldClients {
  private first: ProxiedClient | null = null;
  private last: ProxiedClient | null = null;
  private nextLineNs: i64 = 0;

  constructor(
    private networks: Networks,
    private timeoutNs: i64,
    private log: (line: string) => void,
  ) {
    super();
  }

  get waitNs(): i64 {
    const first = this.first;
    return first == null ? FOREVER : max(first.untilNs - nowNs(), 0);
  }

  hold(stream: TcpStream): Selectable | null {
    if (!this.networks.contains(stream.remoteAddress)) return null;
    const now = nowNs();
    const client = new ProxiedClient(stream, now + min(this.timeoutNs, FOREVER - now));
    const last = this.last;
    client.before = last;
    this.last = client;
    if (last == null) this.first = client;
    else last.after = client;
    return client;
  }

  admit(object: Selectable): TcpStream | null {
    const client = object as ProxiedClient;
    const reader = client.reader;
    const stream = client.stream;
    while (reader.neededBytes > 0) {
      const bytes = stream.recv(buffer, reader.neededBytes);
      if (bytes == WOULD_BLOCK) return null;
      if (bytes <= 0) {
        this.refuse(client, reader.form == null ? '' : WRONG); // a health check may just connect
        return null;
      }
      reader.take(buffer, bytes);
    }
    if (reader.neededBytes < 0) {
      this.refuse(client, WRONG);
      return null;
    }
    this.forget(client);
    const form = reader.form!;
    const source = form.source;
    const destination = form.destination;
    if (source != null && destination != null) stream.setAddresses(source, destination);
    return stream;
  }

  close(isForced: bool): Selectable | null {
    const first = this.first;
    if (first != null && (isForced || this.waitNs == 0)) {
      this.refuse(first, isForced ? '' : 'no PROXY header in time');
      return first;
    }
    return null;
  }

  private forget(client: ProxiedClient): void {
    const before = client.before;
    const after = client.after;
    if (before == null) this.first = after;
    else before.after = after;
    if (after == null) this.last = before;
    else after.before = before;
  }

  /** Closes a client. `reason`: what is told of it; empty: nothing. */
  private refuse(client: ProxiedClient, reason: string): void {
    this.forget(client);
    this.refused++;
    client.close();
    const now = nowNs();
    if (reason.length == 0 || now < this.nextLineNs) return;
    this.nextLineNs = now + LOG_INTERVAL_NS;
    this.log('Client refused: ' + client.stream.remoteAddress.toString() + ' (' + reason + ')');
  }
}
