/** Real servers, each with a configuration and a folder of its own, for programs to reach through a proxy. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, within } from '../support/client.ts';
import { requireProgram, runCommand, unprivileged, unprivilegedUser } from '../support/program.ts';
import { Running } from './hosts.ts';

const HOST = '127.0.0.1';

/** A server that runs. */
export interface RealServer {
  port: number;
  /** Where it keeps what it has. */
  folder: string;
  end(): Promise<void>;
}

/** Starts a server and waits for the line by which it says that it listens. `signal`: what ends it and all that it has started. */
async function start(
  command: (port: number, folder: string) => Promise<string[]>,
  ready: RegExp,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-real-'));
  if (unprivilegedUser !== undefined) await runCommand(['chown', unprivilegedUser, folder]);
  chmodSync(folder, 0o755);
  const port = await freePort();
  const running = new Running(['sh', '-c', 'exec "$@" >&2', 'sh', ...(await command(port, folder))]);
  const end = async (): Promise<void> => {
    running.signal(signal);
    await within(running.exitCode, 'the end of a server');
    rmSync(folder, { recursive: true });
  };
  try {
    await running.line(ready);
    return { port, folder, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Starts Redis. */
export function startRedis(): Promise<RealServer> {
  const server = requireProgram('redis-server');
  const options = ['--bind', HOST, '--save', '', '--daemonize', 'no', '--logfile', ''];
  return start(
    async (port, folder) => [server, ...options, '--port', `${port}`, '--dir', folder],
    /Ready to accept/,
  );
}

/** Starts iperf3's server. */
export function startIperf(): Promise<RealServer> {
  const server = requireProgram('iperf3');
  return start(
    async (port) => [server, '-s', '-B', HOST, '-p', `${port}`, '--forceflush'],
    /Server listening/,
  );
}

/** Starts an sshd; the key `client` in its folder opens the account that runs it, by any name of a host. */
export function startSshd(): Promise<RealServer> {
  const [server, keygen] = [requireProgram('sshd'), requireProgram('ssh-keygen')];
  return start(async (port, folder) => {
    for (const name of ['host', 'client'])
      await runCommand(unprivileged([keygen, '-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]));
    const options = {
      HostKey: join(folder, 'host'),
      AuthorizedKeysFile: join(folder, 'client.pub'),
      ListenAddress: HOST,
      PidFile: 'none',
      StrictModes: 'no',
      UsePAM: 'no',
    };
    const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    return unprivileged([server, '-D', '-e', '-f', '/dev/null', '-p', `${port}`, ...flags]);
  }, /Server listening/);
}

/** Starts PostgreSQL with a new cluster; whoever connects is trusted. */
export function startPostgreSql(): Promise<RealServer> {
  const [server, initdb] = [requireProgram('postgres'), requireProgram('initdb')];
  return start(
    async (port, folder) => {
      const data = join(folder, 'data');
      const cluster = [
        '-D',
        data,
        '-U',
        'postgres',
        '--auth',
        'trust',
        '--no-sync',
        '--no-locale',
        '-E',
        'UTF8',
      ];
      await runCommand(unprivileged([initdb, ...cluster]));
      const options = ['-h', HOST, '-p', `${port}`, '-k', '', '-F'];
      return unprivileged([server, '-D', data, ...options]);
    },
    /ready to accept connections/,
    'SIGQUIT',
  );
}

/** Starts an HTTP server that sends `bytes` bytes to whoever asks; `digest` gives the SHA-256 of what it has sent last. */
export async function startDownload(bytes: number): Promise<RealServer & { digest(): string }> {
  const folder = '';
  const pieceBytes = 1024 * 1024;
  const content = randomBytes(2 * pieceBytes);
  let hash = createHash('sha256');
  const server = createServer(async (_request, response) => {
    response.writeHead(200, { 'Content-Length': bytes });
    hash = createHash('sha256');
    for (let at = 0; at < bytes; at += pieceBytes) {
      const offset = (at / pieceBytes) % pieceBytes; // no two pieces are the same
      const piece = content.subarray(offset, offset + pieceBytes);
      hash.update(piece);
      if (!response.write(piece)) await once(response, 'drain');
    }
    response.end();
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const end = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { port, folder, end, digest: () => hash.digest('hex') };
}
