/** wasi:io/error@0.2.0. */

// The reason as a code, `network-error-code`, is unstable in WASI 0.2: no host supplies it without a flag.
@external('wasi:io/error@0.2.0', '[resource-drop]error')
declare function errorDrop(self: i32): void;

/** Gives a stream's error back to the host. */
export function dropError(error: i32): void {
  errorDrop(error);
}
