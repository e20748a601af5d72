/** All that is measured, in the order of the report. */
import { CHAT } from './chat/index.ts';
import { ECHO } from './echo/index.ts';
import { FOREIGN } from './foreign/index.ts';
import { HTTP } from './http/index.ts';
import { PROXY } from './proxy/index.ts';
import type { Group } from './side-by-side/group.ts';
import { START } from './start/index.ts';
import { UDP } from './udp/index.ts';
import { WORKERS } from './workers/index.ts';

/** The groups of scenarios. */
export const GROUPS: readonly Group[] = [ECHO, UDP, HTTP, PROXY, FOREIGN, CHAT, WORKERS, START];
