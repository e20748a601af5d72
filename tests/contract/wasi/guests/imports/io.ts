/** wasi:io, as a core module imports it. `result`: where the host stores what is no core value. */

@external('wasi:io/error@0.2.0', '[method]error.to-debug-string')
export declare function toDebugString(self: i32, result: usize): void;


@external('wasi:io/error@0.2.0', '[resource-drop]error')
export declare function dropError(self: i32): void;


@external('wasi:io/poll@0.2.0', 'poll')
export declare function poll(list: usize, count: i32, result: usize): void;


@external('wasi:io/poll@0.2.0', '[method]pollable.ready')
export declare function isReady(self: i32): i32;


@external('wasi:io/poll@0.2.0', '[method]pollable.block')
export declare function block(self: i32): void;


@external('wasi:io/poll@0.2.0', '[resource-drop]pollable')
export declare function dropPollable(self: i32): void;


@external('wasi:io/streams@0.2.0', '[method]input-stream.read')
export declare function read(self: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]input-stream.blocking-read')
export declare function blockingRead(self: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]input-stream.skip')
export declare function skip(self: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]input-stream.blocking-skip')
export declare function blockingSkip(self: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]input-stream.subscribe')
export declare function subscribeInput(self: i32): i32;


@external('wasi:io/streams@0.2.0', '[resource-drop]input-stream')
export declare function dropInput(self: i32): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.check-write')
export declare function checkWrite(self: i32, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.write')
export declare function write(self: i32, pointer: usize, bytes: i32, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-write-and-flush')
export declare function blockingWriteAndFlush(self: i32, pointer: usize, bytes: i32, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.flush')
export declare function flush(self: i32, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-flush')
export declare function blockingFlush(self: i32, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.write-zeroes')
export declare function writeZeroes(self: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-write-zeroes-and-flush')
export declare function blockingWriteZeroesAndFlush(self: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.splice')
export declare function splice(self: i32, source: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-splice')
export declare function blockingSplice(self: i32, source: i32, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.subscribe')
export declare function subscribeOutput(self: i32): i32;


@external('wasi:io/streams@0.2.0', '[resource-drop]output-stream')
export declare function dropOutput(self: i32): void;
