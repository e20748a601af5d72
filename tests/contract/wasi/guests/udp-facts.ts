/** Facts about wasi:sockets/udp. */
import { dropPollable, isReady } from './imports/io';
import {
  ADDRESS_IN_USE,
  ADDRESS_NOT_BINDABLE,
  CONCURRENCY_CONFLICT,
  CONNECTION_REFUSED,
  DATAGRAM_TOO_LARGE,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  IPV6,
  NOT_IN_PROGRESS,
  OK,
  RESULT,
  count,
  fact,
  factEqual,
  handle,
  ipv4,
  isSame,
  long,
  loopback,
  mapped,
  resultAddress,
  unit,
  wide,
} from './results';
import { waitFor } from './tcp-tools';
import * as udp from './imports/udp';
import {
  newUdp,
  bindCode,
  finishBindCode,
  bound,
  streamCode,
  streamToCode,
  addressOf,
  Open,
  put,
  bytesOf,
  list,
  senderOf,
} from './udp-tools';

/** The most that a datagram over IPv4 carries, in bytes. */
const LARGEST: i32 = 65507;

function fresh(): void {
  udp.createUdpSocket(IPV4, RESULT);
  factEqual('create-udp-socket: gives one', wide(), OK);
  const socket = handle();
  factEqual('udp address-family: IPv4', udp.addressFamily(socket), 0);
  factEqual('udp finish-bind: a new socket is not-in-progress', finishBindCode(socket), NOT_IN_PROGRESS);
  udp.localAddress(socket, RESULT);
  factEqual('udp local-address: an unbound socket is invalid-state', wide(), INVALID_STATE);
  udp.remoteAddress(socket, RESULT);
  factEqual('udp remote-address: a new socket is invalid-state', wide(), INVALID_STATE);
  factEqual('stream: an unbound socket is invalid-state', streamCode(socket), INVALID_STATE);
  const pollable = udp.subscribeUdp(socket);
  factEqual('udp subscribe: is ready', isReady(pollable), 1);
  dropPollable(pollable);
  factEqual(
    'udp start-bind: another family is invalid-argument',
    bindCode(socket, loopback(IPV6)),
    INVALID_ARGUMENT,
  );
  factEqual(
    'udp start-bind: a foreign address is address-not-bindable',
    bindCode(socket, ipv4(192, 0, 2, 1, 0)),
    ADDRESS_NOT_BINDABLE,
  );
  factEqual('udp start-bind: then another try is allowed', bindCode(socket, loopback()), OK);
  factEqual(
    'udp start-bind: under way, it is concurrency-conflict',
    bindCode(socket, loopback()),
    CONCURRENCY_CONFLICT,
  );
  udp.localAddress(socket, RESULT);
  factEqual('udp local-address: while binding, it is invalid-state', wide(), INVALID_STATE);
  factEqual('udp finish-bind: is ok', finishBindCode(socket), OK);
  factEqual('udp finish-bind: a second time it is not-in-progress', finishBindCode(socket), NOT_IN_PROGRESS);
  factEqual('udp start-bind: a bound socket is invalid-state', bindCode(socket, loopback()), INVALID_STATE);
  fact('udp local-address: of a bound socket', addressOf(socket).port != 0);
  const other = newUdp();
  factEqual(
    'udp start-bind: a port that is taken is address-in-use',
    bindCode(other, addressOf(socket)),
    ADDRESS_IN_USE,
  );
  udp.dropUdp(other);
  udp.dropUdp(socket);
  const ipv6 = newUdp(IPV6);
  factEqual('udp address-family: IPv6', udp.addressFamily(ipv6), 1);
  factEqual(
    'udp start-bind: an IPv4-mapped address is invalid-argument',
    bindCode(ipv6, mapped(0)),
    INVALID_ARGUMENT,
  );
  udp.dropUdp(ipv6);
}

function options(family: i32, name: string): void {
  const socket = newUdp(family);
  udp.setHopLimit(socket, 42, RESULT);
  udp.getHopLimit(socket, RESULT);
  fact('unicast-hop-limit: is read back, ' + name, unit() == OK && load<u8>(RESULT, 1) == 42);
  udp.setHopLimit(socket, 0, RESULT);
  factEqual('unicast-hop-limit: 0 is invalid-argument, ' + name, unit(), INVALID_ARGUMENT);
  udp.setReceiveBuffer(socket, 32768, RESULT);
  udp.getReceiveBuffer(socket, RESULT);
  fact('udp receive-buffer-size: is read back, ' + name, long() == OK && count() == 32768);
  udp.setReceiveBuffer(socket, 0, RESULT);
  factEqual('udp receive-buffer-size: 0 is invalid-argument, ' + name, unit(), INVALID_ARGUMENT);
  udp.setSendBuffer(socket, 32768, RESULT);
  udp.getSendBuffer(socket, RESULT);
  fact('udp send-buffer-size: is read back, ' + name, long() == OK && count() == 32768);
  udp.setSendBuffer(socket, 0, RESULT);
  factEqual('udp send-buffer-size: 0 is invalid-argument, ' + name, unit(), INVALID_ARGUMENT);
  udp.setSendBuffer(socket, u64.MAX_VALUE, RESULT);
  factEqual('udp send-buffer-size: the largest is cut, ' + name, unit(), OK);
  udp.dropUdp(socket);
}

