/** The thread that looks names up for a component that jco has transpiled. */
import { writeSync } from 'node:fs';
import { type MessagePort, workerData } from 'node:worker_threads';
import { answerNames } from '../dns/lookup.ts';

const { port, wakeFd } = workerData as { port: MessagePort; wakeFd: number };
answerNames(port, () => writeSync(wakeFd, new BigUint64Array([1n])));
port.ref();
