import { ChatOptions } from '../chat';
import { HttpOptions, WebSocketOptions } from '../http';
import { NatsOptions } from '../nats';
import { Endpoint, parseDecimal } from '../net';
import { formatNumber } from '../wasi';
import { NATS_HELP, applyNatsOption, isNatsOption } from './nats-options';
import { LOOP_HELP, LoopServerOptions } from './server-options';

const HTTP_PORT: u16 = 9008;
const MAX_RATE: i32 = 100_000;
const MAX_LINE_BYTES: i32 = 16_384;
const MIN_LINE_BYTES: i32 = 64;
const MAX_QUEUE_BYTES: i32 = 4 << 20;
const MIN_QUEUE_BYTES: i32 = 65_536;
const MAX_ROOMS: i32 = 100_000;
/** What a queue may have beyond its bound: the last words to a member who is dropped. */
const LAST_BYTES: i32 = 65_536;
/** What is received at once: what a client sends too fast waits, and takes memory. */
const TURN_BYTES: i32 = 1024;
/** The longest WebSocket message that is answered, if only by saying that it is too long. */
const MESSAGE_BYTES: i32 = 65_536;
/** What all WebSockets, and what all requests for the page, may hold of what has not arrived completely. */
const HELD_BYTES: i32 = 4 << 20;

/** The lines of `--help` about the options of a chat server. */
export const CHAT_HELP: string =
  `  --listen-http HOST:PORT
                       where the page is, and WebSockets at /ws; may be repeated; off: nowhere. Default: localhost:9008
  --origin ORIGIN      also pages of this origin, such as https://example.com, may open WebSockets; may be repeated; any: all.
                       Default: only the page that this server has
  --rate N             lines that a client may send a second, 0: any number; further ones wait. Default: 10
  --max-line-bytes N   refuse longer lines; default 1024
  --max-queue-bytes N  drop a client that so many bytes wait for since it reads too slowly; default 262144
  --max-rooms N        rooms at once; default 1000
` +
  NATS_HELP +
  LOOP_HELP;

/** The options of the command line of a chat server. */
export class ChatServerOptions extends LoopServerOptions {
  /** Options for the chat. */
  readonly chat: ChatOptions = new ChatOptions();
  /** Options for its WebSockets. */
  readonly webSocket: WebSocketOptions = new WebSocketOptions();
  /** The origins of pages, beside its own, that may open WebSockets. */
  readonly origins: string[] = [];
  /** Where the page is; none: nowhere. */
  readonly httpEndpoints: Endpoint[] = [];
  /** Whether pages of any origin may open WebSockets. */
  allowsAnyOrigin: bool = false;
  /** Options for the client of NATS; without a server the rooms are not shared. */
  readonly nats: NatsOptions = new NatsOptions();
  private isHttpOff: bool = false;

  constructor() {
    super();
    this.nats.servers.length = 0;
  }

  read(args: string[], defaultPort: i32): void {
    super.read(args, defaultPort);
    if (this.isHttpOff && this.httpEndpoints.length > 0)
      this.problem = '--listen-http off goes with no address';
    if (!this.isHttpOff && this.httpEndpoints.length == 0)
      this.httpEndpoints.push(Endpoint.localhost(HTTP_PORT));
    const connection = this.accept.connection;
    connection.limitBytes = this.chat.maxQueueBytes + LAST_BYTES;
    connection.turnBytes = TURN_BYTES;
    this.webSocket.maxMessageBytes = MESSAGE_BYTES;
    this.webSocket.heldBytes = HELD_BYTES;
  }

  /** Options for the HTTP server: its connections are bounded as those for lines are. */
  get http(): HttpOptions {
    const options = new HttpOptions();
    options.accept = this.accept;
    options.maxHeldBytes = HELD_BYTES;
    return options;
  }

  protected takesValue(name: string): bool {
    return (
      this.takesMany(name) ||
      isNatsOption(name) ||
      name == '--rate' ||
      name == '--max-line-bytes' ||
      name == '--max-queue-bytes' ||
      name == '--max-rooms' ||
      super.takesValue(name)
    );
  }

  protected takesMany(name: string): bool {
    return name == '--listen-http' || name == '--origin' || name == '--nats' || super.takesMany(name);
  }

  protected applyValue(name: string, value: string): void {
    const chat = this.chat;
    if (name == '--listen-http') this.applyHttp(value);
    else if (name == '--origin') this.applyOrigin(value);
    else if (name == '--rate') chat.linesPerSecond = this.parseNumber(name, value, 0, MAX_RATE);
    else if (name == '--max-line-bytes')
      chat.maxLineBytes = this.parseNumber(name, value, MIN_LINE_BYTES, MAX_LINE_BYTES);
    else if (name == '--max-queue-bytes')
      chat.maxQueueBytes = this.parseNumber(name, value, MIN_QUEUE_BYTES, MAX_QUEUE_BYTES);
    else if (name == '--max-rooms') chat.maxRooms = this.parseNumber(name, value, 1, MAX_ROOMS);
    else if (isNatsOption(name)) {
      const problem = applyNatsOption(this.nats, name, value);
      if (problem.length > 0) this.problem = name + (name == '--nats' ? ' ' : ': ') + problem;
    } else super.applyValue(name, value);
  }

  private applyHttp(value: string): void {
    if (value == 'off') this.isHttpOff = true;
    else {
      const endpoint = this.parseEndpoint('--listen-http ' + value + ': ', value);
      if (endpoint != null) this.httpEndpoints.push(endpoint);
    }
  }

  private applyOrigin(value: string): void {
    if (value == 'any') this.allowsAnyOrigin = true;
    else if (isOrigin(value)) this.origins.push(value);
    else this.problem = '--origin ' + value + ': expected an origin such as https://example.com, or any';
  }

  private parseNumber(name: string, value: string, least: i32, most: i32): i32 {
    const number = parseDecimal(value, most);
    if (number >= least) return number;
    this.problem =
      name + ' ' + value + ': expected a number from ' + formatNumber(least) + ' to ' + formatNumber(most);
    return least;
  }
}

/** Whether a text may be an origin as browsers send it: a scheme, a host and perhaps a port, without a path. */
function isOrigin(text: string): bool {
  const host = text.indexOf('://') + 3;
  return host > 3 && host < text.length && text.indexOf('/', host) < 0;
}
