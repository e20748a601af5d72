/** Answers the name look-ups of a guest's worker, as the system does for any program: hosts file, then DNS. */
import { lookup } from 'node:dns';
import type { MessagePort } from 'node:worker_threads';
import { failure } from './engines/outcome.ts';
import type { NameAnswer, NameQuestion } from './protocol.ts';

/** Answers what comes through the port until it is closed; `wake` is called after each answer. */
export function answerNames(port: MessagePort, wake: () => void): void {
  port.on('message', ({ id, name }: NameQuestion) => {
    lookUpName(name, (answer) => {
      port.postMessage({ id, answer } satisfies NameAnswer);
      wake();
    });
  });
  port.unref(); // the worker itself keeps the program alive
}

/** Looks a name up and tells its addresses, or the outcome that says why there are none. */
export function lookUpName(name: string, tell: (answer: NameAnswer['answer']) => void): void {
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
