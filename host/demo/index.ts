/** The demos: why multiplexing matters. */
import type { DemoName } from './names.ts';
import type { DemoHost } from './servers.ts';
import { playTerminalDemo } from './terminal.ts';
import { startWebDemo } from './web.ts';

export { nodeHost } from './servers.ts';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Shows a demo, and ends the program with its exit code. */
export async function showDemo(name: DemoName, host: DemoHost): Promise<never> {
  const isPage = name === 'web';
  process.stdout.once('error', () => process.exit(1)); // nobody reads it any more
  // What has been started ends with the program.
  for (const [signal, exitCode] of Object.entries(EXIT_CODES))
    process.once(signal, () => process.exit(isPage ? 0 : exitCode));
  if (!isPage) {
    await playTerminalDemo(host);
    process.exit(0);
  }
  const url = await startWebDemo(host);
  console.log(`The demo, with its servers under ${host.name}:\n\n  ${url}\n\nCtrl-C ends it.`);
  return new Promise<never>(() => {});
}
