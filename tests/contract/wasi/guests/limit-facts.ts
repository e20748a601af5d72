/** Facts about a host that is out of files. */
import { accept, dropTcp, createTcpSocket } from './imports/tcp';
import { createUdpSocket } from './imports/udp';
import { IPV4, NEW_SOCKET_LIMIT, OK, RESULT, WOULD_BLOCK, factEqual, handle, wide } from './results';
import { addressOf, connectCode, finishConnectCode, listening, newTcp } from './tcp-tools';

/** More than the limit that the guest runs under. */
const MANY: i32 = 4096;

/** All of it. */
export function limitFacts(): void {
  const listener = listening();
  const client = newTcp();
  connectCode(client, addressOf(listener));
  finishConnectCode(client);
  const sockets: i32[] = [];
  let code = OK;
  while (sockets.length < MANY) {
    createTcpSocket(IPV4, RESULT);
    code = wide();
    if (code != OK) break;
    sockets.push(handle());
  }
  factEqual('create-tcp-socket: out of files it is new-socket-limit', code, NEW_SOCKET_LIMIT);
  createUdpSocket(IPV4, RESULT);
  factEqual('create-udp-socket: out of files it is new-socket-limit', wide(), NEW_SOCKET_LIMIT);
  do {
    accept(listener, RESULT);
    code = wide();
  } while (code == WOULD_BLOCK);
  factEqual('accept: out of files it is new-socket-limit', code, NEW_SOCKET_LIMIT);
  dropTcp(sockets.pop());
  do {
    accept(listener, RESULT);
    code = wide();
  } while (code == WOULD_BLOCK);
  factEqual('accept: the client has waited, and comes once there is room', code, OK);
}
