/** Facts about wasi:sockets/tcp: what binding and listening do in each state. */
import { isReady, dropPollable } from './imports/io';
import {
  addressFamily,
  createTcpSocket,
  dropNetwork,
  dropTcp,
  instanceNetwork,
  isListening,
  subscribeTcp,
} from './imports/tcp';
import {
  ADDRESS_IN_USE,
  ADDRESS_NOT_BINDABLE,
  CONCURRENCY_CONFLICT,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  IPV6,
  IpSocketAddress,
  NOT_IN_PROGRESS,
  OK,
  RESULT,
  WOULD_BLOCK,
  fact,
  handle,
  ipv4,
  loopback,
  mapped,
  resultAddress,
  wide,
} from './results';
import {
  addressOf,
  bindCode,
  bound,
  connectCode,
  finishBindCode,
  finishConnectCode,
  finishListenCode,
  listenCode,
  listening,
  newTcp,
} from './tcp-tools';
import { addressCode, remoteCode, acceptCode, shutdownCode, backlogCode } from './tcp-codes';

function refuses(what: string, address: IpSocketAddress, family: i32 = IPV4): void {
  const socket = newTcp(family);
  fact('start-bind: ' + what + ' is invalid-argument', bindCode(socket, address) == INVALID_ARGUMENT);
  address.port = 9;
  fact('start-connect: ' + what + ' is invalid-argument', connectCode(socket, address) == INVALID_ARGUMENT);
  fact('start-bind: another try is allowed after ' + what, bindCode(socket, loopback(family)) == OK);
  dropTcp(socket);
}

function fresh(): void {
  const networkHandle = instanceNetwork();
  dropNetwork(networkHandle);
  createTcpSocket(IPV4, RESULT);
  fact('create-tcp-socket: gives one', wide() == OK);
  const socket = handle();
  fact('address-family: IPv4', addressFamily(socket) == 0);
  fact('is-listening: a new socket is not', isListening(socket) == 0);
  fact('finish-bind: a new socket is not-in-progress', finishBindCode(socket) == NOT_IN_PROGRESS);
  fact('finish-connect: a new socket is not-in-progress', finishConnectCode(socket) == NOT_IN_PROGRESS);
  fact('finish-listen: a new socket is not-in-progress', finishListenCode(socket) == NOT_IN_PROGRESS);
  fact('start-listen: an unbound socket is invalid-state', listenCode(socket) == INVALID_STATE);
  fact('accept: a new socket is invalid-state', acceptCode(socket) == INVALID_STATE);
  fact('local-address: an unbound socket is invalid-state', addressCode(socket) == INVALID_STATE);
  fact('remote-address: a new socket is invalid-state', remoteCode(socket) == INVALID_STATE);
  fact('shutdown: a new socket is invalid-state', shutdownCode(socket) == INVALID_STATE);
  fact('set-listen-backlog-size: 0 is invalid-argument', backlogCode(socket, 0) == INVALID_ARGUMENT);
  fact('set-listen-backlog-size: a new socket takes it', backlogCode(socket, 7) == OK);
  fact('set-listen-backlog-size: the largest is cut', backlogCode(socket, u64.MAX_VALUE) == OK);
  const pollable = subscribeTcp(socket);
  fact('subscribe: a socket with nothing under way is ready', isReady(pollable) == 1);
  dropPollable(pollable);
  dropTcp(socket);
  const other = newTcp(IPV6);
  fact('address-family: IPv6', addressFamily(other) == 1);
  dropTcp(other);
}

function binding(): void {
  refuses('an address of another family', loopback(IPV6));
  refuses('an IPv4-mapped address', mapped(0), IPV6);
  refuses('a multicast address', ipv4(224, 0, 0, 1, 0));
  refuses('the broadcast address', ipv4(255, 255, 255, 255, 0));
  const socket = newTcp();
  fact('start-bind: a free port', bindCode(socket, loopback()) == OK);
  fact(
    'start-bind: under way, it is concurrency-conflict',
    bindCode(socket, loopback()) == CONCURRENCY_CONFLICT,
  );
  fact('start-listen: while binding, it is concurrency-conflict', listenCode(socket) == CONCURRENCY_CONFLICT);
  const address = loopback(IPV4, 9);
  fact(
    'start-connect: while binding, it is concurrency-conflict',
    connectCode(socket, address) == CONCURRENCY_CONFLICT,
  );
  fact('local-address: while binding, it is invalid-state', addressCode(socket) == INVALID_STATE);
  fact('finish-bind: is ok', finishBindCode(socket) == OK);
  fact('finish-bind: a second time it is not-in-progress', finishBindCode(socket) == NOT_IN_PROGRESS);
  fact('start-bind: a bound socket is invalid-state', bindCode(socket, loopback()) == INVALID_STATE);
  fact('local-address: of a bound socket', addressCode(socket) == OK && resultAddress().port != 0);
  fact('shutdown: a bound socket is invalid-state', shutdownCode(socket) == INVALID_STATE);
  const listener = listening();
  const other = newTcp();
  fact(
    'start-bind: a port that is taken is address-in-use',
    bindCode(other, addressOf(listener)) == ADDRESS_IN_USE,
  );
  fact('start-bind: another try is allowed after address-in-use', bindCode(other, loopback()) == OK);
  const foreign = newTcp();
  fact(
    'start-bind: an address not of this machine is address-not-bindable',
    bindCode(foreign, ipv4(192, 0, 2, 1, 0)) == ADDRESS_NOT_BINDABLE,
  );
  dropTcp(foreign);
  dropTcp(other);
  dropTcp(listener);
  dropTcp(socket);
}

function listeningFacts(): void {
  const socket = bound();
  fact('start-listen: a bound socket', listenCode(socket) == OK);
  fact('start-listen: under way, it is concurrency-conflict', listenCode(socket) == CONCURRENCY_CONFLICT);
  fact(
    'start-bind: while starting to listen, it is concurrency-conflict',
    bindCode(socket, loopback()) == CONCURRENCY_CONFLICT,
  );
  fact('is-listening: before finish-listen, it is not', isListening(socket) == 0);
  fact('accept: before finish-listen, it is invalid-state', acceptCode(socket) == INVALID_STATE);
  fact('finish-listen: is ok', finishListenCode(socket) == OK);
  fact('finish-listen: a second time it is not-in-progress', finishListenCode(socket) == NOT_IN_PROGRESS);
  fact('is-listening: a listener is', isListening(socket) == 1);
  fact('start-listen: a listener is invalid-state', listenCode(socket) == INVALID_STATE);
  fact('start-bind: a listener is invalid-state', bindCode(socket, loopback()) == INVALID_STATE);
  fact('start-connect: a listener is invalid-state', connectCode(socket, loopback(IPV4, 9)) == INVALID_STATE);
  fact('remote-address: a listener is invalid-state', remoteCode(socket) == INVALID_STATE);
  fact('shutdown: a listener is invalid-state', shutdownCode(socket) == INVALID_STATE);
  fact('accept: with nobody there it is would-block', acceptCode(socket) == WOULD_BLOCK);
  fact('set-listen-backlog-size: a listener takes another', backlogCode(socket, 5) == OK);
  fact(
    'set-listen-backlog-size: 0 is invalid-argument for a listener too',
    backlogCode(socket, 0) == INVALID_ARGUMENT,
  );
  const pollable = subscribeTcp(socket);
  fact('subscribe: a listener with nobody there is not ready', isReady(pollable) == 0);
  dropPollable(pollable);
  dropTcp(socket);
}

/** All of it. */
export function tcpFacts(): void {
  fresh();
  binding();
  listeningFacts();
}
