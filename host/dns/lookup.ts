import { lookup } from 'node:dns';
import type { MessagePort } from 'node:worker_threads';
import { failure } from '../engines/outcome.ts';
import type { NameAnswer, NameQuestion } from '../runners/worker-protocol.ts';
import { LookupQueue, type Resolver } from './resolver.ts';

/**
 * How many look-ups the system makes at a time: as many as libuv runs. It would queue any more, and finish its queue even when the process
 * is to end. Source: libuv's threadpool.c, slow_work_thread_threshold.
 */
const MAX_UNDER_WAY = ((Number(process.env['UV_THREADPOOL_SIZE']) || 4) + 1) >> 1;

const system = new LookupQueue({ resolve: askSystem }, MAX_UNDER_WAY);

/** Answers the look-ups that a guest's thread sends through a port until it is closed; `wake` is called after each answer. */
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

/** Makes a resolver for a guest on this thread, with at most `maxUnderWay` look-ups at a time. */
export function systemResolver(maxUnderWay: number): LookupQueue {
  return new LookupQueue(system, maxUnderWay);
}

/** Looks a name up as the system does for any program: in the hosts file, then by DNS. */
function askSystem(name: string, onAnswer: Parameters<Resolver['resolve']>[1]): void {
  lookup(name, { all: true, verbatim: true }, (error, addresses) =>
    onAnswer(error ? lookupFailure(error.code) : addresses.map(({ address }) => address)),
  );
}

/** Gives the outcome of an error code of `dns.lookup`: getaddrinfo's codes, with ENOTFOUND for both EAI_NONAME and EAI_NODATA. */
export function lookupFailure(code: string | undefined): number {
  if (code === 'ENOTFOUND') return failure('name-unresolvable');
  if (code === 'EAI_AGAIN') return failure('temporary-resolver-failure');
  if (code === 'EAI_MEMORY' || code === 'ENOMEM') return failure('out-of-memory');
  if (code === 'EACCES' || code === 'EPERM') return failure('access-denied');
  return failure('permanent-resolver-failure');
}
