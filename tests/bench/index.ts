/**
 * Measures the servers beside their peers, in one run.
 *
 *   npm run bench [-- [--rounds N] [WORD...]]
 *
 * Words choose scenarios by parts of their names.
 */
import { parseArgs } from 'node:util';
import { benchChat } from './chat/index.ts';
import { benchForeign } from './foreign/index.ts';
import { benchEcho } from './echo/index.ts';
import { benchHttp } from './http/index.ts';
import { benchProxy } from './proxy/index.ts';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string' } },
  allowPositionals: true,
});
const isChosen = (name: string): boolean =>
  positionals.length === 0 || positionals.some((word) => name.includes(word));
await benchEcho(isChosen, Number(values.rounds ?? 15));
await benchHttp(isChosen, Number(values.rounds ?? 15));
await benchProxy(isChosen, Number(values.rounds ?? 15));
await benchForeign(isChosen, Number(values.rounds ?? 9));
await benchChat(isChosen, Number(values.rounds ?? 5));