function exchanging(family: i32, name: string): void {
  const one = new Open(family);
  const two = new Open(family);
  fact(
    'receive: nothing there is an empty list, ' + name,
    two.receiveCode() == OK && load<i32>(RESULT, 8) == 0,
  );
  fact('receive: of none is an empty list, ' + name, two.receiveCode(0) == OK && load<i32>(RESULT, 8) == 0);
  let pollable = udp.subscribeIncoming(two.incoming);
  factEqual('incoming subscribe: nothing there is not ready, ' + name, isReady(pollable), 0);
  dropPollable(pollable);
  waitFor(udp.subscribeOutgoing(one.outgoing));
  udp.checkSend(one.outgoing, RESULT);
  fact('check-send: grants 16 datagrams, ' + name, long() == OK && count() == 16);
  put(0, two.address, 3);
  put(1, two.address, 0);
  put(2, two.address, 5);
  fact('send: sends a list, ' + name, one.sendList(3) == OK && count() == 3);
  udp.checkSend(one.outgoing, RESULT);
  udp.send(one.outgoing, changetype<usize>(list), 0, RESULT);
  fact('send: an empty list is ok, ' + name, long() == OK && count() == 0);
  fact('receive: takes no more than is asked for, ' + name, two.receiveSome(1) == 1 && bytesOf(0) == 3);
  fact('receive: tells who sent it, ' + name, isSame(senderOf(0), one.address));
  fact(
    'receive: gives the rest, an empty datagram too, ' + name,
    two.receiveSome() == 2 && bytesOf(0) == 0 && bytesOf(1) == 5,
  );
  fact(
    'send: the largest datagram, ' + name,
    one.send(two.address, 65000) == OK && two.receiveSome() == 1 && bytesOf(0) == 65000,
  );
  one.drop();
  two.drop();
}

function refusing(): void {
  const one = new Open();
  const port = one.address.port;
  factEqual('send: too large is datagram-too-large', one.send(one.address, LARGEST + 1), DATAGRAM_TOO_LARGE);
  factEqual('send: far too large is datagram-too-large', one.send(one.address, 70000), DATAGRAM_TOO_LARGE);
  factEqual('send: to nobody is invalid-argument', one.send(null, 1), INVALID_ARGUMENT);
  factEqual('send: to port 0 is invalid-argument', one.send(loopback(), 1), INVALID_ARGUMENT);
  factEqual('send: to 0.0.0.0 is invalid-argument', one.send(ipv4(0, 0, 0, 0, port), 1), INVALID_ARGUMENT);
  factEqual(
    'send: to another family is invalid-argument',
    one.send(loopback(IPV6, port), 1),
    INVALID_ARGUMENT,
  );
  put(0, one.address, 2);
  put(1, null, 1);
  put(2, one.address, 3);
  fact('send: stops at what fails, and tells how many went', one.sendList(3) == OK && count() == 1);
  fact('send: what went arrives', one.receiveSome() == 1 && bytesOf(0) == 2);
  one.drop();
  const socket = bound();
  factEqual('stream: with port 0 is invalid-argument', streamToCode(socket, loopback()), INVALID_ARGUMENT);
  factEqual(
    'stream: with 0.0.0.0 is invalid-argument',
    streamToCode(socket, ipv4(0, 0, 0, 0, port)),
    INVALID_ARGUMENT,
  );
  factEqual(
    'stream: with another family is invalid-argument',
    streamToCode(socket, loopback(IPV6, port)),
    INVALID_ARGUMENT,
  );
  udp.dropUdp(socket);
}

function connected(): void {
  const one = new Open();
  const two = new Open();
  const stranger = new Open();
  const before = one.address;
  one.dropStreams();
  factEqual('stream: with an address connects', streamToCode(one.socket, two.address), OK);
  one.take();
  udp.remoteAddress(one.socket, RESULT);
  fact('udp remote-address: is the peer', wide() == OK && isSame(resultAddress(), two.address));
  fact(
    'send: connected, to nobody named',
    one.send(null, 4) == OK && two.receiveSome() == 1 && bytesOf(0) == 4,
  );
  fact(
    'send: connected, to the peer by name',
    one.send(two.address, 5) == OK && two.receiveSome() == 1 && bytesOf(0) == 5,
  );
  factEqual(
    'send: connected, to another is invalid-argument',
    one.send(stranger.address, 1),
    INVALID_ARGUMENT,
  );
  stranger.send(one.address, 7);
  two.send(one.address, 8);
  fact('receive: connected, only from the peer', one.receiveSome() == 1 && bytesOf(0) == 8);
  one.dropStreams();
  factEqual('stream: again, without an address, disconnects', streamCode(one.socket), OK);
  one.take();
  udp.remoteAddress(one.socket, RESULT);
  factEqual('udp remote-address: disconnected is invalid-state', wide(), INVALID_STATE);
  factEqual('send: disconnected, to nobody is invalid-argument', one.send(null, 1), INVALID_ARGUMENT);
  factEqual('udp local-address: disconnected, there is one', addressOf(one.socket).family, before.family);
  stranger.drop();
  const gone = two.address;
  two.drop();
  one.dropStreams();
  streamToCode(one.socket, gone);
  one.take();
  one.send(null, 1);
  waitFor(udp.subscribeIncoming(one.incoming));
  factEqual('receive: connected to nobody is connection-refused', one.receiveCode(), CONNECTION_REFUSED);
  one.drop();
}

/** All of it. */
export function udpFacts(): void {
  fresh();
  options(IPV4, 'IPv4');
  options(IPV6, 'IPv6');
  exchanging(IPV4, 'IPv4');
  exchanging(IPV6, 'IPv6');
  refusing();
  connected();
}
