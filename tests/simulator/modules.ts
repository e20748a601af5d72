import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCoreModule } from '../../host/component.ts';
import { compileCore } from '../../host/build/compile.ts';
import { makeComponent } from '../../host/build/make-component.ts';
import { loadTools } from '../../host/build/tools.ts';
import type { ServerName } from './scenario.ts';

/** The project's top. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the servers' sources are. */
const SOURCES: Record<ServerName, string> = {
  echo: 'assembly/servers/echo.ts',
  lines: 'assembly/servers/lines.ts',
  'udp-echo': 'assembly/servers/udp-echo.ts',
  relay: 'tests/contract/guests/relay.ts',
};

/** Compiles a server to a component and takes it in; `change` may change its sources on the way. */
export async function compileServer(
  server: ServerName,
  change?: (name: string, text: string) => string,
): Promise<WebAssembly.Module> {
  const tools = await loadTools([root]);
  const job = { source: SOURCES[server], folder: root, wasi: '0.2', debug: false } as const;
  const { core } = await compileCore(job, tools, change);
  return findCoreModule(await makeComponent(core, '0.2', tools));
}

let relay: Promise<WebAssembly.Module> | undefined;

/** Loads a server's component as it was built; the relay, which is only there to be tested, is built on the way, once. */
export async function loadModule(server: ServerName): Promise<WebAssembly.Module> {
  if (server === 'relay') return (relay ??= compileServer('relay'));
  return findCoreModule(readFileSync(join(root, 'dist', `${server}.wasm`)));
}
