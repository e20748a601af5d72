import type { Readiness } from './poll/readiness.ts';

/** The result of an attempt that has finished. */
export const DONE = -2;

/**
 * One attempt at an operation that may have to wait. Returns DONE, or how long to wait before the next attempt, in milliseconds;
 * -1: for ever.
 *
 * `isFirst`: whether this is the first attempt of a call, before any wait.
 */
export type Attempt<Args extends unknown[]> = (isFirst: boolean, ...args: Args) => number;

/** `WebAssembly.Suspending` and `promising`; source: the JavaScript Promise Integration proposal, final since April 2025. */
interface PromiseIntegration {
  Suspending: new <Call>(call: Call) => Call;
  promising(call: () => number): () => Promise<number>;
}

/** JavaScript Promise Integration; its parts are undefined where this Node can't suspend WebAssembly. */
export const { Suspending, promising } = WebAssembly as unknown as Partial<PromiseIntegration>;

/** The imported functions that return promises; the guest is suspended until these are fulfilled. */
const PROMISING = new WeakSet<object>();

/** Whether an imported function returns a promise. */
export function isPromising(lowered: object): boolean {
  return PROMISING.has(lowered);
}

/**
 * Makes an imported function from attempts. The call returns after the last one, with the result of `value`.
 *
 * Between attempts the thread blocks, or the guest is suspended if the engine's waits do not block.
 */
export function waiting<Args extends unknown[]>(
  readiness: Readiness,
  attempt: Attempt<Args>,
  value?: (...args: Args) => number,
): (...args: Args) => number | undefined {
  if (readiness.engine.waitsBlocking) {
    return (...args: Args) => {
      for (let ms = attempt(true, ...args); ms !== DONE; ms = attempt(false, ...args)) readiness.look(ms);
      return value?.(...args);
    };
  }
  const finish = async (ms: number, args: Args): Promise<number | undefined> => {
    for (; ms !== DONE; ms = attempt(false, ...args)) await readiness.look(ms);
    if (readiness.isTurnDue()) await readiness.look(0);
    return value?.(...args);
  };
  const call = (...args: Args): Promise<number | undefined> => finish(attempt(true, ...args), args);
  PROMISING.add(call);
  return call as never;
}

/** Makes an imported function from a generator. Each value that it yields is how long to wait, in milliseconds; -1: for ever. */
export function waitingSteps<Args extends unknown[]>(
  readiness: Readiness,
  steps: (...args: Args) => Generator<number, void>,
): (...args: Args) => void {
  let running: Generator<number, void>; // a guest waits in one call at a time
  return waiting(readiness, (isFirst, ...args: Args) => {
    if (isFirst) running = steps(...args);
    const { done, value } = running.next();
    return done ? DONE : (value as number);
  });
}
