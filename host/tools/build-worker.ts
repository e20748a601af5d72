/** A thread that builds one component at a time: for every message, BuildOptions, it answers with what was built. */
import { parentPort } from 'node:worker_threads';
import { build } from '../build/index.ts';

parentPort!.on('message', async (options) => parentPort!.postMessage(await build(options)));
