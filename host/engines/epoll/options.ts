/** Options of the epoll engine, and of its sockets on Linux; source: `man 7 tcp`, `ip`, `socket`. */
import type { SocketOption } from '../engine.ts';
import type { SystemCalls } from './calls.ts';
import * as libc from './libc.ts';
import type { PortSharing } from './shared-ports.ts';
import type { EpollSocket } from './socket.ts';

/** Options of the epoll engine. */
export interface EpollOptions {
  /**
   * By descriptor: 1 while the engine has it open; see `SystemCalls`. Where this is given, the engine's owner closes the wakeFd, so that
   * no other thread writes to a descriptor that means another file by then.
   */
  descriptors?: Uint8Array;
  /** The longest time that a wait blocks, in milliseconds; no limit by default. */
  maxWaitMs?: number | undefined;
  /** Whether ports are shared with other guests; they are not by default. */
  ports?: PortSharing;
}

/** An option as `setsockopt` knows it. */
interface OptionPlace {
  level: number;
  name: number;
  /** The greatest value that the kernel takes. */
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

/** Reads an option: its value, or below 0 the failure. */
export function readOption(calls: SystemCalls, { fd, family }: EpollSocket, option: SocketOption): number {
  const { level, name } = placeOf(option, family);
  const outcome = calls.getOption(fd, level, name);
  return outcome > 0 && isDoubled(option) ? outcome / 2 : outcome;
}

/** Sets an option; a value above the maximum sets the maximum. */
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

/** Whether the kernel doubles the value that is set and returns the double. Source: `man 7 socket`, SO_RCVBUF. */
function isDoubled(option: SocketOption): boolean {
  return option === 'receiveBufferBytes' || option === 'sendBufferBytes';
}
