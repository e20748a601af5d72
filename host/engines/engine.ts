/**
 * What a way of getting sockets and their readiness must supply. Every engine is held to the same tests.
 *
 * 1. Sockets are made, bound, listened on, accepted from, written to and read from without ever waiting.
 * 2. An outcome is a number: 0 or more on success, `-1 - index` of wasi:sockets `error-code` on failure (see `outcome.ts`).
 * 3. A socket's `readable` and `writable` are true from the moment that the engine learns so until an operation would block;
 *    `onReady` is called each time that one of them becomes true.
 * 4. `wait` ends once a socket has become ready, the time is over or the engine's owner has woken it, and not before. An engine
 *    that `waitsBlocking` returns then; any other returns a promise at once, which is fulfilled then, and always lets the event
 *    loop of its thread turn once before. Readiness comes only in waits.
 * 5. `stopListening` ends listening at once: new connections are refused; listeners become readable for ever, and have no address.
 * 6. `connect` starts; a TCP socket becomes `writable` when it has come to an end, and `finishConnect` tells which.
 * 7. A UDP socket is `writable` until a datagram would block. It may be connected and disconnected again, and keeps its port.
 * 8. Options are the system's own, so that a listener hands them on to what it accepts; values above what it takes are cut.
 * 9. A file of the process is watched for reading without changing it for others: it is neither made non-blocking nor closed.
 *    One that can't be watched (a file on disk, /dev/null) is readable for ever.
 * 10. `close` frees everything that is left.
 */

/** A socket as the engine holds it. */
export interface EngineSocket {
  /** Accepting or receiving may give something; `isReadable` is sure. */
  readable: boolean;
  /** Sending may take something. */
  writable: boolean;
  /** Nothing but the end of the stream, or a failure, may be left to receive; while it is not set, `isReadable` means bytes. */
  readonly ended?: boolean;
  /** The engine has stopped listening on it. */
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

/** What can be set on a socket. Times are in seconds, sizes in bytes, `keepAlive` is 0 or 1. */
export type SocketOption =
  | 'keepAlive'
  | 'keepAliveIdleSeconds'
  | 'keepAliveIntervalSeconds'
  | 'keepAliveCount'
  | 'hopLimit'
  | 'receiveBufferBytes'
  | 'sendBufferBytes';

/** The guest's memory, or the host's: a place in it is both an index of `bytes` and, for engines that hand out addresses, `base + index`. */
export interface MemoryView {
  bytes: Uint8Array;
  base: number;
}

/** The contract. See the list above. */
export interface Engine<Socket extends EngineSocket = EngineSocket> {
  /** Whether `wait` blocks the thread, or else returns a promise. */
  readonly waitsBlocking: boolean;
  openTcp(family: 4 | 6): Socket | number;
  openUdp(family: 4 | 6): Socket | number;
  /** Watches a file descriptor of the process; at most once at a time for each. Closing the socket ends only the watching. */
  openFile(descriptor: number): Socket | number;
  bind(socket: Socket, address: Address): number;
  /** Starts listening; on one that listens already it changes the backlog. */
  listen(socket: Socket, backlog: number): number;
  accept(listener: Socket): Socket | number;
  /** 0: connected; would-block: under way. A UDP socket then exchanges datagrams with that address only. */
  connect(socket: Socket, address: Address): number;
  /** What came of a `connect` that was under way: 0, would-block, or why it failed, which is told once. */
  finishConnect(socket: Socket): number;
  /** Takes a UDP socket's connection back. */
  disconnect(socket: Socket): number;
  /** Receives to the guest's memory; 0: end of stream. */
  receive(socket: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  /** Sends from the guest's memory; returns how many bytes were taken. Until the kernel has them all it is not `writable`. */
  send(socket: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  /** Sends from the host's memory. */
  sendBytes(socket: Socket, bytes: Uint8Array): number;
  /** Receives one datagram; `from` becomes its sender's address. A datagram may have 0 bytes. */
  receiveFrom(socket: Socket, memory: MemoryView, pointer: number, bytes: number, from: Address): number;
  /** Sends one datagram; `to`: undefined on a connected socket. */
  sendTo(socket: Socket, memory: MemoryView, pointer: number, bytes: number, to: Address | undefined): number;
  /** Reads from a file without waiting; 0: its end. */
  readFile(file: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  getOption(socket: Socket, option: SocketOption): number;
  setOption(socket: Socket, option: SocketOption, value: number): number;
  shutdown(socket: Socket, receive: boolean, send: boolean): number;
  localAddress(socket: Socket): Address | number;
  remoteAddress(socket: Socket): Address | number;
  /** Whether accepting or receiving gives something now. Costs nothing while `readable` is false. */
  isReadable(socket: Socket): boolean;
  /** Makes memory of the host's own that can be received to and sent from. */
  makeMemory(bytes: number): MemoryView;
  /** What has been taken and is not with the kernel yet is lost. `isReset`: a connection is, so that its peer learns of that. */
  closeSocket(socket: Socket, isReset?: boolean): void;
  /** Waits at most `milliseconds`, a whole number; -1: for ever, 0: just looks. Not to be called again before it has ended. */
  wait(milliseconds: number): Promise<void> | void;
  stopListening(): void;
  close(): void;
}
