/** wasi:cli/exit@0.3.0. */

// exit-with-code: func(status-code: u8)
@external('wasi:cli/exit@0.3.0', 'exit-with-code')
declare function exitWithCode(code: i32): void;

/** Ends the program with this exit code; does not return. */
export function exit(code: i32): void {
  exitWithCode(code);
  unreachable();
}
