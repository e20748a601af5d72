import type { ServerName } from './scenario.ts';

/** What holds for one server and not for all. */
export interface Rules {
  knowsNeglect: boolean;
  maxKeptBytes: number | undefined;
  /** Memory at the end, in pages of 64 KiB. */
  maxPages: number;
}

const BUFFER_BYTES = 65536;

/** By server. */
export const RULES: Record<ServerName, Rules> = {
  echo: { knowsNeglect: true, maxKeptBytes: BUFFER_BYTES, maxPages: 48 },
  lines: { knowsNeglect: true, maxKeptBytes: undefined, maxPages: 512 },
  'udp-echo': { knowsNeglect: false, maxKeptBytes: undefined, maxPages: 64 },
  http: { knowsNeglect: false, maxKeptBytes: undefined, maxPages: 128 },
  'web-socket': { knowsNeglect: false, maxKeptBytes: undefined, maxPages: 64 },
  chat: { knowsNeglect: false, maxKeptBytes: undefined, maxPages: 512 },
  proxy: { knowsNeglect: false, maxKeptBytes: undefined, maxPages: 512 },
  relay: { knowsNeglect: false, maxKeptBytes: undefined, maxPages: 512 },
};
