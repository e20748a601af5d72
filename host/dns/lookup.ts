/** Answers the name look-ups of a guest's worker, as the system does for any program: hosts file, then DNS. */
import { lookup } from 'node:dns';
import type { MessagePort } from 'node:worker_threads';
import { failure } from '../engines/outcome.ts';
import type { NameAnswer, NameQuestion } from '../runners/worker-protocol.ts';
import { LookupQueue } from './lookup-queue.ts';

/**
 * How many names the system is asked at a time: as many as libuv works at, all else it would keep in a queue of its own, which it works
 * off even at the end of the process. Source: libuv's threadpool.c, slow_work_thread_threshold.
 */
const MAX_UNDER_WAY = ((Number(process.env['UV_THREADPOOL_SIZE']) || 4) + 1) >> 1;

const system = new LookupQueue({ resolve: askSystem }, MAX_UNDER_WAY);

/** Answers what comes through the port until it is closed; `wake` is called after each answer. */
export function answerNames(port: MessagePort, wake: () => void): void {
  const questions = new LookupQueue(system, Infinity);
  port.on('message', ({ id, name }: NameQuestion) => {
    questions.resolve(name, (answer) => {
      port.postMessage({ id, answer } satisfies NameAnswer);
      wake();
    });
  });
  port.on('close', () => questions.close());
  port.unref(); // the worker itself keeps the program alive
}

/** Looks names up for a guest on this thread, so many at a time. */
export function systemNames(maxUnderWay: number): LookupQueue {
  return new LookupQueue(system, maxUnderWay);
}

function askSystem(name: string, tell: (answer: readonly string[] | number) => void): void {
  lookup(name, { all: true, verbatim: true }, (error, addresses) =>
    tell(error ? lookupFailure(error.code) : addresses.map(({ address }) => address)),
  );
}

/** Gives the outcome of a code of `dns.lookup`, which has getaddrinfo's but for "no such name" and "no address". */
export function lookupFailure(code: string | undefined): number {
  if (code === 'ENOTFOUND') return failure('name-unresolvable');
  if (code === 'EAI_AGAIN') return failure('temporary-resolver-failure');
  if (code === 'EAI_MEMORY' || code === 'ENOMEM') return failure('out-of-memory');
  if (code === 'EACCES' || code === 'EPERM') return failure('access-denied');
  return failure('permanent-resolver-failure');
}
