import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client } from '../support/client.ts';
import { HOSTS, withServer } from './hosts.ts';

const CLIENTS = 20;
const IDLE_MS = 1000;
const MAX_TRIES = 10;
/** A server that spins, or wakes up for each client, goes far beyond. */
const MAX_SWITCHES = 20;
const MAX_TICKS = 2;

/** How often the threads of a process went to sleep, and how much CPU time they took, in ticks of 10 ms. */
function activity(pid: number): { switches: number; ticks: number } {
  let switches = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
    for (const [, count] of status.matchAll(/ctxt_switches:\s+(\d+)/g)) switches += Number(count);
  }
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return { switches, ticks: Number(fields[11]) + Number(fields[12]) };
}

for (const host of HOSTS) {
  const test = suite(`idle on ${host.name}`);

  test(
    'idle: a server whose clients say nothing does nothing',
    withServer(host, ['--quiet'], async (server) => {
      const clients = await Client.connectMany(CLIENTS, server.port);
      for (const client of clients) await client.echo('hello');
      // What started it may take a while to settle, such as the host's compiler: it rests at some time, or never.
      let isAtRest = false;
      for (let tries = 0; tries < MAX_TRIES && !isAtRest; tries++) {
        const before = activity(server.pid);
        await sleep(IDLE_MS);
        const after = activity(server.pid);
        isAtRest =
          after.switches - before.switches <= MAX_SWITCHES && after.ticks - before.ticks <= MAX_TICKS;
      }
      assert.ok(isAtRest);
      for (const client of clients) client.end();
    }),
  );

  test.run();
}
