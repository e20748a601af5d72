import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from './client.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Host, Running } from './hosts.ts';

/** Facts that the guest states: fewer, and it did not get to its end. */
const FACTS = 46;

/** Runs the guest with its three clients; gives the lines that it wrote and how it ended. */
async function runGuest(host: Host, file: string): Promise<{ lines: string[]; code: unknown }> {
  const guest = new Running(host.run(file));
  const [, port] = await guest.line(/on port (\d+)/);
  await Client.connect(Number(port));
  const talker = await Client.connect(Number(port));
  talker.send('hello');
  const leaver = await Client.connect(Number(port));
  leaver.send('hello');
  leaver.end();
  const code = await within(guest.exitCode, 'the end of the guest');
  return { lines: guest.output.trim().split('\n'), code };
}

const file = await compileGuest('tests/contract/guests/selector');

for (const host of HOSTS) {
  const test = suite(`selector on ${host.name}`);
  const { lines, code } = await runGuest(host, file);

  for (const line of lines) {
    const [, verdict, fact] = /^(ok|not ok) (.*)$/.exec(line)!;
    test(`selector: ${fact}`, () => assert.is(verdict, 'ok'));
  }
  test('selector: all facts were tried, and nothing trapped', () => {
    assert.is(code, 0);
    assert.is(lines.length, FACTS);
  });

  test.run();
}
