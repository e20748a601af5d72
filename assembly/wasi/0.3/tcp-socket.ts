/**
 * A TCP socket of WASI 0.3, and its streams once it is connected.
 *
 * receive's tuple<stream<u8>, future<result<_, error-code>>>: +0 stream, +4 future.
 */
import { RESULT } from './memory';
import { Source } from './source';
import { InputStream, OutputStream, openInput, openOutput, readableEnd } from './streams';
import { beginAccepting, finishAccepting } from './tcp-accept';
import { Connecting } from './tcp-connect';

/** A TCP socket: the pointer of a `Socket`; negative: an outcome. */
export type TcpSocket = i32;

/** No handle of the host's. */
export const NO_HANDLE: i32 = -1;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.receive')
declare function receiveImport(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.send')
declare function sendImport(self: i32, data: i32): i32;


@external('wasi:sockets/types@0.3.0', '[future-drop-readable-1][method]tcp-socket.send')
declare function futureDropReadableSend(future: i32): void;

/** A socket; what makes it ready is a connection to accept. */
@unmanaged
export class Socket extends Source {
  /** While it listens: the stream of connections. */
  connections: i32 = 0;
  /** The host stores the handle of an accepted connection here. */
  accepted: i32 = NO_HANDLE;
  /** The host has stopped listening; `isDropped`: it has said so with the last connection. */
  hasEnded: bool = false;
  isDropped: bool = false;
  /** While it connects. */
  connecting: Connecting | null = null;
  /** Once connected. */
  input: InputStream = 0;
  /** Once connected. */
  output: OutputStream = 0;

  constructor(readonly handle: i32) {
    super(beginAccepting, finishAccepting);
  }
}

/** Finds the socket that a pointer stands for. */
export function socketOf(socket: TcpSocket): Socket {
  return changetype<Socket>(<usize>socket);
}

/** The host's handle of a socket. */
export function handleOf(socket: TcpSocket): i32 {
  return socketOf(socket).handle;
}

/** Makes a socket of a handle. */
export function openSocket(handle: i32): TcpSocket {
  return <TcpSocket>changetype<usize>(new Socket(handle));
}

/** Makes the streams of a connected socket. */
export function openStreams(socket: Socket): void {
  receiveImport(socket.handle, RESULT);
  socket.input = openInput(load<i32>(RESULT), load<i32>(RESULT, 4));
  socket.output = openOutput();
  // Why writing failed is not asked: reading tells. Each future less is a handle less.
  futureDropReadableSend(sendImport(socket.handle, readableEnd));
}
