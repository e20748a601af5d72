/** Holds the node-net engine to the contract; it needs a Node that can suspend WebAssembly. */
import { NodeNetEngine } from '../../../host/engines/node-net.ts';
import { engineContract } from './contract.ts';

engineContract({ name: 'node-net', make: () => new NodeNetEngine() });
