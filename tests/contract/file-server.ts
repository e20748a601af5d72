import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'uvu';
import { compileGuest } from './guest.ts';
import { type Host, Running } from './hosts.ts';
import { type Answer, ask } from './http-ask.ts';
import { makeTrap, writeSite } from './site.ts';

const EMBEDDED = 'dist/tests/contract/site';
const SITE_FOLDER = fileURLToPath(new URL(`../../${EMBEDDED}`, import.meta.url));

/** Where the guest serves the site: from a folder, and from what was compiled in. */
export const SOURCES = ['/folder/', '/embedded/'] as const;

/** The guest that serves the site, while the tests of a suite run. */
export class FileServer {
  running!: Running;
  port = 0;
  /** The folder that the guest may read: the site, links and a pipe; what is beside it is secret. */
  folder = '';

  constructor(test: Test, host: Host) {
    test.before(() => this.start(host));
    test.after(() => this.end());
  }

  /** Asks for a target, exactly as it is written. */
  ask(target: string, fields: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    return ask(this.port, target, fields, method);
  }

  private async start(host: Host): Promise<void> {
    writeSite(SITE_FOLDER);
    const file = await compileGuest('tests/contract/guests/http-files', host.version, EMBEDDED);
    this.folder = join(makeTrap(SITE_FOLDER), 'site');
    this.running = new Running([...host.run(file, { folder: this.folder }), this.folder]);
    this.port = Number((await this.running.line(/on port (\d+)/))[1]);
  }

  private async end(): Promise<void> {
    await this.running.kill();
    rmSync(join(this.folder, '..'), { recursive: true });
  }
}
