import { createRequire } from 'node:module';
import * as net from 'node:net';
import { loadLibc } from './epoll/libc.ts';

/** The name of an engine. */
export type EngineName = 'epoll' | 'node-net';

/** Whether a text is a choice that `chooseEngine` takes. */
export function isEngineChoice(name: string | undefined): name is EngineName | 'auto' {
  return name === 'epoll' || name === 'node-net' || name === 'auto';
}

/** No engine of the wanted kind runs on this machine; the message says what it needs. */
export class EngineUnavailable extends Error {
  override name = 'EngineUnavailable';
}

const NODE_NET_NEEDS = 'Node 24.20 or later, or 26.4 or later';

/** Chooses the engine to use; 'auto': epoll where it is available, otherwise node-net. Throws EngineUnavailable. */
export function chooseEngine(wanted: EngineName | 'auto' = 'auto'): EngineName {
  const obstacle = wanted === 'node-net' ? undefined : epollObstacle();
  if (wanted !== 'node-net' && obstacle === undefined) return 'epoll';
  if (wanted === 'epoll') throw new EngineUnavailable(`the epoll engine can't be had: ${obstacle}`);
  if ('Suspending' in WebAssembly && 'BoundSocket' in net) return 'node-net';
  const needs = `the node-net engine needs ${NODE_NET_NEEDS}, this is ${process.versions.node}`;
  throw new EngineUnavailable(wanted === 'auto' ? `${needs}; the epoll engine: ${obstacle}` : needs);
}

/** Says why epoll is unavailable; undefined: it is available. */
function epollObstacle(): string | undefined {
  if (hasNativeKoffi()) return undefined;
  try {
    loadLibc();
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
}

/** Whether koffi is installed for this machine: finding its native part is quicker than loading it. */
function hasNativeKoffi(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const koffi = createRequire(import.meta.url).resolve('koffi');
    createRequire(koffi).resolve(`@koromix/koffi-linux-${process.arch}`);
    return true;
  } catch {
    return false;
  }
}
