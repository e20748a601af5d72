/** What the shipped HTTP server refuses when its limits are small, on each host. */
import { LIMITS, MAX_BODY_BYTES, MAX_HEADER_BYTES } from '../support/http/corpus/limits.ts';
import { HOSTS, startServer } from './hosts.ts';
import { SHORT_TIMEOUTS, testCases } from './http-cases.ts';

const FLAGS = [
  ...SHORT_TIMEOUTS,
  '--max-header-bytes',
  String(MAX_HEADER_BYTES),
  '--max-body-bytes',
  String(MAX_BODY_BYTES),
];

for (const host of HOSTS) {
  testCases(`http limits on ${host.name}`, LIMITS, () => startServer(host, 'http', '--quiet', ...FLAGS));
}
