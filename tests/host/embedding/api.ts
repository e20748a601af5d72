/** What the tests of the embedding API share: the built package, and guests to run in it. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ListenAddress } from '../../../host/index.ts';
import { within } from '../../support/client.ts';
import { componentOf, coreModule } from '../bytes.ts';

const built = new URL('../../../dist/host/index.js', import.meta.url);

/** The package as users get it: the workers need the built files. */
export const { ComponentError, GuestError, ListenError, OptionError, run, serve } = (await import(
  built.href
)) as typeof import('../../../host/index.ts');

/** The file of the built package. */
export const API_FILE = fileURLToPath(built);

/** A server on a free port of 127.0.0.1. */
export const ANY_PORT = { listen: '127.0.0.1:0', args: ['--quiet'], stderr: 'ignore' } as const;

/** Declarations of WASI for `guestOf`; `result` is a place for what they give back. */
export const WASI = `
@external('wasi:sockets/instance-network@0.2.0', 'instance-network') declare function network(): i32;
@external('wasi:sockets/tcp-create-socket@0.2.0', 'create-tcp-socket')
declare function createTcp(family: i32, result: usize): void;
@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-bind')
declare function startBind(self: i32, network: i32, which: i32, port: i32, a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32,
  h: i32, i: i32, j: i32, result: usize): void;
@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-bind')
declare function finishBind(self: i32, result: usize): void;
@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-listen')
declare function startListen(self: i32, result: usize): void;
@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-listen')
declare function finishListen(self: i32, result: usize): void;
@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.accept')
declare function accept(self: i32, result: usize): void;
@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.subscribe') declare function subscribe(self: i32): i32;
@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-connect')
declare function startConnect(self: i32, network: i32, which: i32, port: i32, a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32,
  h: i32, i: i32, j: i32, result: usize): void;
@external('wasi:sockets/ip-name-lookup@0.2.0', 'resolve-addresses')
declare function resolve(network: i32, name: usize, bytes: i32, result: usize): void;
@external('wasi:io/poll@0.2.0', '[method]pollable.block') declare function block(pollable: i32): void;
@external('wasi:io/poll@0.2.0', '[method]pollable.ready') declare function isReady(pollable: i32): i32;
@external('wasi:cli/stdout@0.2.0', 'get-stdout') declare function stdout(): i32;
@external('wasi:cli/stderr@0.2.0', 'get-stderr') declare function stderr(): i32;
@external('wasi:cli/stdin@0.2.0', 'get-stdin') declare function stdin(): i32;
@external('wasi:io/streams@0.2.0', '[method]input-stream.blocking-read')
declare function read(stream: i32, bytes: u64, result: usize): void;
@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-write-and-flush')
declare function write(stream: i32, pointer: usize, bytes: i32, result: usize): void;
@external('wasi:cli/environment@0.2.0', 'get-arguments') declare function args(result: usize): void;
@external('wasi:io/streams@0.2.0', '[method]output-stream.check-write')
declare function checkWrite(stream: i32, result: usize): void;
@external('wasi:io/streams@0.2.0', '[method]output-stream.write')
declare function writeNow(stream: i32, pointer: usize, bytes: i32, result: usize): void;
@external('wasi:io/streams@0.2.0', '[resource-drop]input-stream') declare function dropInput(stream: i32): void;
@external('wasi:io/streams@0.2.0', '[resource-drop]output-stream') declare function dropOutput(stream: i32): void;
@external('wasi:sockets/tcp@0.2.0', '[resource-drop]tcp-socket') declare function drop(socket: i32): void;
@external('wasi:io/poll@0.2.0', '[resource-drop]pollable') declare function dropPollable(pollable: i32): void;
@external('wasi:sockets/ip-name-lookup@0.2.0', '[resource-drop]resolve-address-stream')
declare function dropNames(stream: i32): void;
@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.subscribe')
declare function subscribeNames(stream: i32): i32;
@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.resolve-next-address')
declare function next(stream: i32, result: usize): void;
const result = memory.data(64, 8);
function say(stream: i32, text: string): void {
  const utf8 = String.UTF8.encode(text);
  write(stream, changetype<usize>(utf8), utf8.byteLength, result);
}
/** Listens on a port of 127.0.0.1; the listener, or below 0. */
function listen(port: i32): i32 {
  createTcp(0, result);
  const socket = load<i32>(result, 4);
  startBind(socket, network(), 0, port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, result);
  if (load<u8>(result) != 0) return -1 - load<u8>(result, 1);
  finishBind(socket, result);
  startListen(socket, result);
  if (load<u8>(result) != 0) return -1 - load<u8>(result, 1);
  finishListen(socket, result);
  return socket;
}
/** Waits for a client. */
function waitFor(socket: i32): void {
  block(subscribe(socket));
}
`;

/** Waits for a server and gives its first port. */
export async function portOf(server: { ready: Promise<readonly ListenAddress[]> }): Promise<number> {
  return (await within(server.ready, 'a server'))[0]!.port;
}

/** Compiles a guest; its source may use what WASI declares. */
export async function guestOf(source: string): Promise<Uint8Array> {
  return componentOf(await coreModule(`${WASI}\n${source}`));
}

/** How many descriptors this process has open. */
export function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Waits until something is so; a bound on waiting, no expectation. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (isTrue()) return;
    await sleep(5);
  }
  throw new Error(`did not come true: ${what}`);
}

/** Gives what a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('was not rejected');
}
