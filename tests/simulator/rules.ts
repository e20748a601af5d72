import type { ServerName } from './scenario.ts';

/** What holds for one server and not for all. */
export interface Rules {
  knowsNeglect: boolean;
  mostKeptBytes: number | undefined;
  /** Memory at the end, in pages of 64 KiB. */
  mostPages: number;
}

const BUFFER_BYTES = 65536;

/** By server. */
export const RULES: Record<ServerName, Rules> = {
  echo: { knowsNeglect: true, mostKeptBytes: BUFFER_BYTES, mostPages: 48 },
  lines: { knowsNeglect: true, mostKeptBytes: undefined, mostPages: 512 },
  'udp-echo': { knowsNeglect: false, mostKeptBytes: undefined, mostPages: 64 },
  relay: { knowsNeglect: false, mostKeptBytes: undefined, mostPages: 512 },
};
