/**
 * tcp-socket.connect of wasi:sockets/types@0.3.0.
 *
 * Its arguments lie in memory: +0 socket, +4 ip-socket-address; so does its result<_, error-code>.
 */
import { storeAddress } from './ip-socket-address';
import { IpSocketAddress, outcomeAt } from './network';
import { NOT_IN_PROGRESS, WOULD_BLOCK } from './outcomes';
import { Pollable } from './poll';
import { InputStream, OutputStream } from './streams';
import { cancelSubtask, endSubtask, ownSubtask } from './subtasks';
import { TcpSocket, handleOf, openStreams, socketOf } from './tcp-socket';
import { Source } from './source';
import { lookForEvents } from './waitables';

const ARGUMENTS_BYTES: usize = 36;
const RESULT_BYTES: usize = 20;

// [method]tcp-socket.connect: async func(remote-address: ip-socket-address) -> result<_, error-code>
@external('wasi:sockets/types@0.3.0', '[async-lower][method]tcp-socket.connect')
declare function connect(parameters: usize, result: usize): i32;

/** A connection under way. Several may wait for it: each has a `Waiter` of its own. */
@unmanaged
export class Connecting extends Source {
  subtask: i32 = 0;
  result: usize = heap.alloc(RESULT_BYTES);
  waiters: Waiter | null = null;

  constructor() {
    super(goOn, finish);
    this.isPending = true;
  }
}


@unmanaged
class Waiter extends Source {
  next: Waiter | null = null;
  /** Null when that is over. */
  connecting: Connecting | null;

  constructor(connecting: Connecting) {
    super(goOn, finish, leave);
    this.connecting = connecting;
    this.next = connecting.waiters;
    connecting.waiters = this;
    this.isReady = connecting.isReady;
  }
}

/** A connect that is under way goes on by itself. */
function goOn(source: Source): void {}

function finish(source: Source, subtask: i32, state: i32): void {
  if (!endSubtask(subtask, state)) return;
  const connecting = changetype<Connecting>(source);
  connecting.subtask = 0;
  decide(connecting);
}

function decide(connecting: Connecting): void {
  connecting.isPending = false;
  connecting.isReady = true;
  let waiter = connecting.waiters;
  while (waiter != null) {
    waiter.becomeReady();
    waiter = waiter.next;
  }
}

function leave(source: Source): void {
  const gone = changetype<Waiter>(source);
  const connecting = gone.connecting;
  if (connecting != null) {
    let waiter = connecting.waiters;
    if (waiter == gone) connecting.waiters = gone.next;
    while (waiter != null) {
      if (waiter.next == gone) waiter.next = gone.next;
      waiter = waiter.next;
    }
  }
  heap.free(changetype<usize>(gone));
}

/** Starts connecting; `finishConnect` tells what comes of it. Returns 0. */
export function startConnect(socket: TcpSocket, address: IpSocketAddress): i32 {
  const parameters = heap.alloc(ARGUMENTS_BYTES);
  store<i32>(parameters, handleOf(socket));
  storeAddress(parameters + 4, address);
  const connecting = new Connecting();
  socketOf(socket).connecting = connecting;
  const status = connect(parameters, connecting.result);
  heap.free(parameters); // read before the call began
  connecting.subtask = ownSubtask(status, connecting);
  if (connecting.subtask == 0) decide(connecting);
  return 0;
}

/** What `finishConnect` made, until its next call. */
export let connectedInput: InputStream = 0;
/** What `finishConnect` made, until its next call. */
export let connectedOutput: OutputStream = 0;

/**
 * Asks what has come of a connect.
 *
 * Returns 0 (connected: the streams are in `connectedInput` and `connectedOutput`), WOULD_BLOCK (not decided yet),
 * NOT_IN_PROGRESS, or CONNECTION_REFUSED, REMOTE_UNREACHABLE, TIMEOUT, INVALID_ARGUMENT and the like.
 */
export function finishConnect(socket: TcpSocket): i32 {
  const it = socketOf(socket);
  const connecting = it.connecting;
  if (connecting == null) return NOT_IN_PROGRESS;
  if (!connecting.isReady) lookForEvents();
  if (!connecting.isReady) return WOULD_BLOCK;
  const outcome = outcomeAt(connecting.result);
  it.connecting = null;
  dropConnecting(connecting);
  if (outcome != 0) return outcome;
  openStreams(it);
  connectedInput = it.input;
  connectedOutput = it.output;
  return 0;
}

/** Gives a pollable that is ready when the connect is decided. */
export function subscribeConnecting(connecting: Connecting): Pollable {
  return <Pollable>changetype<usize>(new Waiter(connecting));
}

/** Ends a connect, decided or not. */
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
