/** A guest with a bug, for the tests. */
export function run(): i32 {
  assert(false, 'this can not be');
  return 0;
}
