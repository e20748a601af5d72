/** The options of the engine, and those of its sockets as Linux has them; source: `man 7 tcp`, `ip`, `socket`. */
import type { SocketOption } from '../engine.ts';
import type { SystemCalls } from './calls.ts';
import * as libc from './libc.ts';
import type { PortSharing } from './shared-ports.ts';
import type { EpollSocket } from './socket.ts';

/** What the engine's owner decides. */
export interface EpollOptions {
  /**
   * By descriptor: 1 while the engine has it open; see `SystemCalls`. The wakeFd is the owner's to close where this is given, so that
   * nobody writes to a descriptor that has become another's.
   */
  descriptors?: Uint8Array;
  /** The longest time that a wait blocks, in milliseconds; without limit where it is left out. */
  maxWaitMs?: number | undefined;
  /** Ports in common with other guests; none where it is left out. */
  ports?: PortSharing;
}

/** An option as `setsockopt` knows it. */
interface OptionPlace {
  level: number;
  name: number;
  /** The kernel refuses more. */
  max: number;
}

const MAX_SECONDS = 32_767;
const MAX_BYTES = 2 ** 30;

const PLACES: Record<SocketOption, OptionPlace> = {
  keepAlive: { level: libc.SOL_SOCKET, name: libc.SO_KEEPALIVE, max: 1 },
  keepAliveIdleSeconds: { level: libc.IPPROTO_TCP, name: libc.TCP_KEEPIDLE, max: MAX_SECONDS },
  keepAliveIntervalSeconds: { level: libc.IPPROTO_TCP, name: libc.TCP_KEEPINTVL, max: MAX_SECONDS },
  keepAliveCount: { level: libc.IPPROTO_TCP, name: libc.TCP_KEEPCNT, max: 127 },
  hopLimit: { level: libc.IPPROTO_IP, name: libc.IP_TTL, max: 255 },
  receiveBufferBytes: { level: libc.SOL_SOCKET, name: libc.SO_RCVBUF, max: MAX_BYTES },
  sendBufferBytes: { level: libc.SOL_SOCKET, name: libc.SO_SNDBUF, max: MAX_BYTES },
};
const HOP_LIMIT_IPV6 = { level: libc.IPPROTO_IPV6, name: libc.IPV6_UNICAST_HOPS, max: 255 };

/** Reads an option: its value, or why it can't be read. */
export function readOption(calls: SystemCalls, { fd, family }: EpollSocket, option: SocketOption): number {
  const { level, name } = placeOf(option, family);
  const outcome = calls.getOption(fd, level, name);
  return outcome > 0 && isDoubled(option) ? outcome / 2 : outcome;
}

/** Sets an option, to the most that the kernel takes where that is less. */
export function writeOption(
  calls: SystemCalls,
  { fd, family }: EpollSocket,
  option: SocketOption,
  value: number,
): number {
  const { level, name, max } = placeOf(option, family);
  return calls.setOption(fd, level, name, Math.min(value, max));
}

function placeOf(option: SocketOption, family: 4 | 6): OptionPlace {
  return option === 'hopLimit' && family === 6 ? HOP_LIMIT_IPV6 : PLACES[option];
}

/** Whether the kernel doubles what is set, for its own bookkeeping, and gives the double back. */
function isDoubled(option: SocketOption): boolean {
  return option === 'receiveBufferBytes' || option === 'sendBufferBytes';
}
