import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readProgram } from '../../host/component/read-program.ts';
import { EpollEngine } from '../../host/engines/epoll/engine.ts';
import { Guest, type Interfaces } from '../../host/guest/instance.ts';
import type { Lowered } from '../../host/wasi/host.ts';
import { INTERFACES } from '../../host/wasi/index.ts';
import { GuestMemory } from '../../host/wasi/abi.ts';
import { Lingering } from '../../host/wasi/sockets/lingering.ts';
import { Readiness } from '../../host/wasi/poll/readiness.ts';
import { ResourceTable } from '../../host/wasi/resources.ts';

const CLIENTS = 20;
/** Clients that send a byte each, and then nothing. They need a process of their own: the guest blocks this one. */
const CLIENTS_SCRIPT = `const port = Number(process.argv[1]);
  for (let i = 0; i < ${CLIENTS}; i++) require('node:net').connect(port, '127.0.0.1').write('x');`;
const WAKES = 10;
const WAKE_MS = 50;
const MAX_WAITS = 10_000;

class Idle extends Error {}

const calls = new Map<string, number>();

/** Makes each function count its calls. */
function counted(functions: Record<string, Lowered>): Record<string, Lowered> {
  const entries = Object.entries(functions).map(([name, call]): [string, Lowered] => [
    name,
    (...args: never[]) => {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return call(...args);
    },
  ]);
  return Object.fromEntries(entries);
}

function totalCalls(): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}

/** Wakes the host again and again while nothing happens, and ends the run when the guest made no call between ten wakes in a row. */
class WakingEngine extends EpollEngine {
  clients: ChildProcess | undefined;
  private waits = 0;
  private wakes = 0;
  private callsBefore = 0;

  override wait(milliseconds: number): void {
    if (++this.waits === MAX_WAITS) throw new Error('the guest is never idle');
    if (totalCalls() !== this.callsBefore || (calls.get('[method]output-stream.write') ?? 0) < CLIENTS) {
      this.wakes = 0; // the guest was busy, or not all clients have sent their byte
      this.callsBefore = totalCalls();
    } else if (++this.wakes === WAKES) throw new Idle();
    super.wait(milliseconds < 0 ? WAKE_MS : milliseconds);
  }

  override listen(...args: Parameters<EpollEngine['listen']>): number {
    const outcome = super.listen(...args);
    const address = this.localAddress(args[0]);
    if (typeof address === 'number') return address;
    this.clients = spawn(process.execPath, ['-e', CLIENTS_SCRIPT, String(address.port)], { stdio: 'ignore' });
    return outcome;
  }
}

const test = suite('idle calls');

test('idle: a server whose clients send nothing makes no call to the host, however often that wakes up', () => {
  const engine = new WakingEngine();
  const interfaces: Interfaces = {};
  for (const [name, make] of Object.entries(INTERFACES)) interfaces[name] = (host) => counted(make(host));
  try {
    const file = fileURLToPath(new URL('../../dist/echo.wasm', import.meta.url));
    const readiness = new Readiness(engine);
    const host = {
      engine,
      memory: new GuestMemory(engine.addressOf),
      resources: new ResourceTable(),
      readiness,
      lingering: new Lingering(readiness),
      resolver: { resolve: () => {} },
      args: ['echo', '--quiet', '--listen', '127.0.0.1:0'],
    };
    const guest = new Guest(readProgram(readFileSync(file)), host, interfaces);
    assert.throws(
      () => guest.run(),
      (error: unknown) => error instanceof Idle,
    );
    assert.is(calls.get('[method]output-stream.write'), CLIENTS);
  } finally {
    engine.clients?.kill();
    engine.close();
  }
});

test.run();
