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
  fact('start-connect: over ' + name, connectCode(socket, addressOf(listener)) == OK);
  fact(
    'start-connect: under way, it is concurrency-conflict, ' + name,
    connectCode(socket, addressOf(listener)) == CONCURRENCY_CONFLICT,
  );
  fact(
    'start-bind: while connecting, it is concurrency-conflict, ' + name,
    bindCode(socket, loopback(family)) == CONCURRENCY_CONFLICT,
  );
  fact('remote-address: while connecting, it is invalid-state, ' + name, remoteCode(socket) == INVALID_STATE);
  fact('local-address: while connecting, it is invalid-state, ' + name, addressCode(socket) == INVALID_STATE);
  fact('shutdown: while connecting, it is invalid-state, ' + name, shutdownCode(socket) == INVALID_STATE);
  getHopLimit(socket, RESULT);
  fact('options: while connecting, they are invalid-state, ' + name, unit() == INVALID_STATE);
  fact(
    'set-listen-backlog-size: while connecting, it is invalid-state, ' + name,
    backlogCode(socket, 5) == INVALID_STATE,
  );
  fact('finish-connect: is ok, ' + name, decided(socket) == OK);
  const input = handle(4);
  const output = handle(8);
  fact(
    'finish-connect: a second time it is not-in-progress, ' + name,
    finishConnectCode(socket) == NOT_IN_PROGRESS,
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
  fact('address-family: of what was accepted, ' + name, addressFamily(peer.socket) == family);
  fact('is-listening: a connection is not, ' + name, isListening(socket) == 0);
  fact(
    'start-connect: a connection is invalid-state, ' + name,
    connectCode(socket, addressOf(listener)) == INVALID_STATE,
  );
  fact(
    'start-bind: a connection is invalid-state, ' + name,
    bindCode(socket, loopback(family)) == INVALID_STATE,
  );
  fact('start-listen: a connection is invalid-state, ' + name, listenCode(socket) == INVALID_STATE);
  fact('accept: a connection is invalid-state, ' + name, acceptCode(socket) == INVALID_STATE);
  fact(
    'set-listen-backlog-size: a connection is invalid-state, ' + name,
    backlogCode(socket, 5) == INVALID_STATE,
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
  fact('finish-connect: nobody listens, connection-refused', decided(socket) == CONNECTION_REFUSED);
  fact('finish-connect: after a failure it is not-in-progress', finishConnectCode(socket) == NOT_IN_PROGRESS);
  fact('start-connect: after a failure it is invalid-state', connectCode(socket, address) == INVALID_STATE);
  fact('start-bind: after a failure it is invalid-state', bindCode(socket, loopback()) == INVALID_STATE);
  fact('start-listen: after a failure it is invalid-state', listenCode(socket) == INVALID_STATE);
  fact('accept: after a failure it is invalid-state', acceptCode(socket) == INVALID_STATE);
  fact('shutdown: after a failure it is invalid-state', shutdownCode(socket) == INVALID_STATE);
  fact('local-address: after a failure there is none', addressCode(socket) != OK);
  fact('remote-address: after a failure there is none', remoteCode(socket) != OK);
  fact('set-listen-backlog-size: after a failure it fails', backlogCode(socket, 5) != OK);
  getHopLimit(socket, RESULT);
  fact('options: after a failure there are none', unit() != OK);
  const pollable = subscribeTcp(socket);
  fact('subscribe: after a failure it is ready', isReady(pollable) == 1);
  dropPollable(pollable);
  dropTcp(socket);
  const open = newTcp();
  fact('start-connect: port 0 is invalid-argument', connectCode(open, loopback()) == INVALID_ARGUMENT);
  fact(
    'start-connect: 0.0.0.0 is invalid-argument',
    connectCode(open, ipv4(0, 0, 0, 0, 9)) == INVALID_ARGUMENT,
  );
  dropTcp(open);
  const fixed = bound();
  connectCode(fixed, address);
  fact('start-connect: a bound socket may', decided(fixed) == CONNECTION_REFUSED);
  dropTcp(fixed);
}

function shutting(): void {
  for (let how = 0; how < 3; how++) {
    const pair = new Pair();
    const name = how == 0 ? 'receive' : how == 1 ? 'send' : 'both';
    fact('shutdown: ' + name + ', is ok', shutdownCode(pair.near.socket, how) == OK);
    fact('shutdown: ' + name + ', is ok again', shutdownCode(pair.near.socket, how) == OK);
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
