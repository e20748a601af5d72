/** wasi:sockets: networks and tcp, as a core module imports it. `result`: where the host stores what is no core value. */

@external('wasi:sockets/instance-network@0.2.0', 'instance-network')
export declare function instanceNetwork(): i32;


@external('wasi:sockets/network@0.2.0', 'network-error-code')
export declare function networkErrorCode(error: i32, result: usize): void;


@external('wasi:sockets/network@0.2.0', '[resource-drop]network')
export declare function dropNetwork(self: i32): void;


@external('wasi:sockets/tcp-create-socket@0.2.0', 'create-tcp-socket')
export declare function createTcpSocket(family: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-bind')
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


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-bind')
export declare function finishBind(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-connect')
export declare function startConnect(
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


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-connect')
export declare function finishConnect(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-listen')
export declare function startListen(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-listen')
export declare function finishListen(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.accept')
export declare function accept(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.local-address')
export declare function localAddress(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.remote-address')
export declare function remoteAddress(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.is-listening')
export declare function isListening(self: i32): i32;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.address-family')
export declare function addressFamily(self: i32): i32;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.subscribe')
export declare function subscribeTcp(self: i32): i32;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.shutdown')
export declare function shutdown(self: i32, how: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[resource-drop]tcp-socket')
export declare function dropTcp(self: i32): void;
