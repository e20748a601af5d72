/** Answers the name look-ups of a guest's worker, as the system does for any program: hosts file, then DNS. */
import { lookup } from 'node:dns';
import type { MessagePort } from 'node:worker_threads';
import { failure } from './engines/outcome.ts';
import type { NameAnswer, NameQuestion } from './protocol.ts';

/** Answers what comes through the port until it is closed; `wake` is called after each answer. */
export function answerNames(port: MessagePort, wake: () => void): void {
  port.on('message', ({ id, name }: NameQuestion) => {
    lookup(name, { all: true, verbatim: true }, (error, addresses) => {
      const answer = error ? lookupFailure(error.code) : addresses.map(({ address }) => address);
      port.postMessage({ id, answer } satisfies NameAnswer);
      wake();
    });
  });
  port.unref(); // the worker itself keeps the program alive
}

/** Gives the outcome of a code of `dns.lookup`, which has getaddrinfo's but for "no such name" and "no address". */
export function lookupFailure(code: string | undefined): number {
  if (code === 'ENOTFOUND') return failure('name-unresolvable');
  if (code === 'EAI_AGAIN') return failure('temporary-resolver-failure');
  if (code === 'EAI_MEMORY' || code === 'ENOMEM') return failure('out-of-memory');
  if (code === 'EACCES' || code === 'EPERM') return failure('access-denied');
  return failure('permanent-resolver-failure');
}
