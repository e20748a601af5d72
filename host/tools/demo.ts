/** `npm run demo`: the demos of as-selectors, under Node or wasmtime: `npm run demo -- web wasmtime`. */
import { fileURLToPath } from 'node:url';
import { componentName } from '../build/wasi-version.ts';
import type { DemoHost } from '../demo/servers.ts';
import { nodeHost, showDemo } from '../demo/index.ts';
import { DEMOS, type DemoName, isDemo } from '../demo/names.ts';
import { WASMTIME_RUN, bestVersion, provideWasmtime } from './wasmtime.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const HOSTS: Record<string, () => DemoHost> = { node: () => nodeHost(`${dist}host/cli/main.js`), wasmtime };

function wasmtime(): DemoHost {
  const program = provideWasmtime();
  const version = bestVersion(program);
  return {
    name: 'wasmtime',
    command: (server, args, folder) => {
      const files = folder === undefined ? [] : ['--dir', folder];
      return [program, ...WASMTIME_RUN, ...files, dist + componentName(server, version), ...args];
    },
  };
}

let demo: DemoName = 'terminal';
let host = HOSTS['node']!;
for (const word of process.argv.slice(2)) {
  if (isDemo(word)) demo = word;
  else if (Object.hasOwn(HOSTS, word)) host = HOSTS[word]!;
  else {
    console.error(
      `demo: unexpected ${word}: expected ${DEMOS.join(' or ')}, and ${Object.keys(HOSTS).join(' or ')}`,
    );
    process.exit(2);
  }
}
// The page's scripts are compiled: they are not beside the sources.
await showDemo(demo, { ...host(), page: `${dist}host/demo/page` });
