/** wasi:cli/stderr. */
import type { Host, Interface } from './host.ts';
import { StdioStream } from './stdio.ts';

export function stderr({ resources, readiness }: Host): Interface {
  return { 'get-stderr': () => resources.add(new StdioStream(2, readiness)) };
}
