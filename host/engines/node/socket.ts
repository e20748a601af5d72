import { constants } from 'node:os';
import type { Address, EngineSocket, MemoryView, SocketOption } from '../engine.ts';
import { KeptOptions } from './options.ts';
import { INVALID_STATE, outcomeOf } from '../outcome.ts';

/** What the engine's sockets need of it. */
export interface Owner {
  /** Something has become ready. */
  tell(): void;
  /** Gives memory to send `bytes` bytes from; it is the engine's again unless it is kept. */
  lend(bytes: number): Buffer;
  /** Keeps what was lent last. */
  keep(bytes: number): void;
  /** Whether there are more sockets than there may be. */
  readonly isFull: boolean;
  add(socket: NodeSocket): void;
  /** Forgets a socket; false: it has been already. */
  remove(socket: NodeSocket): boolean;
}

/** A socket with its readiness. What a kind of socket can't do is an invalid state. */
export abstract class NodeSocket implements EngineSocket {
  readable = false;
  writable = false;
  stopped = false;
  onReady: (() => void) | undefined;
  protected options = new KeptOptions();

  constructor(
    protected readonly owner: Owner,
    readonly family: 4 | 6,
  ) {
    owner.add(this);
  }

  bind(_address: Address): number {
    return INVALID_STATE;
  }

  connect(_address: Address): number {
    return INVALID_STATE;
  }

  receive(_memory: MemoryView, _pointer: number, _bytes: number): number {
    return INVALID_STATE;
  }

  localAddress(): Address | number {
    return INVALID_STATE;
  }

  remoteAddress(): Address | number {
    return INVALID_STATE;
  }

  getOption(option: SocketOption): number {
    return this.options.get(option);
  }

  setOption(option: SocketOption, value: number): number {
    this.options.set(option, value);
    return 0;
  }

  stopListening(): void {}

  /** Closes it; what has not been sent is lost. */
  abstract close(isReset?: boolean): void;

  /** Tells that it has become ready. */
  protected ready(): void {
    this.onReady?.();
    this.owner.tell();
  }
}

/** Gives the system's number of an error of Node's: libuv has others on Windows, but the same names. */
export function errorNumberOf(error: Error): number {
  return constants.errno[(error as NodeJS.ErrnoException).code as keyof typeof constants.errno];
}

/** Gives the outcome of an error of Node's. */
export function outcomeOfError(error: Error): number {
  return outcomeOf(errorNumberOf(error));
}
