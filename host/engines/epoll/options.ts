/** Where Linux keeps the options of the engine contract, and the most that it takes; source: `man 7 tcp`, `ip`, `socket`. */
import type { SocketOption } from '../engine.ts';
import * as libc from './libc.ts';

/** An option as `setsockopt` knows it. */
export interface OptionPlace {
  level: number;
  name: number;
  /** The kernel refuses more. */
  most: number;
}

const MAX_SECONDS = 32_767;
const MAX_BYTES = 2 ** 30;

const PLACES: Record<SocketOption, OptionPlace> = {
  keepAlive: { level: libc.SOL_SOCKET, name: libc.SO_KEEPALIVE, most: 1 },
  keepAliveIdleSeconds: { level: libc.IPPROTO_TCP, name: libc.TCP_KEEPIDLE, most: MAX_SECONDS },
  keepAliveIntervalSeconds: { level: libc.IPPROTO_TCP, name: libc.TCP_KEEPINTVL, most: MAX_SECONDS },
  keepAliveCount: { level: libc.IPPROTO_TCP, name: libc.TCP_KEEPCNT, most: 127 },
  hopLimit: { level: libc.IPPROTO_IP, name: libc.IP_TTL, most: 255 },
  receiveBufferBytes: { level: libc.SOL_SOCKET, name: libc.SO_RCVBUF, most: MAX_BYTES },
  sendBufferBytes: { level: libc.SOL_SOCKET, name: libc.SO_SNDBUF, most: MAX_BYTES },
};
const HOP_LIMIT_IPV6 = { level: libc.IPPROTO_IPV6, name: libc.IPV6_UNICAST_HOPS, most: 255 };

/** Finds an option of a socket of that family. */
export function optionPlace(option: SocketOption, family: 4 | 6): OptionPlace {
  return option === 'hopLimit' && family === 6 ? HOP_LIMIT_IPV6 : PLACES[option];
}

/** Whether the kernel doubles what is set, for its own bookkeeping, and gives the double back. */
export function isDoubled(option: SocketOption): boolean {
  return option === 'receiveBufferBytes' || option === 'sendBufferBytes';
}
