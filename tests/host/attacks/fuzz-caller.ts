/** A guest that calls the host at random, from a seed. */
import { EpollEngine } from '../../../host/engines/epoll/engine.ts';
import type { MemoryView } from '../../../host/engines/engine.ts';
import { Exit, type Host } from '../../../host/wasi/host.ts';
import { INTERFACES } from '../../../host/wasi/index.ts';
import { GuestMemory } from '../../../host/wasi/abi.ts';
import { Permissions } from '../../../host/permissions/permissions.ts';
import { Lingering } from '../../../host/wasi/sockets/lingering.ts';
import { Readiness } from '../../../host/wasi/poll/readiness.ts';
import { AddressStream } from '../../../host/wasi/sockets/resolve-address-stream.ts';
import { StreamError } from '../../../host/wasi/io/error.ts';
import { Network } from '../../../host/wasi/sockets/network.ts';
import { Pollable } from '../../../host/wasi/poll/pollable.ts';
import { type Resource, ResourceTable, Trap } from '../../../host/wasi/resources.ts';
import { InputStream, OutputStream } from '../../../host/wasi/io/stream.ts';
import { TcpSocket } from '../../../host/wasi/sockets/tcp-socket.ts';
import { IncomingDatagrams, OutgoingDatagrams, UdpSocket } from '../../../host/wasi/sockets/udp-socket.ts';
import { Descriptor, DirectoryEntryStream } from '../../../host/wasi/filesystem/descriptor.ts';
import { GuestFiles } from '../../../host/wasi/filesystem/guest-files.ts';
import { fakeGuest } from '../hosts.ts';
import { type Dice, EDGES, LIKELY, LONG_EDGES, PAGE } from './fuzz-values.ts';
import { SIGNATURES, type Signature } from './signatures.ts';

const MAX_WAITS = 20;
/** A handle of no resource. */
const NONE = 999;
const LOOPBACK = ['127.0.0.1:*', '[::1]:*'];

/** Ends a guest that waits too long. */
class Enough extends Error {}

/** The epoll engine without blocking waits; it checks that each place it is given is within the memory. */
class StrictEngine extends EpollEngine {
  waits = 0;

  override wait(_milliseconds: number): void {
    if (++this.waits > MAX_WAITS) throw new Enough();
    super.wait(0);
  }

  override receive(...args: Parameters<EpollEngine['receive']>): number {
    within(args[1], args[2], args[3]);
    return super.receive(...args);
  }

  override send(...args: Parameters<EpollEngine['send']>): number {
    within(args[1], args[2], args[3]);
    return super.send(...args);
  }

  override receiveFrom(...args: Parameters<EpollEngine['receiveFrom']>): number {
    within(args[1], args[2], args[3]);
    return super.receiveFrom(...args);
  }

  override sendTo(...args: Parameters<EpollEngine['sendTo']>): number {
    within(args[1], args[2], args[3]);
    return super.sendTo(...args);
  }
}

function within({ base, bytes }: MemoryView, pointer: number, count: number): void {
  if (!(base > 0 && pointer >= 0 && count >= 0 && pointer + count <= bytes.length))
    throw new Error(`the engine was given ${count} bytes at ${pointer} of ${bytes.length}`);
}

/** The kind of resource that a parameter is a handle of, by its name; for `self` by the function's. */
const KINDS: Record<string, abstract new (...args: never[]) => Resource> = {
  network: Network,
  source: InputStream,
  error: StreamError,
  'tcp-socket': TcpSocket,
  'udp-socket': UdpSocket,
  'input-stream': InputStream,
  'output-stream': OutputStream,
  'incoming-datagram-stream': IncomingDatagrams,
  'outgoing-datagram-stream': OutgoingDatagrams,
  'resolve-address-stream': AddressStream,
  pollable: Pollable,
  descriptor: Descriptor,
  'directory-entry-stream': DirectoryEntryStream,
};
/** Where paths of the folder are, and texts to write over them. */
const PATHS = 512;
const NAMES = ['.', 'a', 'a/b', 'a/..', '..', '/a', 'c', 'none'];

/** Calls the host's functions as a guest would, with arguments that the dice choose. */
export class Caller {
  readonly log: string[] = [];
  readonly engine = new StrictEngine();
  private readonly resources = new ResourceTable(200);
  private readonly memory = new GuestMemory(this.engine.addressOf);
  readonly files: GuestFiles;
  private readonly calls = new Map<string, (...args: (number | bigint)[]) => unknown>();

  /** `folder`: is offered to the guest. */
  constructor(
    private readonly dice: Dice,
    folder: string,
  ) {
    const { engine, memory, resources } = this;
    const guest = fakeGuest(2);
    let next = 0;
    guest.cabi_realloc = (_pointer, _old, align, bytes) => {
      if (dice.roll(40) === 0) return dice.of(EDGES);
      if (dice.roll(40) === 0) guest.memory.grow(dice.roll(2));
      next = bytes > PAGE - 8192 ? PAGE : 8192 + (next % 1024);
      const place = Math.ceil(next / align) * align;
      next += bytes;
      return place;
    };
    memory.attach(guest);
    const readiness = new Readiness(engine);
    this.files = new GuestFiles([['files', folder]]);
    const host: Host = {
      engine,
      memory,
      resources,
      readiness,
      files: this.files,
      lingering: new Lingering(readiness),
      resolver: { resolve: (_name, tell) => tell(['127.0.0.1', '::1']) },
      args: ['guest', 'an argument'],
      permissions: new Permissions({ listen: LOOPBACK, connect: LOOPBACK, resolve: ['*'] }),
      stdio: { stdin: -1, stdout: { descriptor: -1 }, stderr: { descriptor: -1 } },
    };
    const made = Object.fromEntries(Object.entries(INTERFACES).map(([id, make]) => [id, make(host)]));
    for (const { id, name } of SIGNATURES) this.calls.set(`${id} ${name}`, made[id]![name] as never);
    this.begin();
  }

