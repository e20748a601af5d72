/** The system's programs that tests run; tests/programs.txt lists Debian's packages, each with the programs that it brings. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { within } from './client.ts';

/** Debian keeps the servers of PostgreSQL in a folder for each version. */
const POSTGRESQL = '/usr/lib/postgresql';
/** An account without rights that can log in: PostgreSQL and sshd do not run as root. */
const USER = 'postgres';

function foldersOf(names: string): string[] {
  try {
    return readdirSync(names).map((name) => join(names, name, 'bin'));
  } catch {
    return [];
  }
}

/** Finds one of these programs on PATH, and where administrators' programs are; undefined if none is there. */
export function findProgram(...names: string[]): string | undefined {
  const path = (process.env['PATH'] ?? '').split(delimiter);
  const folders = [...foldersOf(POSTGRESQL), ...path, '/usr/sbin', '/usr/local/sbin'];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Gives the path of a program; throws, naming the package that brings it, where it is missing. */
export function requireProgram(name: string): string {
  const program = findProgram(name);
  if (program !== undefined) return program;
  const lines = readFileSync(new URL('../programs.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const line = lines.map((each) => each.split(' ')).find(([, ...programs]) => programs.includes(name));
  throw new Error(`${name} is missing: apt-get install ${line?.[0] ?? name}`);
}

/** Who owns what a server keeps that does not run as root, as `chown` takes it: nobody else when the tests do not run as root. */
export const unprivilegedUser = process.getuid!() === 0 ? USER : undefined;

/** Gives the command that runs another without root's rights. The same process becomes the other program. */
export function unprivileged(command: string[]): string[] {
  if (unprivilegedUser === undefined) return command;
  const flags = [`--reuid=${USER}`, `--regid=${USER}`, '--init-groups'];
  return ['setpriv', ...flags, '--', 'env', `HOME=/nonexistent`, ...command];
}

/** Runs a command to its end, with this standard input; returns its standard output. Rejects with its errors when it fails. */
export async function runCommand(command: string[], input: string | Buffer = ''): Promise<Buffer> {
  const [program, ...args] = command as [string, ...string[]];
  const child = spawn(program, args, { stdio: 'pipe' });
  child.stdin.on('error', () => {}); // it has ended early: its exit code says why
  child.stdin.end(input);
  const all = Promise.all([buffer(child.stdout), text(child.stderr), once(child, 'close')]);
  try {
    const [output, errors, [code]] = await within(all, `the end of ${program}`);
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${errors}${output.toString()}`);
    return output;
  } finally {
    child.kill('SIGKILL');
  }
}
