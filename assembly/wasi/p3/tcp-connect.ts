/** wasi:sockets/types@0.3.0: connecting. */
import { IpSocketAddress } from '../abi/addresses';
import { NOT_IN_PROGRESS, WOULD_BLOCK } from '../abi/outcomes';
import { dropConnecting, resultOf, startConnecting } from './async/connecting';
import { InputStream, OutputStream } from './streams';
import { TcpSocket, handleOf, openStreams, socketOf } from './tcp';

/** The reading side of the connection that `finishConnect` made last. */
export let connectedInput: InputStream = 0;
/** The writing side of the connection that `finishConnect` made last. */
export let connectedOutput: OutputStream = 0;

/** Starts connecting, without waiting; `finishConnect` returns the result. Returns 0. */
export function startConnect(socket: TcpSocket, address: IpSocketAddress): i32 {
  socketOf(socket).connecting = startConnecting(handleOf(socket), address);
  return 0;
}

/**
 * Finishes connecting. The socket's pollables are ready when there is a result.
 *
 * Returns 0 (connected: the streams are in `connectedInput` and `connectedOutput`), WOULD_BLOCK (no result yet),
 * NOT_IN_PROGRESS, or CONNECTION_REFUSED, REMOTE_UNREACHABLE, TIMEOUT, INVALID_ARGUMENT and the like.
 */
export function finishConnect(socket: TcpSocket): i32 {
  const connection = socketOf(socket);
  const connecting = connection.connecting;
  if (connecting == null) return NOT_IN_PROGRESS;
  const outcome = resultOf(connecting);
  if (outcome == WOULD_BLOCK) return outcome;
  connection.connecting = null;
  dropConnecting(connecting);
  if (outcome != 0) return outcome;
  openStreams(connection);
  connectedInput = connection.input;
  connectedOutput = connection.output;
  return 0;
}
