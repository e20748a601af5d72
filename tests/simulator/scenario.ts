/** What a run consists of: plain data, so that it can be kept, shrunk and run again. Times are in virtual milliseconds. */

/** What can go wrong on the host's side, each kind with a rate of its own. */
export const FAULT_KINDS = [
  'short-read',
  'blocked-read',
  'small-grant',
  'no-grant',
  'short-send',
  'spurious',
  'shuffle',
  'truncate',
  'stall',
  'break',
  'accept-aborted',
  'accept-limit',
  'accept-unknown',
  'accept-blocked',
  'socket-limit',
  'blocked-datagram',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault that happened: where, and a number from 0 to below 1 that says how bad. */
export interface Firing {
  site: string;
  value: number;
}

/** Faults by chance, or exactly those that are listed. */
export type Faults = { rates: Partial<Record<FaultKind, number>> } | { fired: Firing[] };

/** A request as a client of the HTTP server sends it. */
export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'POST';
  path: string;
  minor: 0 | 1;
  /** What the field `Connection` says; empty: there is none. */
  connection: '' | 'close' | 'keep-alive';
  bodyBytes: number;
  /** Bytes of each chunk; 0: the body has a length. */
  chunkBytes: number;
  /** How long a field is that means nothing; 0: there is none. */
  fieldBytes: number;
}

/** A request, or something wrong and the status that it is answered with. */
export type HttpScript = HttpRequest | { text: string; status: number };

/** What a WebSocket client sends. */
export type WebSocketScript =
  /** So many requests, and a handshake behind them that is answered with that status. */
  | { handshake: 101 | 400 | 405 | 426; requests: number }
  /** A text or bytes, in fragments unless `fragmentBytes` is 0; after each but the last comes a ping of `pingBytes`, if that is not -1. */
  | { message: 'text' | 'binary'; bytes: number; fragmentBytes: number; pingBytes: number }
  | { control: 'ping' | 'pong'; bytes: number }
  /** Closes; `code`: 0 is none. */
  | { close: number; reason: string }
  /** Frames in hexadecimal that break a rule, and the code that the server closes with. */
  | { wrong: string; code: number };

/** What a peer does, one after the other; it reads beside that. */
export type Action =
  | { do: 'wait'; ms: number }
  /** Sends bytes that say whose and which they are, in pieces, with a pause after each; gives up after `patienceMs`. */
  | { do: 'send'; bytes: number; piece: number; gapMs: number; patienceMs?: number }
  /** Sends a request, or something else of which the server knows where it ends, likewise. */
  | {
      do: 'request';
      request: HttpScript | WebSocketScript;
      piece: number;
      gapMs: number;
      patienceMs?: number;
    }
  /** Sends a text, so many times. */
  | { do: 'say'; text: string; times: number; gapMs: number }
  /** Reads so many bytes a millisecond from now on; 0: none, -1: all there is. */
  | { do: 'read'; rate: number }
  /** Waits until it has got so many bytes in all, or the end. */
  | { do: 'await'; bytes: number }
  /** Waits until it has got all that is due. */
  | { do: 'await-due' }
  | { do: 'half-close' }
  /** Waits for the server's end of stream. */
  | { do: 'await-end' }
  | { do: 'close' }
  | { do: 'reset' }
  /** Does nothing ever after: neither reads nor ends. */
  | { do: 'vanish' };

/** Somebody who connects to the server, or sends it datagrams. */
export interface PeerScript {
  name: string;
  family: 4 | 6;
  comesMs: number;
  actions: Action[];
}

/** What becomes of the server's own connections: the n-th attempt meets the n-th of these, round and round. */
export interface UpstreamScript {
  name: string;
  how: 'accept' | 'refuse' | 'unreachable' | 'never';
  afterMs: number;
  actions: Action[];
}

/** A name, and what the host answers when it is looked up. */
export interface NameScript {
  name: string;
  /** Never: -1. */
  afterMs: number;
  /** Addresses; none: there is no such name. */
  addresses: string[];
  fails?: 'temporary' | 'permanent';
}

/** How the host is, and what its kernel keeps. */
export interface HostScript {
  /** wasmtime: results of a poll in table order, 128 at most; node: as the Node host gives them. */
  poll: 'wasmtime' | 'node';
  reusesHandles: boolean;
  maxHandles: number;
  /** What a poll costs for each thing that is polled. */
  pollCostUs: number;
  /** How long what one side does takes to reach the other. */
  latencyMs: number;
  /** What is kept of a connection in each direction. */
  bufferBytes: number;
  /** Connections that wait to be accepted, whatever the server asks for. */
  backlog: number;
}

export const SERVERS = ['echo', 'lines', 'udp-echo', 'relay', 'proxy', 'chat', 'http', 'web-socket'] as const;

export type ServerName = (typeof SERVERS)[number];

export interface Scenario {
  seed: number;
  server: ServerName;
  args: string[];
  maxConnections: number;
  host: HostScript;
  peers: PeerScript[];
  upstreams: UpstreamScript[];
  names: NameScript[];
  /** When the server is told to drain; without it, when all peers have left. */
  drainMs?: number;
  /** How the server is told: the host stops listening for it, or its standard input ends. */
  drainBy: 'host' | 'input';
  faults: Faults;
}
