import type { Address, EngineSocket } from '../../engines/engine.ts';

/** Observes the sockets of one guest, and limits how many they and its files are. TCP and UDP sockets call it where they use their engine. */
export interface SocketObserver {
  /** Whether the guest may have another socket or file. */
  mayOpen(): boolean;
  /** A socket was opened for the guest; accepted ones are announced by `admit` only. */
  opened(socket: EngineSocket): void;
  /** Gives the address to bind for one that the guest asks for: the port may be chosen for port 0. */
  addressToBind(asked: Address): Address;
  /** A TCP socket listens, or a UDP socket that may be listened on is bound. `asked`: the address before `addressToBind`. */
  listening(socket: EngineSocket, asked: Address, protocol: 'tcp' | 'udp'): void;
  /** Binding or listening failed. `outcome`: why, below 0. */
  listenFailed(asked: Address, outcome: number): void;
  /** Whether the guest may have a connection that the engine has accepted. The caller closes one that it may not have. */
  admit(socket: EngineSocket): boolean;
  /** A connection that the guest makes is established. */
  connected(socket: EngineSocket): void;
  received(bytes: number): void;
  sent(bytes: number): void;
  /** A socket is closed: for connections that are dropped while they send, this comes after their last byte. */
  closed(socket: EngineSocket): void;
  /** A file or folder was opened for the guest. */
  fileOpened(): void;
  fileClosed(): void;
  /** From now on ends the guest before a wait if no connection is open and `awaitsClients`, if given, tells that none is to come. */
  endWhenEmpty(awaitsClients?: () => boolean): void;
  /** Called before each wait of the guest; may throw, which ends it. */
  beforeWait(): void;
  /** The engine is closed, and all sockets with it. */
  end(): void;
}

/** Observes nothing and limits nothing. */
export const NO_OBSERVER: SocketObserver = {
  mayOpen: () => true,
  opened() {},
  addressToBind: (asked) => asked,
  listening() {},
  listenFailed() {},
  admit: () => true,
  connected() {},
  received() {},
  sent() {},
  closed() {},
  fileOpened() {},
  fileClosed() {},
  endWhenEmpty() {},
  beforeWait() {},
  end() {},
};
