/** Tries what a host, or the core, must do, from within: each fact is a line on standard output. The argument says which part. */
import { print } from '../../../assembly';
import { getArguments } from '../../../assembly/wasi/environment';
import { tcp } from './tcp';

export function run(): i32 {
  const part = getArguments()[1];
  if (part == 'tcp') tcp();
  else return 1;
  print('done\n');
  return 0;
}
