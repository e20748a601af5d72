import type { Address, MemoryView, SocketOption } from '../../../host/engines/engine.ts';
import { INVALID_STATE } from '../../../host/engines/outcome.ts';
import { Violation, type World } from '../world.ts';
import { SimSocket } from './sim-socket.ts';

const WAIT_COST_US = 2;

/** What all sockets of the simulated engine share: being there, waiting, addresses, options. */
export class SimKernel {
  readonly waitsBlocking = true;
  readonly sockets = new Set<SimSocket>();
  private readonly options = new WeakMap<SimSocket, Map<SocketOption, number>>();
  private isWoken = false;

  constructor(private readonly world: World) {}

  localAddress(socket: SimSocket): Address | number {
    return socket.stopped || socket.local === undefined ? INVALID_STATE : socket.local;
  }

  remoteAddress(socket: SimSocket): Address | number {
    if (socket.link?.isBroken) return INVALID_STATE;
    return socket.remote ?? INVALID_STATE;
  }

  isReadable(socket: SimSocket): boolean {
    return socket.readable;
  }

  makeMemory(bytes: number): MemoryView {
    return { bytes: new Uint8Array(bytes), base: 0 };
  }

  getOption(socket: SimSocket, option: SocketOption): number {
    return this.options.get(socket)?.get(option) ?? 1;
  }

  setOption(socket: SimSocket, option: SocketOption, value: number): number {
    if (!this.options.has(socket)) this.options.set(socket, new Map());
    this.options.get(socket)!.set(option, value);
    return 0;
  }

  wait(milliseconds: number): void {
    const { world } = this;
    world.nowUs += WAIT_COST_US;
    this.isWoken = false;
    world.runDue();
    if (milliseconds === 0) return;
    const limitUs = milliseconds < 0 ? Infinity : world.nowUs + milliseconds * 1000;
    while (!this.isWoken) {
      const nextUs = Math.min(world.nextUs, limitUs);
      if (nextUs === Infinity) throw new Violation('nobody waits for ever', 'the server waits for ever');
      world.nowUs = Math.max(nextUs, world.nowUs);
      world.runDue();
      if (world.nowUs >= limitUs) return;
    }
  }

  /** Ends the wait that is under way. */
  readonly wake = (): void => {
    this.isWoken = true;
  };

  protected open(kind: 'tcp' | 'udp' | 'file', family: 4 | 6): SimSocket {
    const socket = new SimSocket(kind, family, this.wake);
    this.sockets.add(socket);
    return socket;
  }
}
