/** Facts about wasi:sockets/tcp: what connecting and a connection do in each state. */
import { dropInput, dropOutput, isReady, dropPollable } from './imports/io';
import { addressFamily, dropTcp, isListening, remoteAddress, subscribeTcp } from './imports/tcp';
import { getHopLimit } from './imports/tcp-options';
import {
  CONCURRENCY_CONFLICT,
  CONNECTION_REFUSED,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  IPV6,
  NOT_IN_PROGRESS,
  OK,
  RESULT,
  fact,
  factEqual,
  handle,
  ipv4,
  isSame,
  loopback,
  resultAddress,
  unit,
  wide,
} from './results';
import {
  Pair,
  acceptOne,
  addressOf,
  bindCode,
  bound,
  connectCode,
  decided,
  finishConnectCode,
  listenCode,
  listening,
  newTcp,
} from './tcp-tools';
import { addressCode, remoteCode, acceptCode, shutdownCode, backlogCode } from './tcp-codes';

function connecting(family: i32, name: string): void {
  const listener = listening(family);
  const socket = newTcp(family);
  factEqual('start-connect: over ' + name, connectCode(socket, addressOf(listener)), OK);
  factEqual(
    'start-connect: under way, it is concurrency-conflict, ' + name,
    connectCode(socket, addressOf(listener)),
    CONCURRENCY_CONFLICT,
  );
  factEqual(
    'start-bind: while connecting, it is concurrency-conflict, ' + name,
    bindCode(socket, loopback(family)),
    CONCURRENCY_CONFLICT,
  );
  factEqual(
    'remote-address: while connecting, it is invalid-state, ' + name,
    remoteCode(socket),
    INVALID_STATE,
  );
  factEqual(
    'local-address: while connecting, it is invalid-state, ' + name,
    addressCode(socket),
    INVALID_STATE,
  );
  factEqual('shutdown: while connecting, it is invalid-state, ' + name, shutdownCode(socket), INVALID_STATE);
  getHopLimit(socket, RESULT);
  factEqual('options: while connecting, they are invalid-state, ' + name, unit(), INVALID_STATE);
  factEqual(
    'set-listen-backlog-size: while connecting, it is invalid-state, ' + name,
    backlogCode(socket, 5),
    INVALID_STATE,
  );
  factEqual('finish-connect: is ok, ' + name, decided(socket), OK);
  const input = handle(4);
  const output = handle(8);
  factEqual(
    'finish-connect: a second time it is not-in-progress, ' + name,
    finishConnectCode(socket),
    NOT_IN_PROGRESS,
  );
  const peer = acceptOne(listener);
  remoteAddress(socket, RESULT);
  fact(
    'remote-address: is the listener, ' + name,
    wide() == OK && isSame(resultAddress(), addressOf(listener)),
  );
  remoteAddress(peer.socket, RESULT);
  fact(
    'remote-address: of what was accepted is the client, ' + name,
    isSame(resultAddress(), addressOf(socket)),
  );
  fact(
    'local-address: of what was accepted is the listener, ' + name,
    isSame(addressOf(peer.socket), addressOf(listener)),
  );
  factEqual('address-family: of what was accepted, ' + name, addressFamily(peer.socket), family);
  factEqual('is-listening: a connection is not, ' + name, isListening(socket), 0);
  factEqual(
    'start-connect: a connection is invalid-state, ' + name,
    connectCode(socket, addressOf(listener)),
    INVALID_STATE,
  );
  factEqual(
    'start-bind: a connection is invalid-state, ' + name,
    bindCode(socket, loopback(family)),
    INVALID_STATE,
  );
  factEqual('start-listen: a connection is invalid-state, ' + name, listenCode(socket), INVALID_STATE);
  factEqual('accept: a connection is invalid-state, ' + name, acceptCode(socket), INVALID_STATE);
  factEqual(
    'set-listen-backlog-size: a connection is invalid-state, ' + name,
    backlogCode(socket, 5),
    INVALID_STATE,
  );
  peer.drop();
  dropInput(input);
  dropOutput(output);
  dropTcp(socket);
  dropTcp(listener);
}

function refused(): void {
  const listener = listening();
  const address = addressOf(listener);
  dropTcp(listener);
  const socket = newTcp();
  connectCode(socket, address);
  factEqual('finish-connect: nobody listens, connection-refused', decided(socket), CONNECTION_REFUSED);
  factEqual(
    'finish-connect: after a failure it is not-in-progress',
    finishConnectCode(socket),
    NOT_IN_PROGRESS,
  );
  factEqual(
    'start-connect: after a failure it is invalid-state',
    connectCode(socket, address),
    INVALID_STATE,
  );
  factEqual('start-bind: after a failure it is invalid-state', bindCode(socket, loopback()), INVALID_STATE);
  factEqual('start-listen: after a failure it is invalid-state', listenCode(socket), INVALID_STATE);
  factEqual('accept: after a failure it is invalid-state', acceptCode(socket), INVALID_STATE);
  factEqual('shutdown: after a failure it is invalid-state', shutdownCode(socket), INVALID_STATE);
  fact('local-address: after a failure there is none', addressCode(socket) != OK);
  fact('remote-address: after a failure there is none', remoteCode(socket) != OK);
  fact('set-listen-backlog-size: after a failure it fails', backlogCode(socket, 5) != OK);
  getHopLimit(socket, RESULT);
  fact('options: after a failure there are none', unit() != OK);
  const pollable = subscribeTcp(socket);
  factEqual('subscribe: after a failure it is ready', isReady(pollable), 1);
  dropPollable(pollable);
  dropTcp(socket);
  const open = newTcp();
  factEqual('start-connect: port 0 is invalid-argument', connectCode(open, loopback()), INVALID_ARGUMENT);
  factEqual(
    'start-connect: 0.0.0.0 is invalid-argument',
    connectCode(open, ipv4(0, 0, 0, 0, 9)),
    INVALID_ARGUMENT,
  );
  dropTcp(open);
  const fixed = bound();
  connectCode(fixed, address);
  factEqual('start-connect: a bound socket may', decided(fixed), CONNECTION_REFUSED);
  dropTcp(fixed);
}

function shutting(): void {
  for (let how = 0; how < 3; how++) {
    const pair = new Pair();
    const name = how == 0 ? 'receive' : how == 1 ? 'send' : 'both';
    factEqual('shutdown: ' + name + ', is ok', shutdownCode(pair.near.socket, how), OK);
    factEqual('shutdown: ' + name + ', is ok again', shutdownCode(pair.near.socket, how), OK);
    pair.drop();
  }
}

/** All of it. */
export function connectFacts(): void {
  connecting(IPV4, 'IPv4');
  connecting(IPV6, 'IPv6');
  refused();
  shutting();
}
