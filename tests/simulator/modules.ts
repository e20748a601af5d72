import type { Program } from '../../host/component/program.ts';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readProgram } from '../../host/component/read-program.ts';
import { compileCore } from '../../host/build/compile.ts';
import { makeComponent } from '../../host/build/make-component.ts';
import { loadTools } from '../../host/build/tools.ts';
import { compileGuest } from '../contract/guest.ts';
import type { ServerName } from './scenario.ts';

/** The project's top. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the servers' sources are. */
const SOURCES: Record<ServerName, string> = {
  echo: 'assembly/servers/echo.ts',
  lines: 'assembly/servers/lines.ts',
  'udp-echo': 'assembly/servers/udp-echo.ts',
  chat: 'assembly/servers/chat.ts',
  proxy: 'assembly/servers/proxy.ts',
  http: 'assembly/servers/http.ts',
  'web-socket': 'assembly/servers/http.ts',
  relay: 'tests/contract/guests/relay.ts',
};

/** Compiles a server to a component and takes it in; `change` may change its sources on the way. */
export async function compileServer(
  server: ServerName,
  change?: (name: string, text: string) => string,
): Promise<Program> {
  const tools = await loadTools([root]);
  const job = { source: SOURCES[server], folder: root, wasi: '0.2', debug: false } as const;
  const { core } = await compileCore(job, tools, change);
  return readProgram(await makeComponent(core, '0.2', tools));
}

/** Loads a server's component as it was built; the relay, which is only there to be tested, is built on the way. */
export async function loadModule(server: ServerName): Promise<Program> {
  const isShipped = server !== 'relay';
  const file = isShipped
    ? join(root, 'dist', `${basename(SOURCES[server], '.ts')}.wasm`)
    : await compileGuest('tests/contract/guests/relay');
  return readProgram(readFileSync(file));
}
