import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EphemeralPorts, ephemeralPort } from '../../../host/guest/ephemeral-ports.ts';

const test = suite('found ports');

function address(last: number, port: number) {
  return { family: 4 as const, port, parts: [127, 0, 0, last], flowInfo: 0, scopeId: 0 };
}

test('found ports: are taken in their order, each once, at their address, where any port is asked for', () => {
  const found = new EphemeralPorts(
    [
      [1, 10],
      [9, 90],
      [1, 11],
    ].map(([last, port]) => ephemeralPort(address(last!, 0), port!)),
  );
  assert.equal(found.apply(address(1, 80)), address(1, 80));
  assert.equal(found.apply(address(1, 0)), address(1, 10));
  assert.equal(found.apply(address(1, 0)), address(1, 11));
  assert.equal(found.apply(address(1, 0)), address(1, 0));
  assert.equal(found.apply(address(9, 0)), address(9, 90));
});

test.run();
