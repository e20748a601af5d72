/** wasi:sockets/instance-network@0.2.0. */

/** The permission to use the network, as far as the host grants it. */
export type Network = i32;


@external('wasi:sockets/instance-network@0.2.0', 'instance-network')
declare function instanceNetwork(): Network;

let network: Network = 0;

/** Gives the instance's network; asked for once and kept. */
export function theNetwork(): Network {
  if (network == 0) network = instanceNetwork();
  return network;
}
