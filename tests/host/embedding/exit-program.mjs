// A program that serves a guest and ends by itself meanwhile: `STATE HOW`, see exit.test.ts. The guest comes through standard input.
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { serve } from '../../../dist/host/index.js';

const [, , state, how, pipe] = process.argv;
const ENDS = {
  exit: () => process.exit(3),
  'an exception': () => {
    throw new Error('thrown by the program');
  },
  'a rejection': () => Promise.reject(new Error('rejected by the program')),
};
const stuck = new Writable({ write: () => {} });
const guest = readFileSync(0);
const OPTIONS = {
  'writes to a pipe that is full': { args: ['flood'], ...(pipe && { stdout: openSync(pipe, 'r+') }) },
  'writes to a stream that is stuck': { args: ['flood'], stdout: stuck },
  computes: { args: ['compute'] },
};
const server = serve(guest, { listen: '127.0.0.1:0', stderr: 2, ...OPTIONS[state] });
server.finished.catch(() => {});
if (state === 'starts') await new Promise((resolve) => setImmediate(resolve));
else if (state === 'has just been started') await sleep(1);
else {
  await server.ready;
  await sleep(100); // until it is at it
  if (state === 'was asked to drain') void server.close();
  if (state === 'was asked to stop') void server.stop();
}
console.error(`now ${process.version}`);
setImmediate(ENDS[how]);
