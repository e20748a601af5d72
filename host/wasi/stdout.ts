/** wasi:cli/stdout. */
import type { Host, Interface } from './host.ts';
import { PROCESS_STDIO, StdioStream } from './stdio.ts';

export function stdout({ resources, readiness, stdio = PROCESS_STDIO }: Host): Interface {
  return { 'get-stdout': () => resources.add(new StdioStream(stdio.stdout, readiness)) };
}
