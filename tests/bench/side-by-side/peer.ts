import { type Given, HOSTS, type Host } from '../../contract/hosts.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';

/** A server to measure. */
export interface Peer {
  name: string;
  /** The command that runs it at a port of 127.0.0.1; `upstreamPort`: where the scenario's upstream listens, if there is one. */
  command(port: number, upstreamPort: number): string[];
  /** The major version of the Node that it runs on: it is compared with a peer on the same one. */
  node?: string | undefined;
  /** It is a UDP server. */
  isDatagram?: boolean;
  /** It is a server of this repository's library. */
  isOurs?: boolean;
}

/** The hosts that our servers are measured on; the Node host on each Node. */
export function hosts(majors: readonly string[]): (Host & { node?: string })[] {
  return HOSTS.filter(({ name }) => !name.startsWith('node-net')).flatMap((host) => {
    if (host.name !== 'node') return host;
    const onMajor = (node: string): Host & { node: string } =>
      Object.assign({}, host, {
        name: `Node ${node} host`,
        node,
        run: (file: string, given?: Given) => [provideNode(node), ...host.run(file, given).slice(1)],
      });
    return majors.map(onMajor);
  });
}

/** Gives a server of ours on each host. `files`: its components, by their version of WASI; `args`: what it is told beside, by the upstream's port. */
export function onHosts(
  majors: readonly string[],
  name: string,
  files: Readonly<Record<string, string>>,
  args: (upstreamPort: number) => readonly string[],
  given: Given = {},
): Peer[] {
  return hosts(majors).map((host) => ({
    name: `${name}, ${host.name}`,
    command: (port, upstreamPort) => [
      ...host.run(files[host.version]!, given),
      '--quiet',
      ...args(upstreamPort),
      '--listen',
      `127.0.0.1:${port}`,
    ],
    node: host.node,
    isOurs: true,
  }));
}
