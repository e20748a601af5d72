import { constants } from 'node:os';
import type { Address, EngineSocket, MemoryView, SocketOption } from '../engine.ts';
import { SocketOptions } from './options.ts';
import { INVALID_STATE, outcomeOf } from '../outcome.ts';

/** What the sockets of an engine need from it. */
export interface Owner {
  /** Ends a wait: a socket has become ready. */
  wake(): void;
  /** Gives a buffer of `bytes` bytes to send from, which may be given again unless it is kept. */
  lendBuffer(bytes: number): Buffer;
  /** Keeps the buffer that was lent last, of `bytes` bytes, until the system has taken them. */
  keepBuffer(bytes: number): void;
  /** Whether there are more sockets than the engine's limit. */
  readonly isFull: boolean;
  add(socket: NodeSocket): void;
  /** Removes a socket; false: it was removed before. */
  remove(socket: NodeSocket): boolean;
}

/** A socket and its readiness. Operations that a kind of socket does not have fail with invalid-state. */
export abstract class NodeSocket implements EngineSocket {
  readable = false;
  writable = false;
  stopped = false;
  onReady: (() => void) | undefined;
  protected options = new SocketOptions();

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

  stopListening(_isTold: boolean): void {}

  /** Closes the socket; bytes that have not been sent are lost. `isReset`: resets the connection. */
  abstract close(isReset?: boolean): void;

  /** Reports that the socket has become ready. */
  protected reportReady(): void {
    this.onReady?.();
    this.owner.wake();
  }
}

/** Gives the error number of an error from Node, by its name: libuv's numbers differ on Windows, its names do not. */
export function errorNumberOf(error: Error): number {
  return constants.errno[(error as NodeJS.ErrnoException).code as keyof typeof constants.errno];
}

/** Gives the outcome of an error from Node. */
export function outcomeOfError(error: Error): number {
  return outcomeOf(errorNumberOf(error));
}
