import { exit } from './index';

const LARGEST_EXIT_CODE: i32 = 255;

/** Ends the program with what `run` has returned, where that is more than success (0) or failure (1); a code that no system has is a failure. */
export function finish(code: i32): i32 {
  if (code > 1 && code <= LARGEST_EXIT_CODE) exit(code);
  return code == 0 ? 0 : 1;
}
