import type { Engine } from '../../host/engines/engine.ts';
import type { Host } from '../../host/wasi/host.ts';
import { type GuestExports, GuestMemory } from '../../host/wasi/abi.ts';
import { Readiness } from '../../host/wasi/poll/readiness.ts';
import { Lingering } from '../../host/wasi/sockets/lingering.ts';
import { ResourceTable } from '../../host/wasi/resources.ts';
import { FakeEngine } from './fake-engine.ts';

export interface TestHost extends Host {
  engine: FakeEngine & Engine;
}

/** Makes a host with a fake engine. */
export function testHost(args: string[] = []): TestHost {
  const engine = new FakeEngine();
  const readiness = new Readiness(engine);
  return {
    engine,
    memory: new GuestMemory(),
    resources: new ResourceTable(),
    readiness,
    lingering: new Lingering(readiness),
    resolver: { resolve: () => {} },
    args,
  };
}

/** A guest without code. Its `cabi_realloc` gives ascending addresses from 1024 on, and records the sizes asked for. */
export function fakeGuest(pages = 1): GuestExports & { asked: number[] } {
  const memory = new WebAssembly.Memory({ initial: pages });
  const asked: number[] = [];
  let next = 1024;
  return {
    memory,
    asked,
    cabi_realloc(_pointer, _oldBytes, align, bytes) {
      asked.push(bytes);
      const pointer = Math.ceil(next / align) * align;
      next = pointer + bytes;
      return pointer;
    },
  };
}

/** Reads 32-bit words of a guest's memory. */
export function wordsAt(memory: GuestMemory, at: number, count: number): number[] {
  return [...memory.words.subarray(at / 4, at / 4 + count)];
}
