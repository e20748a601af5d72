import * as wasi from '../wasi';
import { SocketAddress } from './address';

/** Opens a socket, on an address of this machine if need be, and starts connecting it. Returns the socket, or why it can't be. */
export function startConnecting(address: SocketAddress, local: SocketAddress | null): wasi.TcpSocket {
  const socket = wasi.createTcpSocket(address.family);
  if (socket < 0) return socket;
  let outcome = local == null ? 0 : wasi.bindSocket(socket, local);
  if (outcome == 0) outcome = wasi.startConnect(socket, address);
  if (outcome == 0) return socket;
  wasi.dropSocket(socket);
  return outcome;
}
