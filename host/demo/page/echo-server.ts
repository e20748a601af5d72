import type { Clock } from './clock.ts';
import { type Activity, CLIENTS, type ClientName, ServerRecord, close, formatWait } from './record.ts';

/** Sent and received are lines. */
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const CLOSE_NORMAL = 1000;

/** What a server does while it has no clients. */
const IDLE: Record<string, Activity> = {
  blocking: { call: 'accept', clients: [], fromMs: 0 },
  multiplexed: { call: 'select', clients: [], fromMs: 0 },
};

/** Hears of what happens. */
export interface Listener {
  /** Something has happened, in words. */
  onEvent(text: string): void;
  /** The server can't be reached. */
  onProblem(): void;
}

/** One of the two servers, as the three clients see it, and as its log says. */
export class EchoServer {
  record: ServerRecord;
  private readonly sockets = new Map<ClientName, WebSocket>();
  /**
   * Clients that the server's log has not told of yet, in the order in which they connect: browsers open WebSockets to one address one
   * after the other (RFC 6455, section 4.1).
   */
  private readonly unaccepted: ClientName[] = [];
  /** Who has which address in the log. */
  private readonly addresses = new Map<string, string>();
  private sentCount: Record<string, number> = {};

  constructor(
    readonly name: string,
    private readonly url: string,
    private readonly clock: Clock,
    private readonly listener: Listener,
  ) {
    this.record = new ServerRecord(IDLE[name]!);
  }

  /** Whether somebody is connected. */
  get isBusy(): boolean {
    return CLIENTS.some((client) => this.record.lanes[client].isConnected);
  }

  /** Begins a new time line; clients should have left before. */
  reset(): void {
    this.record = new ServerRecord(this.record.activity);
    this.sentCount = {};
  }

  /** A client sends a line. */
  send(client: ClientName): void {
    const lane = this.record.lanes[client];
    this.connect(client);
    close(lane.stalls, this.clock.nowMs);
    const count = (this.sentCount[client] = (this.sentCount[client] ?? 0) + 1);
    const message = { text: `${client}${count}`, fromMs: this.clock.nowMs };
    lane.messages.push(message);
    this.listener.onEvent(`${client} sends ${message.text}`);
    const socket = this.sockets.get(client)!;
    whenOpen(socket, () => socket.send(encoder.encode(`${message.text}\n`)));
  }

  /** A client is connected, and says nothing. */
  stall(client: ClientName): void {
    const { stalls } = this.record.lanes[client];
    this.connect(client);
    close(stalls, this.clock.nowMs);
    stalls.push({ fromMs: this.clock.nowMs });
    this.listener.onEvent(`${client} says nothing`);
  }

  /** A client leaves. */
  leave(client: ClientName): void {
    const socket = this.sockets.get(client);
    if (socket === undefined) return;
    const waiting = this.record.lanes[client].waiting.length;
    this.listener.onEvent(`${client} leaves${waiting > 0 ? ' without an answer' : ''}`);
    this.end(client);
    whenOpen(socket, () => socket.close(CLOSE_NORMAL)); // not before: the server's log will tell of it
  }

  /** The server's log has a line. */
  readLog(line: string): void {
    const [, what, address] = /^Client (connected|disconnected): (\S+)/.exec(line) ?? [];
    if (address === undefined) return;
    if (what === 'connected') this.addresses.set(address, this.unaccepted.shift() ?? '?');
    else this.addresses.delete(address);
    const clients = [...this.addresses.values()].toSorted();
    const nowMs = this.clock.nowMs;
    if (this.name === 'multiplexed') this.record.change(nowMs, 'select', clients);
    else this.record.change(nowMs, clients.length > 0 ? 'recv' : 'accept', clients);
  }

  private connect(client: ClientName): void {
    if (this.sockets.has(client)) return;
    this.clock.start();
    this.record.lanes[client].visits.push({ fromMs: this.clock.nowMs });
    const socket = this.newSocket(client);
    this.sockets.set(client, socket);
  }

  private newSocket(client: ClientName): WebSocket {
    const socket = new WebSocket(this.url, 'binary');
    let text = '';
    socket.binaryType = 'arraybuffer';
    this.unaccepted.push(client);
    socket.addEventListener('message', ({ data }) => {
      const lines = (text + decoder.decode(data as ArrayBuffer)).split('\n');
      text = lines.pop()!;
      if (this.sockets.get(client) === socket) for (const line of lines) this.answered(client, line);
    });
    socket.addEventListener('close', () => {
      if (this.sockets.get(client) !== socket) return; // it has left
      this.end(client);
      this.listener.onProblem();
    });
    return socket;
  }

  private answered(client: ClientName, text: string): void {
    const nowMs = this.clock.nowMs;
    const message = this.record.lanes[client].waiting.find((sent) => sent.text === text);
    if (message === undefined) return;
    message.toMs = nowMs;
    this.listener.onEvent(`${client} has ${text} back after ${formatWait(nowMs - message.fromMs)}`);
  }

  /** A client is gone. */
  private end(client: ClientName): void {
    const nowMs = this.clock.nowMs;
    const lane = this.record.lanes[client];
    this.sockets.delete(client);
    for (const message of lane.waiting) Object.assign(message, { toMs: nowMs, isLost: true });
    close(lane.stalls, nowMs);
    close(lane.visits, nowMs);
  }
}

/** Does something with a WebSocket when it is open. */
function whenOpen(socket: WebSocket, act: () => void): void {
  if (socket.readyState === WebSocket.OPEN) act();
  else socket.addEventListener('open', act);
}
