/**
 * What a way of getting sockets and their readiness must supply. Every engine is held to the same tests.
 *
 * 1. Sockets are made, bound, listened on, accepted from, written to and read from without ever waiting.
 * 2. An outcome is a number: 0 or more on success, `-1 - index` of wasi:sockets `error-code` on failure (see `outcome.ts`).
 * 3. A socket's `readable` and `writable` are true from the moment that the engine learns so until an operation would block;
 *    `onReady` is called each time that one of them becomes true.
 * 4. `wait` returns once a socket has become ready, the time is over or `wake` was called from another thread, and not before.
 * 5. `stopListening` ends listening at once: new connections are refused, and listeners become readable for ever.
 * 6. `close` frees everything that is left.
 */

/** A socket as the engine holds it. */
export interface EngineSocket {
  /** Accepting or receiving may give something; `isReadable` is sure. */
  readable: boolean;
  /** Sending may take something. */
  writable: boolean;
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

/** The guest's memory: a place in it is both an index of `bytes` and, for engines that hand out addresses, `base + index`. */
export interface MemoryView {
  bytes: Uint8Array;
  base: number;
}

/** The contract. See the list above. */
export interface Engine<Socket extends EngineSocket = EngineSocket> {
  openTcp(family: 4 | 6): Socket | number;
  bind(socket: Socket, address: Address): number;
  listen(socket: Socket, backlog: number): number;
  accept(listener: Socket): Socket | number;
  /** Receives to the guest's memory; 0: end of stream. */
  receive(socket: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  /** Sends from the guest's memory; returns how many bytes the kernel took. */
  send(socket: Socket, memory: MemoryView, pointer: number, bytes: number): number;
  /** Sends from the host's memory. */
  sendBytes(socket: Socket, bytes: Uint8Array): number;
  shutdown(socket: Socket, receive: boolean, send: boolean): number;
  localAddress(socket: Socket): Address | number;
  remoteAddress(socket: Socket): Address | number;
  /** Whether accepting or receiving gives something now. Costs nothing while `readable` is false. */
  isReadable(socket: Socket): boolean;
  closeSocket(socket: Socket): void;
  /** Waits at most `milliseconds`, a whole number; -1: for ever, 0: just looks. */
  wait(milliseconds: number): void;
  stopListening(): void;
  close(): void;
}
