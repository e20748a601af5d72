/** What the shipped HTTP server makes of every request of the corpus, on each host. */
import { HTTP_CORPUS } from '../support/http/corpus/index.ts';
import { HOSTS, startServer } from './hosts.ts';
import { SHORT_TIMEOUTS, testCases } from './http-cases.ts';

for (const host of HOSTS) {
  testCases(`http on ${host.name}`, HTTP_CORPUS, () =>
    startServer(host, 'http', '--quiet', ...SHORT_TIMEOUTS),
  );
}
