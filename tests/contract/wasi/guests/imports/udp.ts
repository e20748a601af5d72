/** wasi:sockets/udp, as a core module imports it. `result`: where the host stores what is no core value. */

@external('wasi:sockets/udp-create-socket@0.2.0', 'create-udp-socket')
export declare function createUdpSocket(family: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.start-bind')
export declare function startBind(
  self: i32,
  network: i32,
  which: i32,
  port: i32,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  e: i32,
  f: i32,
  g: i32,
  h: i32,
  i: i32,
  j: i32,
  result: usize,
): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.finish-bind')
export declare function finishBind(self: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.stream')
export declare function stream(
  self: i32,
  isConnected: i32,
  which: i32,
  port: i32,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  e: i32,
  f: i32,
  g: i32,
  h: i32,
  i: i32,
  j: i32,
  result: usize,
): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.local-address')
export declare function localAddress(self: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.remote-address')
export declare function remoteAddress(self: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.address-family')
export declare function addressFamily(self: i32): i32;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.unicast-hop-limit')
export declare function getHopLimit(self: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-unicast-hop-limit')
export declare function setHopLimit(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.receive-buffer-size')
export declare function getReceiveBuffer(self: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-receive-buffer-size')
export declare function setReceiveBuffer(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.send-buffer-size')
export declare function getSendBuffer(self: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-send-buffer-size')
export declare function setSendBuffer(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.subscribe')
export declare function subscribeUdp(self: i32): i32;


@external('wasi:sockets/udp@0.2.0', '[resource-drop]udp-socket')
export declare function dropUdp(self: i32): void;


@external('wasi:sockets/udp@0.2.0', '[method]incoming-datagram-stream.receive')
export declare function receive(self: i32, most: u64, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]incoming-datagram-stream.subscribe')
export declare function subscribeIncoming(self: i32): i32;


@external('wasi:sockets/udp@0.2.0', '[resource-drop]incoming-datagram-stream')
export declare function dropIncoming(self: i32): void;


@external('wasi:sockets/udp@0.2.0', '[method]outgoing-datagram-stream.check-send')
export declare function checkSend(self: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]outgoing-datagram-stream.send')
export declare function send(self: i32, list: usize, count: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]outgoing-datagram-stream.subscribe')
export declare function subscribeOutgoing(self: i32): i32;


@external('wasi:sockets/udp@0.2.0', '[resource-drop]outgoing-datagram-stream')
export declare function dropOutgoing(self: i32): void;
