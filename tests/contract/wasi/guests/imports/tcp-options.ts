/** wasi:sockets/tcp: the options, as a core module imports it. `result`: where the host stores what is no core value. */

@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-listen-backlog-size')
export declare function setBacklog(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-enabled')
export declare function getKeepAlive(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-enabled')
export declare function setKeepAlive(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-idle-time')
export declare function getKeepAliveIdle(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-idle-time')
export declare function setKeepAliveIdle(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-interval')
export declare function getKeepAliveInterval(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-interval')
export declare function setKeepAliveInterval(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-count')
export declare function getKeepAliveCount(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-count')
export declare function setKeepAliveCount(self: i32, value: u32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.hop-limit')
export declare function getHopLimit(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-hop-limit')
export declare function setHopLimit(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.receive-buffer-size')
export declare function getReceiveBuffer(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-receive-buffer-size')
export declare function setReceiveBuffer(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.send-buffer-size')
export declare function getSendBuffer(self: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-send-buffer-size')
export declare function setSendBuffer(self: i32, value: u64, result: usize): void;
