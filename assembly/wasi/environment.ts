/** wasi:cli/environment@0.2.0. */
import { RESULT } from './memory';
import { takeString } from './text';

// get-arguments: func() -> list<string>; result: +0 pointer, +4 count; an item: +0 pointer, +4 bytes
@external('wasi:cli/environment@0.2.0', 'get-arguments')
declare function getArgumentsImport(result: usize): void;

/** Gives the command line; the first item is the program's name. */
export function getArguments(): string[] {
  getArgumentsImport(RESULT);
  const list = load<usize>(RESULT);
  const count = load<i32>(RESULT, 4);
  const texts = new Array<string>(count);
  for (let i = 0; i < count; i++) texts[i] = takeString(list + (i << 3));
  if (count > 0) heap.free(list);
  return texts;
}
