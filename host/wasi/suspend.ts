import type { Readiness } from './poll/readiness.ts';

/** An attempt has come to its end. */
export const DONE = -2;

/**
 * One attempt at what may have to wait. Gives DONE, or how long to wait before the next attempt, in milliseconds; -1: for ever.
 *
 * `isFirst`: it is the first attempt of this call; it is made before anything was waited for.
 */
export type Attempt<Args extends unknown[]> = (isFirst: boolean, ...args: Args) => number;

/** `WebAssembly.Suspending` and `promising`; source: the JavaScript Promise Integration proposal, final since April 2025. */
interface PromiseIntegration {
  Suspending: new <Call>(call: Call) => Call;
  promising(call: () => number): () => Promise<number>;
}

/** Where WebAssembly can be suspended, how; else its parts are undefined. */
export const { Suspending, promising } = WebAssembly as unknown as Partial<PromiseIntegration>;

/** Functions that give promises: the guest is to be suspended until they are fulfilled. */
const PROMISING = new WeakSet<object>();

/** Whether an imported function gives promises. */
export function isPromising(lowered: object): boolean {
  return PROMISING.has(lowered);
}

/**
 * Makes an imported function of attempts: the guest goes on after the last one, with what `value` gives then.
 *
 * In between the thread blocks, or the guest is suspended, as the engine can.
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
  const goOn = async (ms: number, args: Args): Promise<number | undefined> => {
    for (; ms !== DONE; ms = attempt(false, ...args)) await readiness.look(ms);
    if (readiness.isTurnDue()) await readiness.look(0);
    return value?.(...args);
  };
  const call = (...args: Args): Promise<number | undefined> => goOn(attempt(true, ...args), args);
  PROMISING.add(call);
  return call as never;
}

/** Makes an imported function of steps in a row: it waits where they `yield` how long, in milliseconds; -1: for ever. */
export function waitingSteps<Args extends unknown[]>(
  readiness: Readiness,
  steps: (...args: Args) => Generator<number, void>,
): (...args: Args) => void {
  let underWay: Generator<number, void>; // a guest waits in one call at a time
  return waiting(readiness, (isFirst, ...args: Args) => {
    if (isFirst) underWay = steps(...args);
    const { done, value } = underWay.next();
    return done ? DONE : (value as number);
  });
}
