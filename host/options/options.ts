/** The options of `serve` and `run`. */
import type { Writable } from 'node:stream';
import type { BundledServer } from '../component/bundled.ts';

/** A component: the name of a server that comes with the package, a file's path or URL, or its bytes. */
export type Component = BundledServer | (string & {}) | URL | Uint8Array | ArrayBuffer;

/** One string, or several. */
export type OneOrMore = string | readonly string[];

/** What a guest may do. What is left out is denied. */
export interface PermissionOptions {
  /**
   * Addresses that it may listen on: `HOST:PORT`. HOST is an IPv4 address, an IPv6 address in brackets, either with `/BITS` for a whole
   * network, `localhost` (127.0.0.1 and ::1) or `*`; PORT is a number (0: any free one) or `*`. `*` alone stands for all.
   */
  listen?: OneOrMore;
  /**
   * Addresses that it may connect or send datagrams to, in the same form. HOST may also be a name: the guest may then look it up, and
   * connect to the addresses that its look-ups find. A UDP socket that may listen may answer its senders without this.
   */
  connect?: OneOrMore;
  /** Names that it may look up: `example.com`, `*.example.com` for all below it, or `*`. */
  resolve?: OneOrMore;
  /** Names of the process' environment variables that it sees; `*`: all. */
  env?: OneOrMore;
}

/** The bounds of one guest. */
export interface LimitOptions {
  /** The most connections that it may have open; a further one is closed at once and counts as refused. Default: none. */
  connections?: number;
  /**
   * The most sockets and files that it may have open, listeners included; a call that would open another one fails, and
   * clients wait in the backlog. Default, on Linux: the descriptors that the process' limit of open files leaves when `serve` is called,
   * less a quarter of them (1,024 at most) for the program, divided by `workers`.
   */
  sockets?: number;
  /** The most names that it may look up at a time; further ones wait. Default: 32. */
  lookups?: number;
  /**
   * The most connections that it has closed while their last bytes, 64 KiB each at most, are not sent yet; beyond that the oldest is
   * reset. Default: 1,024.
   */
  lingering?: number;
  /** How long such a connection lives, in milliseconds; then it is reset. Default: 30,000. */
  lingerMs?: number;
  /**
   * The most memory that it may have, in bytes: the memory can't grow beyond that, and a component that starts with more is a
   * ComponentError. Default: 1 GiB, or less where its component says so.
   */
  memoryBytes?: number;
  /** The most sockets, streams, pollables and other resources that it may hold; one more is a trap. Default: 100,000. */
  handles?: number;
  /** How long `close` and `restart` let connections finish, in milliseconds. Default: 10,000. */
  graceMs?: number;
}

/** When a guest that traps is started again. */
export interface RestartOptions {
  /**
   * The delay before it is started again, in milliseconds; it doubles each time that it traps soon after. Default: 100, or `maxDelayMs`
   * where that is less.
   */
  minDelayMs?: number;
  /**
   * The longest delay, `minDelayMs` or more; a guest that ran for so long begins with the shortest one again. Default: 30,000, or
   * `minDelayMs` where that is more.
   */
  maxDelayMs?: number;
}

/** The options of `run`. */
export interface RunOptions {
  /** The command line, without the program's own name. */
  args?: readonly string[];
  /** Environment variables that the guest sees, beside those that `permissions.env` names. */
  env?: Readonly<Record<string, string>>;
  /** What the guest may do; 'all': everything, but no files are part of it. Default: nothing. */
  permissions?: PermissionOptions | 'all';
  /**
   * Folders that the guest may read, with all that is below them: the guest's name of each, and its path. Nothing outside can be reached,
   * not by symbolic links either, and nothing can be changed. Default: none.
   */
  preopens?: Readonly<Record<string, string>>;
  /** The bounds of a guest. */
  limits?: LimitOptions;
  /** If it is aborted before the start, the promises reject with AbortError and nothing is done; later, the guest is stopped at once. */
  signal?: AbortSignal;
  /**
   * 'epoll': in a thread of its own, on Linux; 'node-net': on the program's thread, with Node 24.20, 26.4 or later; 'auto': the first of
   * these that is available. If none is: a GuestError with the code ERR_ENGINE_UNAVAILABLE. Default: 'auto'.
   */
  engine?: 'auto' | 'epoll' | 'node-net';
  /** 'inherit': the process' standard input; a number: a file descriptor; 'ignore': empty. Default: 'ignore'. */
  stdin?: 'ignore' | 'inherit' | number;
  /** 'inherit', a file descriptor, a stream to write to, or 'ignore'. Default: 'ignore'. */
  stdout?: 'ignore' | 'inherit' | number | Writable;
  /** Like `stdout`, but 'inherit' by default. */
  stderr?: 'ignore' | 'inherit' | number | Writable;
}

/** The options of `serve`. */
export interface ServeOptions extends RunOptions {
  /**
   * Where to listen: `HOST:PORT`, as in `permissions.listen` but without `*` and networks; this is permitted at the same time. A bundled
   * server is given these as `--listen`, or else uses its default; any other component has to know by itself where to listen.
   */
  listen?: OneOrMore;
  /**
   * How many guests share the ports, each in its thread; the kernel distributes connections between them. If it is set, even to 1,
   * `restart()` refuses no client meanwhile. Default: one guest, with ports of its own.
   */
  workers?: number;
  /** Whether a guest that traps is started again. Default: false, `finished` rejects. */
  restart?: boolean | RestartOptions;
}
