/** A NATS client that is told by lines what to do, and writes what it is told itself: `--nats HOST:PORT`, and more. */
import {
  Bytes,
  Connection,
  EXIT_FAILURE,
  EXIT_OK,
  EventLoop,
  LineHandler,
  LoopServerOptions,
  NatsClient,
  NatsHandler,
  NatsMessage,
  NatsMessageHandler,
  NatsOptions,
  NatsSubscription,
  TcpListener,
  describe,
  log,
  openListeners,
  parseDecimal,
  portsOf,
} from '../../../assembly';
import { getArguments } from '../../../assembly/wasi';

const MILLISECOND_NS: i64 = 1_000_000;

const nats = new NatsOptions();
let client!: NatsClient;
let told: Connection | null = null;

/** What its command line says. */
class Options extends LoopServerOptions {
  protected takesValue(name: string): bool {
    return name.startsWith('--nats') || super.takesValue(name);
  }

  protected applyValue(name: string, value: string): void {
    if (name == '--nats') nats.servers = value.split(',');
    else if (name == '--nats-token') nats.token = value;
    else if (name == '--nats-user') nats.user = value;
    else if (name == '--nats-password') nats.password = value;
    else if (name == '--nats-payload') nats.maxPayloadBytes = parseDecimal(value, 1 << 24);
    else if (name == '--nats-ping-ms') nats.pingIntervalNs = parseDecimal(value, 60_000) * MILLISECOND_NS;
    else super.applyValue(name, value);
  }
}

function tell(text: string): void {
  const listener = told;
  if (listener != null) listener.writeText(text + '\n');
}

/** Tells how the client fares. */
class Fate extends NatsHandler {
  onConnect(): void {
    tell('connected ' + client.server + ' ' + client.maxPayloadBytes.toString());
  }

  onDisconnect(reason: string): void {
    tell('lost ' + client.server + ' ' + reason);
  }

  onComplaint(text: string): void {
    tell('complaint ' + text);
  }

  onDrain(): void {
    client.publishText('last', 'words');
  }
}

/** Tells of messages, and answers those that want an answer. */
class Hearer extends NatsMessageHandler {
  onMessage(message: NatsMessage): void {
    const length = message.data.length;
    tell('got ' + message.subject + ' ' + (length > 100 ? length.toString() : message.text()));
    if (message.reply.length > 0) message.respondText('answer to ' + message.text());
  }
}

/** Who tells it what to do. */
class Told extends LineHandler {
  private subscriptions: NatsSubscription[] = [];

  onOpen(): void {
    told = this.connection;
    if (!client.connect()) tell('no ' + describe(client.lastError));
  }

  onLine(line: Bytes): void {
    const words = line.toString().split(' ');
    const subject = words.length > 1 ? words[1] : '';
    const last = words.length > 2 ? words[2] : '';
    if (words[0] == 'sub') this.subscribe(subject, last);
    else if (words[0] == 'unsub') this.subscriptions.pop().unsubscribe(parseDecimal(subject, 100));
    else if (words[0] == 'pub') tell('pub ' + describeResult(client.publishText(subject, last)));
    else if (words[0] == 'many')
      publishMany(subject, parseDecimal(last, 100_000), parseDecimal(words[3], 1 << 24));
    else if (words[0] == 'ask') this.ask(subject, last);
    else if (words[0] == 'dropped') tell('dropped ' + client.droppedMessages.toString());
    else if (words[0] == 'close') client.close();
    else if (words[0] == 'drain') client.loop.drain();
  }

  onClose(): void {
    told = null;
    client.close();
  }

  private subscribe(subject: string, queue: string): void {
    const subscription = client.subscribeWith(subject, new Hearer(), queue);
    if (subscription == null) tell('no ' + describe(client.lastError));
    else this.subscriptions.push(subscription);
  }

  private ask(subject: string, text: string): void {
    const inbox = client.newInbox();
    client.subscribe(inbox, (message) => tell('answer ' + message.text()))!.unsubscribe(1);
    client.publishText(subject, text, inbox);
  }
}

function describeResult(outcome: i32): string {
  return outcome == 0 ? 'ok' : describe(outcome);
}

function publishMany(subject: string, count: i32, bytes: i32): void {
  const data = new Bytes(new StaticArray<u8>(bytes), 0, bytes);
  let sent = 0;
  while (sent < count && client.publish(subject, data) == 0) sent++;
  tell('published ' + sent.toString());
}

export function run(): i32 {
  const options = new Options();
  nats.reconnectDelayNs = 20 * MILLISECOND_NS;
  nats.maxReconnectDelayNs = 50 * MILLISECOND_NS;
  options.read(getArguments(), 0);
  const listeners = openListeners('nats', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  client = new NatsClient(nats, loop, new Fate());
  loop.serve(listeners, () => new Told());
  log('Server (nats) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
