/**
 * wasi:cli/exit@0.2.0.
 *
 * It knows success and failure only (`exit-with-code` came later and needs wasmtime 46). The number itself stands in the
 * core module's exported global `exitCode`: the Node host reads it there, the wasmtime CLI ends with 1 instead.
 */

// exit: func(status: result)
@external('wasi:cli/exit@0.2.0', 'exit')
declare function exitImport(failed: i32): void;

/** The exit code asked for; exported from every component's core module. */
export let exitCode: i32 = 0;

/** Ends the program with this exit code; does not return. */
export function exit(code: i32): void {
  exitCode = code;
  exitImport(code == 0 ? 0 : 1);
  unreachable();
}
