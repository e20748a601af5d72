/**
 * The engine contract: what a source of sockets and readiness must supply. The same tests run against every engine.
 *
 * 1. No operation on a socket waits: opening, binding, listening, accepting, connecting, sending and receiving return at once.
 * 2. An outcome is a number: 0 or more on success, `-1 - index` of wasi:sockets `error-code` on failure (see `outcome.ts`).
 * 3. A socket's `readable` and `writable` are true from when the engine learns of the readiness until an operation would block.
 *    `onReady` is called each time one of them becomes true.
 * 4. `wait` ends when a socket has become ready, when the time is over or when the engine's owner wakes it, and not before. An
 *    engine that `waitsBlocking` returns then. Any other engine returns a promise, which is fulfilled then, but not before the
 *    event loop of its thread has turned once. Sockets become ready only during waits.
 * 5. `stopListening` ends listening at once: new connections are refused, and listeners have no address any more. They stay readable, and
 *    accepting fails: the guest is told so. One that is not told waits for clients that never come.
 * 6. `connect` starts connecting. A TCP socket becomes `writable` when it is connected or has failed; `finishConnect` tells which.
 * 7. A UDP socket is `writable` until a datagram would block. It may be connected and disconnected again, and keeps its port.
 * 8. Options are set as on the system's sockets: accepted sockets inherit those of their listener, and a value above the maximum
 *    sets the maximum.
 * 9. A file of the process is watched for reading and stays as it is for others: it is neither made non-blocking nor closed.
 *    A file that can't be watched (a file on disk, /dev/null) is always readable.
 * 10. `close` frees everything that is still open.
 */

/** A socket of an engine. */
export interface EngineSocket {
  /** Accepting or receiving may give something; `Engine.isReadable` says for certain. */
  readable: boolean;
  /** Sending may take bytes or a datagram. */
  writable: boolean;
  /** Possibly nothing is left to receive but the end of the stream or a failure. While unset, `isReadable` means bytes. */
  readonly ended?: boolean;
  /** `stopListening` has closed this listener. */
  stopped: boolean;
  readonly family: 4 | 6;
  /** Called when `readable` or `writable` becomes true. */
  onReady: (() => void) | undefined;
}

/** An IP address and port; `parts` are 4 octets or 8 groups. */
export interface Address {
  family: 4 | 6;
  port: number;
  parts: number[];
  flowInfo: number;
  scopeId: number;
}

/** Makes an address that others can be stored in. */
export function blankAddress(): Address {
  return { family: 4, port: 0, parts: [0, 0, 0, 0], flowInfo: 0, scopeId: 0 };
}

/** An option of a socket. Times are in seconds, sizes in bytes, `keepAlive` is 0 or 1. */
export type SocketOption =
  | 'keepAlive'
  | 'keepAliveIdleSeconds'
  | 'keepAliveIntervalSeconds'
  | 'keepAliveCount'
  | 'hopLimit'
  | 'receiveBufferBytes'
  | 'sendBufferBytes';

/** Memory of the guest or the host. The byte at index `i` of `bytes` has the address `base + i`, for engines that need addresses. */
export interface MemoryView {
  bytes: Uint8Array;
  base: number;
}

/** Moves bytes from one connection to another within the kernel, by a pipe that is empty before and after. */
export interface KernelPipe<Socket extends EngineSocket = EngineSocket> {
  /** Takes at most `bytes` bytes that have arrived, as `receive` does. */
  fillFrom(from: Socket, bytes: number): number;
  /** Sends what was taken, as `send` does. */
  emptyTo(to: Socket): number;
  /** Takes out what was not sent. */
  takeRest(): Uint8Array;
}

/** An engine; see the contract above. */
export interface Engine<Socket extends EngineSocket = EngineSocket> {
  /** Whether `wait` blocks the thread; otherwise it returns a promise. */
  readonly waitsBlocking: boolean;
  /** Undefined where the kernel has no such thing. */
  readonly pipe?: KernelPipe<Socket> | undefined;
  openTcp(family: 4 | 6): Socket | number;
  openUdp(family: 4 | 6): Socket | number;
  /** Watches a file descriptor of the process, which must not be watched already. Closing the socket only ends the watching. */
  openFile(descriptor: number): Socket | number;
  bind(socket: Socket, address: Address): number;
  /** Starts listening; on a listener it changes the backlog. */
  listen(socket: Socket, backlog: number): number;
  accept(listener: Socket): Socket | number;
  /** Connects: 0 when connected, would-block while under way. A UDP socket then exchanges datagrams with that address only. */
  connect(socket: Socket, address: Address): number;
  /** Gives the outcome of a `connect` that was under way: 0 when connected, would-block, or the failure, which is told once. */
  finishConnect(socket: Socket): number;
  /** Dissolves a UDP socket's connection. */
  disconnect(socket: Socket): number;
  /** Receives at most `bytes` bytes to `pointer`, and gives how many; 0: end of stream. */
  receive(socket: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  /** Sends at most `bytes` bytes from `pointer`, and gives how many were taken. The socket is not `writable` until the kernel has them. */
  send(socket: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  /** Sends bytes of the host, as `send` does. */
  sendBytes(socket: Socket, bytes: Uint8Array): number;
  /**
   * Sends at most `bytes` bytes of a file on disk, from `offset` on, within the kernel, and gives how many; 0: the file ends there. Only
   * would-block changes what is `writable`. Undefined where the kernel has no such thing.
   */
  sendFile?(socket: Socket, descriptor: number, offset: number, bytes: number): number;
  /** Receives one datagram, cut to `bytes` bytes, and stores its sender in `from`. A datagram may have 0 bytes. */
  receiveFrom(socket: Socket, memory: MemoryView, pointer: number, bytes: number, from: Address): number;
  /** Sends one datagram; `to`: undefined on a connected socket. */
  sendTo(socket: Socket, memory: MemoryView, pointer: number, bytes: number, to: Address | undefined): number;
  /** Reads from a file without waiting; 0: end of file. */
  readFile(file: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  getOption(socket: Socket, option: SocketOption): number;
  setOption(socket: Socket, option: SocketOption, value: number): number;
  shutdown(socket: Socket, receive: boolean, send: boolean): number;
  localAddress(socket: Socket): Address | number;
  remoteAddress(socket: Socket): Address | number;
  /** Whether accepting or receiving would succeed now. Makes no system call while `readable` is false. */
  isReadable(socket: Socket): boolean;
  /** Allocates host memory to receive to and send from. */
  makeMemory(bytes: number): MemoryView;
  /** Closes a socket. Bytes that were taken but have not reached the kernel are lost. `isReset`: resets the connection. */
  closeSocket(socket: Socket, isReset?: boolean): void;
  /** Waits at most `milliseconds`, an integer; -1: no limit, 0: only takes what is ready. Waits must not overlap. */
  wait(milliseconds: number): Promise<void> | void;
  /** `isTold`: whether the guest learns of it. */
  stopListening(isTold: boolean): void;
  close(): void;
}
