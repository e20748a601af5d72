import { fileURLToPath } from 'node:url';
import { leaveOut } from './left-out.ts';
import { compileLoad } from './programs.ts';
import type { Load } from './slot.ts';

const NODE_CLIENT = fileURLToPath(new URL('../load.ts', import.meta.url));

let compiled: string | false | undefined;

/** Gives the command of the load generator: the one in C, or without a C compiler the Node client; undefined: it can't make that load. */
export function generatorFor(load: Load): string[] | undefined {
  compiled ??= compileLoad() ?? false;
  if (compiled !== false) return [compiled];
  leaveOut(
    'the load generator in C',
    'there is no C compiler; a Node client, slower than some servers, takes its place',
  );
  if (load['protocol'] === 'tcp') return [process.execPath, '--import', 'tsx', NODE_CLIENT];
  leaveOut(`load by ${load['protocol']}`, 'the Node client has none');
  return undefined;
}
