import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { componentOf, coreModule } from '../bytes.ts';

/** What a guest gets from the process around it, seen from a guest: the built host runs it in a worker. */
const test = suite('worker');
const CLI = fileURLToPath(new URL('../../../dist/host/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-worker-'));

test.after(() => rmSync(folder, { recursive: true }));

/** Runs a guest with what is typed to it; `later`: after it has said something on standard output. */
async function run(source: string, early: string, later = ''): Promise<number> {
  const file = join(folder, 'guest.wasm');
  writeFileSync(file, componentOf(await coreModule(source)));
  const child = spawn(process.execPath, [CLI, 'run', '--allow-all', file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.write(early);
  child.stdout.once('data', () => child.stdin.end(later));
  const [code] = (await once(child, 'exit')) as [number];
  return code;
}

const IMPORTS = `
@external('wasi:sockets/instance-network@0.2.0', 'instance-network') declare function network(): i32;
@external('wasi:sockets/ip-name-lookup@0.2.0', 'resolve-addresses')
declare function resolve(network: i32, name: usize, bytes: i32, result: usize): void;
@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.resolve-next-address')
declare function next(stream: i32, result: usize): void;
@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.subscribe')
declare function subscribeName(stream: i32): i32;
@external('wasi:cli/stdin@0.2.0', 'get-stdin') declare function stdin(): i32;
@external('wasi:cli/stdout@0.2.0', 'get-stdout') declare function stdout(): i32;
@external('wasi:io/streams@0.2.0', '[method]input-stream.blocking-read')
declare function blockingRead(stream: i32, bytes: u64, result: usize): void;
@external('wasi:io/streams@0.2.0', '[method]input-stream.read')
declare function read(stream: i32, bytes: u64, result: usize): void;
@external('wasi:io/streams@0.2.0', '[method]input-stream.subscribe') declare function subscribe(stream: i32): i32;
@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-write-and-flush')
declare function write(stream: i32, pointer: usize, bytes: i32, result: usize): void;
@external('wasi:io/poll@0.2.0', '[method]pollable.block') declare function block(pollable: i32): void;
@external('wasi:io/poll@0.2.0', '[method]pollable.ready') declare function isReady(pollable: i32): i32;
const result = memory.data(64, 8);
`;

test('worker: a guest waits for a name without knowing who looks it up', async () => {
  const source = `${IMPORTS}
    const name = memory.data<u8>([0x6c, 0x6f, 0x63, 0x61, 0x6c, 0x68, 0x6f, 0x73, 0x74]);
    export function run(): i32 {
      resolve(network(), name, 9, result);
      if (load<u8>(result) != 0) return 1;
      const stream = load<i32>(result, 4);
      block(subscribeName(stream));
      next(stream, result);
      return load<u8>(result) == 0 && load<u8>(result, 2) == 1 ? 0 : 1;
    }`;
  assert.is(await run(source, ''), 0);
});

test('worker: a guest reads its standard input as it comes, to the end, never blocked by a read', async () => {
  const source = `${IMPORTS}
    export function run(): i32 {
      const input = stdin();
      const pollable = subscribe(input);
      block(pollable);
      read(input, 10, result);
      if (load<u8>(result) != 0 || load<i32>(result, 8) != 3) return 1;
      read(input, 10, result);
      if (load<u8>(result) != 0 || load<i32>(result, 8) != 0 || isReady(pollable)) return 1;
      write(stdout(), result, 1, result); // go on
      blockingRead(input, 10, result);
      if (load<u8>(result) != 0 || load<i32>(result, 8) != 5) return 1;
      blockingRead(input, 10, result);
      return load<u8>(result) == 1 && load<u8>(result, 4) == 1 ? 0 : 1;
    }`;
  assert.is(await run(source, 'one', 'later'), 0);
});

test.run();
