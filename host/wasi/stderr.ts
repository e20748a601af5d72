/** wasi:cli/stderr. */
import type { Host, Interface } from './host.ts';
import { PROCESS_STDIO, StdioStream } from './stdio.ts';

export function stderr({ resources, readiness, stdio = PROCESS_STDIO }: Host): Interface {
  return { 'get-stderr': () => resources.add(new StdioStream(stdio.stderr, readiness)) };
}
