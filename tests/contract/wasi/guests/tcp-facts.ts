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
  factEqual,
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
  factEqual('start-bind: ' + what + ' is invalid-argument', bindCode(socket, address), INVALID_ARGUMENT);
  address.port = 9;
  factEqual(
    'start-connect: ' + what + ' is invalid-argument',
    connectCode(socket, address),
    INVALID_ARGUMENT,
  );
  factEqual('start-bind: another try is allowed after ' + what, bindCode(socket, loopback(family)), OK);
  dropTcp(socket);
}

function fresh(): void {
  const networkHandle = instanceNetwork();
  dropNetwork(networkHandle);
  createTcpSocket(IPV4, RESULT);
  factEqual('create-tcp-socket: gives one', wide(), OK);
  const socket = handle();
  factEqual('address-family: IPv4', addressFamily(socket), 0);
  factEqual('is-listening: a new socket is not', isListening(socket), 0);
  factEqual('finish-bind: a new socket is not-in-progress', finishBindCode(socket), NOT_IN_PROGRESS);
  factEqual('finish-connect: a new socket is not-in-progress', finishConnectCode(socket), NOT_IN_PROGRESS);
  factEqual('finish-listen: a new socket is not-in-progress', finishListenCode(socket), NOT_IN_PROGRESS);
  factEqual('start-listen: an unbound socket is invalid-state', listenCode(socket), INVALID_STATE);
  factEqual('accept: a new socket is invalid-state', acceptCode(socket), INVALID_STATE);
  factEqual('local-address: an unbound socket is invalid-state', addressCode(socket), INVALID_STATE);
  factEqual('remote-address: a new socket is invalid-state', remoteCode(socket), INVALID_STATE);
  factEqual('shutdown: a new socket is invalid-state', shutdownCode(socket), INVALID_STATE);
  factEqual('set-listen-backlog-size: 0 is invalid-argument', backlogCode(socket, 0), INVALID_ARGUMENT);
  factEqual('set-listen-backlog-size: a new socket takes it', backlogCode(socket, 7), OK);
  factEqual('set-listen-backlog-size: the largest is cut', backlogCode(socket, u64.MAX_VALUE), OK);
  const pollable = subscribeTcp(socket);
  factEqual('subscribe: a socket with nothing under way is ready', isReady(pollable), 1);
  dropPollable(pollable);
  dropTcp(socket);
  const other = newTcp(IPV6);
  factEqual('address-family: IPv6', addressFamily(other), 1);
  dropTcp(other);
}

function binding(): void {
  refuses('an address of another family', loopback(IPV6));
  refuses('an IPv4-mapped address', mapped(0), IPV6);
  refuses('a multicast address', ipv4(224, 0, 0, 1, 0));
  refuses('the broadcast address', ipv4(255, 255, 255, 255, 0));
  const socket = newTcp();
  factEqual('start-bind: a free port', bindCode(socket, loopback()), OK);
  factEqual(
    'start-bind: under way, it is concurrency-conflict',
    bindCode(socket, loopback()),
    CONCURRENCY_CONFLICT,
  );
  factEqual(
    'start-listen: while binding, it is concurrency-conflict',
    listenCode(socket),
    CONCURRENCY_CONFLICT,
  );
  const address = loopback(IPV4, 9);
  factEqual(
    'start-connect: while binding, it is concurrency-conflict',
    connectCode(socket, address),
    CONCURRENCY_CONFLICT,
  );
  factEqual('local-address: while binding, it is invalid-state', addressCode(socket), INVALID_STATE);
  factEqual('finish-bind: is ok', finishBindCode(socket), OK);
  factEqual('finish-bind: a second time it is not-in-progress', finishBindCode(socket), NOT_IN_PROGRESS);
  factEqual('start-bind: a bound socket is invalid-state', bindCode(socket, loopback()), INVALID_STATE);
  fact('local-address: of a bound socket', addressCode(socket) == OK && resultAddress().port != 0);
  factEqual('shutdown: a bound socket is invalid-state', shutdownCode(socket), INVALID_STATE);
  const listener = listening();
  const other = newTcp();
  factEqual(
    'start-bind: a port that is taken is address-in-use',
    bindCode(other, addressOf(listener)),
    ADDRESS_IN_USE,
  );
  factEqual('start-bind: another try is allowed after address-in-use', bindCode(other, loopback()), OK);
  const foreign = newTcp();
  factEqual(
    'start-bind: an address not of this machine is address-not-bindable',
    bindCode(foreign, ipv4(192, 0, 2, 1, 0)),
    ADDRESS_NOT_BINDABLE,
  );
  dropTcp(foreign);
  dropTcp(other);
  dropTcp(listener);
  dropTcp(socket);
}

function listeningFacts(): void {
  const socket = bound();
  factEqual('start-listen: a bound socket', listenCode(socket), OK);
  factEqual('start-listen: under way, it is concurrency-conflict', listenCode(socket), CONCURRENCY_CONFLICT);
  factEqual(
    'start-bind: while starting to listen, it is concurrency-conflict',
    bindCode(socket, loopback()),
    CONCURRENCY_CONFLICT,
  );
  factEqual('is-listening: before finish-listen, it is not', isListening(socket), 0);
  factEqual('accept: before finish-listen, it is invalid-state', acceptCode(socket), INVALID_STATE);
  factEqual('finish-listen: is ok', finishListenCode(socket), OK);
  factEqual('finish-listen: a second time it is not-in-progress', finishListenCode(socket), NOT_IN_PROGRESS);
  factEqual('is-listening: a listener is', isListening(socket), 1);
  factEqual('start-listen: a listener is invalid-state', listenCode(socket), INVALID_STATE);
  factEqual('start-bind: a listener is invalid-state', bindCode(socket, loopback()), INVALID_STATE);
  factEqual(
    'start-connect: a listener is invalid-state',
    connectCode(socket, loopback(IPV4, 9)),
    INVALID_STATE,
  );
  factEqual('remote-address: a listener is invalid-state', remoteCode(socket), INVALID_STATE);
  factEqual('shutdown: a listener is invalid-state', shutdownCode(socket), INVALID_STATE);
  factEqual('accept: with nobody there it is would-block', acceptCode(socket), WOULD_BLOCK);
  factEqual('set-listen-backlog-size: a listener takes another', backlogCode(socket, 5), OK);
  factEqual(
    'set-listen-backlog-size: 0 is invalid-argument for a listener too',
    backlogCode(socket, 0),
    INVALID_ARGUMENT,
  );
  const pollable = subscribeTcp(socket);
  factEqual('subscribe: a listener with nobody there is not ready', isReady(pollable), 0);
  dropPollable(pollable);
  dropTcp(socket);
}

/** All of it. */
export function tcpFacts(): void {
  fresh();
  binding();
  listeningFacts();
}