  /** Makes a connection and a UDP socket that both lead to the guest itself, so that more calls succeed. */
  private begin(): void {
    const { words } = this.memory;
    const network = this.do('sockets/instance-network instance-network');
    const bound = (kind: 'tcp' | 'udp'): [socket: number, port: number] => {
      this.do(`sockets/${kind}-create-socket create-${kind}-socket`, 0, 0);
      const socket = words[1]!;
      const method = `sockets/${kind} [method]${kind}-socket.`;
      this.do(`${method}start-bind`, socket, network, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
      this.do(`${method}finish-bind`, socket, 0);
      if (kind === 'tcp')
        for (const step of ['start', 'finish']) this.do(`${method}${step}-listen`, socket, 0);
      this.do(`${method}local-address`, socket, 0);
      return [socket, words[2]! & 0xffff];
    };
    const [listener, port] = bound('tcp');
    this.do('sockets/tcp-create-socket create-tcp-socket', 0, 0);
    const client = words[1]!;
    const tcp = 'sockets/tcp [method]tcp-socket.';
    this.do(`${tcp}start-connect`, client, network, 0, port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    this.engine.wait(0);
    this.do(`${tcp}accept`, listener, 0);
    this.do(`${tcp}finish-connect`, client, 0);
    const [udp, udpPort] = bound('udp');
    this.do('sockets/udp [method]udp-socket.stream', udp, 1, 0, udpPort, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    this.resources.add(new Descriptor(this.files, this.files.openPreopens()[0]![0]));
    if (this.resources.size !== 12) throw new Error(`has ${this.resources.size} handles to begin with`);
    this.engine.wait(0);
  }

  private do(name: string, ...args: number[]): number {
    return this.calls.get(`wasi:${name}`)!(...args) as number;
  }

  /** Calls a function; false: the guest has ended. */
  call({ id, name, parameters, result }: Signature): boolean {
    const kind = /^\[(?:method|resource-drop)\]([a-z-]+)/.exec(name)?.[1] ?? '';
    if (name.startsWith('[resource-drop]') && this.dice.roll(4) !== 0) return true;
    const args = parameters.map((parameter) => this.value(parameter, kind));
    if (args.includes(NONE) && this.dice.roll(100) !== 0) return true; // no handle of the kind is there
    this.log.push(`${name}(${args.join(', ')})`);
    this.engine.waits = 0;
    this.scribble();
    try {
      if (name === '[method]output-stream.write')
        this.do('io/streams [method]output-stream.check-write', args[0] as number, 0); // else it may write nothing
      const given = this.calls.get(`${id} ${name}`)!(...args);
      const type = given === undefined ? undefined : typeof given === 'bigint' ? 'i64' : 'i32';
      if (type !== result) throw new Error(`gave ${String(given)}, where ${result} is due`);
      return true;
    } catch (error) {
      if (error instanceof Trap || error instanceof Exit || error instanceof Enough) return false;
      throw error;
    }
  }

  private value({ name, type }: Signature['parameters'][number], kind: string): number | bigint {
    const { dice } = this;
    if (type === 'i64') return dice.of(LONG_EDGES);
    if (dice.roll(60) === 0) return dice.of(EDGES);
    if (name === 'result') return 1024 + 8 * dice.roll(32);
    if (name === 'path' || name === 'otherPath') return PATHS;
    if (name === 'list' || name === 'pointer')
      return dice.roll(5) === 0 ? dice.of(EDGES) : 4 * dice.roll(256);
    if (name in LIKELY) return dice.of(LIKELY[name]!);
    const wanted = KINDS[name === 'self' ? kind : name];
    return wanted === undefined ? 0 : this.handleOf(wanted);
  }

  private handleOf(kind: abstract new (...args: never[]) => Resource): number {
    const held = (this.resources as unknown as { resources: unknown[] }).resources;
    const handles = [...held.keys()].filter((handle) => held[handle] instanceof kind);
    return handles.length > 0 ? this.dice.of(handles) : NONE;
  }

  /** Writes numbers, and sometimes pollables, where lists are read from. */
  private scribble(): void {
    const { bytes } = this.memory;
    if (bytes.length === 0) return; // it has grown
    Buffer.from(bytes.buffer).write(this.dice.of(NAMES), PATHS);
    for (let i = 0; i < 8; i++) bytes[this.dice.roll(1024)] = this.dice.of([0, 0, 1, 2, 4, 127, 255]);
    if (this.dice.roll(2) === 0) return;
    bytes.fill(0, 0, 1024);
    for (let at = 0; at < 1024; at += 4) bytes[at] = this.handleOf(Pollable) & 0xff;
  }
}
