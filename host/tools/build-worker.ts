/** A thread that builds components: each message is BuildOptions, and is answered with Built. */
import { parentPort } from 'node:worker_threads';
import { build } from '../build/index.ts';

parentPort!.on('message', async (options) => parentPort!.postMessage(await build(options)));
