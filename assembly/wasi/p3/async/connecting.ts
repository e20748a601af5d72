/**
 * tcp-socket.connect of wasi:sockets/types@0.3.0.
 *
 * Its arguments are in memory: +0 socket, +4 ip-socket-address; so is its result<_, error-code>.
 */
import { IpSocketAddress, storeAddress } from '../../abi/addresses';
import { WOULD_BLOCK } from '../../abi/outcomes';
import { outcomeAt } from '../network';
import { Source } from './source';
import { cancelSubtask, endSubtask, ownSubtask } from './subtasks';
import { pollEvents } from './waitables';

const ARGUMENTS_BYTES: usize = 36;
const RESULT_BYTES: usize = 20;

// [method]tcp-socket.connect: async func(remote-address: ip-socket-address) -> result<_, error-code>
@external('wasi:sockets/types@0.3.0', '[async-lower][method]tcp-socket.connect')
declare function connect(parameters: usize, result: usize): i32;

/** A connect that is under way or has a result. Several watchers may wait for it: each has a `Waiter` of its own. */
@unmanaged
export class Connecting extends Source {
  subtask: i32 = 0;
  /** Where the host stores the result. */
  result: usize = heap.alloc(RESULT_BYTES);
  /** The first waiter. */
  waiters: Waiter | null = null;

  constructor() {
    super(begin, finishConnecting);
    this.isPending = true;
  }
}


@unmanaged
class Waiter extends Source {
  next: Waiter | null = null;
  /** Null once the connect was dropped. */
  connecting: Connecting | null;

  constructor(connecting: Connecting) {
    super(begin, finishConnecting, dropWaiter);
    this.connecting = connecting;
    this.next = connecting.waiters;
    connecting.waiters = this;
    this.isReady = connecting.isReady;
  }
}

/** A connect goes on by itself. */
function begin(source: Source): void {}

function finishConnecting(source: Source, subtask: i32, state: i32): void {
  if (!endSubtask(subtask, state)) return;
  const connecting = changetype<Connecting>(source);
  connecting.subtask = 0;
  becomeDecided(connecting);
}

function becomeDecided(connecting: Connecting): void {
  connecting.isPending = false;
  connecting.isReady = true;
  let waiter = connecting.waiters;
  while (waiter != null) {
    waiter.becomeReady();
    waiter = waiter.next;
  }
}

function dropWaiter(source: Source): void {
  const dropped = changetype<Waiter>(source);
  const connecting = dropped.connecting;
  if (connecting != null) {
    let waiter = connecting.waiters;
    if (waiter == dropped) connecting.waiters = dropped.next;
    while (waiter != null) {
      if (waiter.next == dropped) waiter.next = dropped.next;
      waiter = waiter.next;
    }
  }
  heap.free(changetype<usize>(dropped));
}

/** Starts to connect a socket, by its handle, without waiting. */
export function startConnecting(socket: i32, address: IpSocketAddress): Connecting {
  const parameters = heap.alloc(ARGUMENTS_BYTES);
  store<i32>(parameters, socket);
  storeAddress(parameters + 4, address);
  const connecting = new Connecting();
  const status = connect(parameters, connecting.result);
  heap.free(parameters); // the host reads them before `connect` returns
  connecting.subtask = ownSubtask(status, connecting);
  if (connecting.subtask == 0) becomeDecided(connecting);
  return connecting;
}

/** Returns the result, without waiting: 0 (connected), WOULD_BLOCK (none yet) or a failure. Once there is one, call it only once. */
export function resultOf(connecting: Connecting): i32 {
  if (!connecting.isReady) pollEvents();
  return connecting.isReady ? outcomeAt(connecting.result) : WOULD_BLOCK;
}

/** Makes a pollable, a source, that is ready when there is a result. */
export function watchConnecting(connecting: Connecting): Source {
  return new Waiter(connecting);
}

/** Drops a connect, and cancels it if it has no result yet. */
export function dropConnecting(connecting: Connecting): void {
  let waiter = connecting.waiters;
  while (waiter != null) {
    waiter.connecting = null;
    waiter = waiter.next;
  }
  cancelSubtask(connecting.subtask);
  heap.free(connecting.result);
  heap.free(changetype<usize>(connecting));
}
