/**
 * Keeps the guest out of the host where it may not call it: a guest can catch what an import throws, and its `cabi_realloc` and start
 * function can call imports.
 *
 * Source: component-model, CanonicalABI.md: a component is not entered again after a trap, and can't be left from within `realloc`.
 */
import type { Lowered } from '../wasi/host.ts';
import { Trap } from '../wasi/resources.ts';
import { Suspending, isPromising } from '../wasi/suspend.ts';

type Call = (...args: unknown[]) => unknown;

const TOO_EARLY = 'it calls an import before it is started';
const IN_REALLOC = 'it calls an import from within its cabi_realloc';

/** The guard of one guest's imports. The first thing that one of them throws ends the guest, whatever it does about it. */
export class CallGuard {
  /** What has ended the guest. */
  cause: unknown;
  /** Is rejected when a call that the guest is suspended in has thrown. */
  readonly failed: Promise<never>;
  private isBusy = true;
  private refusal = TOO_EARLY;
  private reject!: (cause: unknown) => void;

  constructor() {
    this.failed = new Promise((_resolve, reject) => (this.reject = reject));
    this.failed.catch(() => {});
  }

  /** Lets the guest call. */
  open(): void {
    this.isBusy = false;
    this.refusal = IN_REALLOC;
  }

  /** Guards an imported function. `before`: is called each time when it is entered. */
  guard(lowered: Lowered, before?: () => void): WebAssembly.ImportValue {
    const call = before ? withBefore(lowered as Call, before) : (lowered as Call);
    return isPromising(lowered) ? (new Suspending!(this.suspending(call)) as never) : this.direct(call);
  }

  /** `isBusy` stays true where the call throws: nothing is left to do then if that was for want of stack. */
  private direct(call: Call): Call {
    return (...args) => {
      this.enter();
      try {
        return this.leave(call(...args));
      } catch (error) {
        throw this.end(error);
      }
    };
  }

  /** A guest that is suspended where something is thrown is never resumed: it could go on for ever, and hold up its thread. */
  private suspending(call: Call): Call {
    return async (...args) => {
      try {
        this.enter();
        return this.leave(await call(...args));
      } catch (error) {
        this.reject(this.end(error));
        return new Promise(() => {});
      }
    };
  }

  private enter(): void {
    if (this.isBusy) throw this.end(new Trap(this.refusal));
    this.isBusy = true;
  }

  private leave(result: unknown): unknown {
    if (this.cause !== undefined) throw this.cause; // a call from `cabi_realloc`, which has caught the refusal
    this.isBusy = false;
    return result;
  }

  private end(error: unknown): unknown {
    return (this.cause ??= error);
  }
}

function withBefore(call: Call, before: () => void): Call {
  return (...args) => {
    before();
    return call(...args);
  };
}
