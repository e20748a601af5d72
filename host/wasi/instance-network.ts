/** wasi:sockets/instance-network. */
import type { Host, Interface } from './host.ts';
import { Network } from './network.ts';

export function instanceNetwork({ resources }: Host): Interface {
  return { 'instance-network': () => resources.add(new Network()) };
}
