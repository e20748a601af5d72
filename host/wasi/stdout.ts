/** wasi:cli/stdout. */
import type { Host, Interface } from './host.ts';
import { StdioStream } from './stdio.ts';

export function stdout({ resources, readiness }: Host): Interface {
  return { 'get-stdout': () => resources.add(new StdioStream(1, readiness)) };
}
