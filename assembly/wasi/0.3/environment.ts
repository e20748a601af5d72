/** wasi:cli/environment@0.3.0. */
import { RESULT } from './memory';
import { takeStrings } from './text';

// get-arguments: func() -> list<string>; result: +0 pointer, +4 count
@external('wasi:cli/environment@0.3.0', 'get-arguments')
declare function getArgumentsImport(result: usize): void;

/** Gives the command line; the first item is the program's name. */
export function getArguments(): string[] {
  getArgumentsImport(RESULT);
  return takeStrings(RESULT);
}
