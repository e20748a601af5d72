/**
 * Looks whether guests in Rust grow under the Node host: one that reads where nothing is, and an echo server with tokio.
 *
 *   node --import ./host/tools/tsx.mjs tests/bench/foreign/leak.ts [EMPTY_READS [MESSAGES]]
 */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type Host, HOSTS, Running } from '../../contract/hosts.ts';
import { compileRustFile, missingRust } from '../../support/rust.ts';
import { generatorFor } from '../side-by-side/generator.ts';
import { compileTokio } from '../side-by-side/programs.ts';
import { LOAD_CPU, RunningPeer, SERVER_CPU } from '../side-by-side/server.ts';
import { type Slot, visit } from '../side-by-side/slot.ts';

const EMPTY_READS = Number(process.argv[2] ?? 10_000_000);
const MESSAGES = Number(process.argv[3] ?? 1_000_000);
const LOAD = { protocol: 'tcp', bytes: 64, connections: 50, warmUpMs: 0, measureMs: 5000 };
/** What the host itself may take meanwhile. */
const GROWTH_LIMIT_KIB = 16 * 1024;

/** Whether the guest's memory has kept its size. */
async function readNothing(host: Host, component: string, port: number): Promise<boolean> {
  const guest = new Running([...host.run(component), `127.0.0.1:${port}`, '1000', String(EMPTY_READS)]);
  await guest.exitCode;
  console.log(
    `${host.name}: ${EMPTY_READS} empty reads: ${guest.output.trim()} ${guest.errorLines.join('\n')}`,
  );
  return guest.output === '0 pages\n';
}

/** Whether the process of the server has kept its size. */
async function echo(host: Host, component: string, generator: string[]): Promise<boolean> {
  const command = (port: number): string[] => [...host.run(component), `${port}`];
  const server = await RunningPeer.start({ name: host.name, command }, undefined, SERVER_CPU);
  try {
    const before = await visit(generator, server, LOAD, LOAD_CPU);
    let messages = 0;
    let after: Slot = before;
    while (messages < MESSAGES) {
      after = await visit(generator, server, LOAD, LOAD_CPU);
      messages += after.messages;
    }
    console.log(`${host.name}: ${messages} messages: from ${before.rssKib} KiB to ${after.rssKib} KiB`);
    return after.rssKib - before.rssKib < GROWTH_LIMIT_KIB;
  } finally {
    await server.end();
  }
}

const generator = generatorFor(LOAD);
const missing = missingRust();
const tokio = missing === undefined ? compileTokio('wasm32-wasip2') : undefined;
if (tokio === undefined || generator === undefined) throw new Error(missing ?? 'no C compiler is there');
const reads = compileRustFile('reads.rs');
const server = createServer({ noDelay: true }, (socket) => socket.on('error', () => {}).pipe(socket));
server.unref();
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
let isGood = true;
for (const host of HOSTS.filter(({ name }) => name.startsWith('node'))) {
  isGood = (await readNothing(host, reads, port)) && isGood;
  isGood = (await echo(host, tokio, generator)) && isGood;
}
console.log(isGood ? 'nothing has grown' : 'SOMETHING HAS GROWN');
process.exitCode = isGood ? 0 : 1;
