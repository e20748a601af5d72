import * as assert from 'uvu/assert';
import { VERSIONS, type WasiVersion } from '../../host/build/wasi-version.ts';
import { within } from '../support/client.ts';
import { compileGuest } from './guest.ts';
import { type Host, Running } from './hosts.ts';
import type { Upstream } from './http-upstreams.ts';

const files = new Map<WasiVersion, string>();
for (const version of VERSIONS)
  files.set(version, await compileGuest('tests/contract/guests/http-requests', version));

/** Runs the guest with these words; gives what came of each request, in the order of the requests. */
export async function request(host: Host, words: string): Promise<string[]> {
  const guest = new Running([...host.run(files.get(host.version)!), ...words.split(' ')]);
  try {
    assert.is(await within(guest.exitCode, 'the end of the guest'), 0, guest.errorLines.join('\n'));
  } finally {
    await guest.kill();
  }
  const lines = guest.output.trimEnd().split('\n');
  assert.is(lines.pop(), 'done');
  lines.sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
  return lines.map((line, i) => {
    assert.ok(line.startsWith(`${i}: `), `each is answered once: ${lines.join('; ')}`);
    return line.slice(`${i}: `.length).trimEnd();
  });
}

/** Runs a case with an upstream and closes that, whatever comes. */
export function having(
  made: () => Promise<Upstream>,
  run: (upstream: Upstream) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const upstream = await made();
    try {
      await run(upstream);
    } finally {
      await upstream.close();
    }
  };
}
