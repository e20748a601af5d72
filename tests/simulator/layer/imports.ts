import type { Interfaces } from '../../../host/guest/instance.ts';
import type { Host, Interface, Lowered } from '../../../host/wasi/host.ts';
import { INTERFACES } from '../../../host/wasi/index.ts';
import { Pollable, SourcePollable } from '../../../host/wasi/poll/pollable.ts';
import { addPollable } from '../../../host/wasi/io/poll.ts';
import { Resource } from '../../../host/wasi/resources.ts';
import { InputStream, OutputStream } from '../../../host/wasi/io/stream.ts';
import { TcpSocket } from '../../../host/wasi/sockets/tcp-socket.ts';
import type { Checks } from '../checks.ts';
import type { SimSocket } from '../kernel/sim-socket.ts';
import type { FaultSource } from '../fault-source.ts';
import type { HostScript } from '../scenario.ts';
import { Violation, type World } from '../world.ts';
import { captured } from './captured.ts';
import { Names } from './names.ts';
import { SimulatedPoll } from './simulated-poll.ts';

const CALL_COST_US = 1;

type Call = (...args: never[]) => number | bigint | void;
type PollCall = (list: number, count: number, result: number) => void;
type Change = (call: Call) => Call;

/** What the layer around the imports works with. */
export interface Layer {
  world: World;
  faults: FaultSource;
  checks: Checks;
  script: HostScript;
  /** Takes what the guest prints. */
  print: (text: string) => void;
}

/** Makes what the guest imports: the Node host's own functions, with faults, a trace, and what wasmtime is stricter about. */
export function simulatedInterfaces(layer: Layer): Interfaces {
  const names = new Names();
  const all: Interfaces = {
    ...INTERFACES,
    'wasi:cli/stdout': captured('get-stdout', layer.print),
    'wasi:cli/stderr': captured('get-stderr', layer.print),
  };
  let changes: Record<string, Change> | undefined;
  return Object.fromEntries(
    Object.entries(all).map(([name, make]) => [
      name,
      (host: Host): Interface => {
        changes ??= changesOf(layer, host, names);
        return wrapped(layer, host, names, make(host), changes);
      },
    ]),
  );
}

/** Lets each function take its time and be counted; gives what is subscribed to its name. */
function wrapped(
  { world, checks }: Layer,
  host: Host,
  names: Names,
  functions: Interface,
  changes: Record<string, Change>,
): Interface {
  const entries = Object.entries(functions).map(([name, original]): [string, Lowered] => {
    const call: Call = changes[name]?.(original) ?? original;
    const isSubscribe = name.startsWith('[method]') && name.endsWith('.subscribe');
    const timed = (...args: never[]): number | bigint | void => {
      checks.call();
      world.nowUs += CALL_COST_US;
      const result = call(...args);
      if (isSubscribe)
        names.learnPollable(
          host.resources.get(Number(result), Pollable),
          host.resources.get(args[0]!, Resource),
        );
      return result;
    };
    return [name, timed];
  });
  return Object.fromEntries(entries);
}

/** What is done differently from the Node host, by the functions' names. */
function changesOf(layer: Layer, host: Host, names: Names): Record<string, Change> {
  const { world, faults, checks, script } = layer;
  const { memory, resources } = host;
  const poll = new SimulatedPoll(world, host, script, faults, checks, names);
  const tell = (text: string): void => world.tell('server', text);

  const learn = (at: number): TcpSocket => {
    const tcp = resources.get(memory.words[at >>> 2]!, TcpSocket);
    names.learn(tcp);
    return tcp;
  };

  const shortened = (length: bigint, from: string | undefined): bigint => {
    const short = from === undefined ? undefined : faults.ask('short-read', from);
    return short === undefined ? length : BigInt(1 + Math.floor(short * Math.max(Number(length) - 1, 0)));
  };

  return {
    poll: (call: PollCall) => (script.poll === 'wasmtime' ? poll.poll : poll.pollAsNode(call)) as Call,

    '[method]tcp-socket.accept':
      (call: (self: number, result: number) => void) => (self: number, result: number) => {
        call(self, result);
        if (memory.bytes[result] !== 0) return;
        const tcp = learn(result + 4);
        tell(`accepts ${names.of(tcp.input!)}`);
      },

    '[method]tcp-socket.finish-connect':
      (call: (self: number, result: number) => void) => (self: number, result: number) => {
        call(self, result);
        if (memory.bytes[result] !== 0) return;
        const tcp = resources.get(self, TcpSocket);
        names.learn(tcp);
        tell(`is connected to ${names.of(tcp.input!)}`);
      },

    '[method]tcp-socket.shutdown':
      (call: (self: number, how: number, result: number) => void) =>
      (self: number, how: number, result: number) => {
        const tcp = resources.get(self, TcpSocket);
        const side = how === 0 ? 'receiving from' : how === 1 ? 'its side to' : 'both sides with';
        tell(`ends ${side} ${(tcp.input && names.of(tcp.input)) ?? 'nobody'}`);
        call(self, how, result);
      },

    '[method]input-stream.read':
      (call: (self: number, length: bigint, result: number) => void) =>
      (self: number, length: bigint, result: number) => {
        const name = names.of(resources.get(self, InputStream));
        if (name !== undefined) {
          if (faults.ask('blocked-read', name) !== undefined) {
            checks.excuse();
            tell(`reads from ${name}: not yet (fault)`);
            memory.refresh();
            memory.u8(result, 0);
            memory.u32(result + 4, memory.allocate(1, 0));
            memory.u32(result + 8, 0);
            return;
          }
        }
        call(self, shortened(length, name), result);
        if (name === undefined) return;
        const failed = memory.bytes[result] !== 0;
        const bytes = memory.words[(result + 8) >>> 2]!;
        const end = memory.bytes[result + 4] === 1 ? 'the end' : 'it is broken';
        tell(`reads from ${name}: ${failed ? end : bytes === 0 ? 'not yet' : `${bytes} bytes`}`);
      },

    '[method]output-stream.check-write':
      (call: (self: number, result: number) => void) => (self: number, result: number) => {
        const stream = resources.get(self, OutputStream);
        const tcp = names.socketOf(stream);
        call(self, result);
        if (tcp === undefined || memory.bytes[result] !== 0) return;
        const name = names.of(stream)!;
        let granted = stream.granted;
        if (!tcp.socket.writable) granted = 0;
        if (granted > 0 && faults.ask('no-grant', name) !== undefined) {
          checks.excuse();
          granted = 0;
        }
        const small = granted > 0 ? faults.ask('small-grant', name) : undefined;
        if (small !== undefined) granted = 1 + Math.floor(small * small * Math.min(granted, 4096));
        stream.granted = granted;
        (tcp.socket as SimSocket).isRefused = granted === 0;
        memory.u64(result + 8, granted);
        if (granted === 0) tell(`asks ${name} for room: none`);
      },

    '[method]output-stream.write':
      (call: (self: number, pointer: number, bytes: number, result: number) => void) =>
      (self: number, pointer: number, bytes: number, result: number) => {
        const name = names.of(resources.get(self, OutputStream));
        call(self, pointer, bytes, result);
        // WASI: a write without a new `check-write` may trap, also one of no bytes.
        if (name === undefined) return;
        tell(`sends ${bytes} bytes to ${name}${memory.bytes[result] === 0 ? '' : ': it is broken'}`);
      },

    '[method]output-stream.splice':
      (call: (self: number, source: number, length: bigint, result: number) => void) =>
      (self: number, source: number, length: bigint, result: number) => {
        const to = names.of(resources.get(self, OutputStream))!;
        const from = names.of(resources.get(source, InputStream))!;
        const isRefused = faults.ask('no-grant', to) !== undefined;
        if (isRefused || faults.ask('blocked-read', from) !== undefined) {
          checks.excuse();
          tell(`moves nothing from ${from} to ${to}: not yet (fault)`);
          memory.refresh();
          memory.u8(result, 0);
          memory.u64(result + 8, 0);
          return;
        }
        call(self, source, shortened(length, from), result);
        const isWrong = memory.bytes[result] !== 0;
        tell(`moves ${isWrong ? 'no' : memory.words[(result + 8) >>> 2]!} bytes from ${from} to ${to}`);
      },

    '[method]output-stream.subscribe': (call: (self: number) => number) => (self: number) => {
      const stream = resources.get(self, OutputStream);
      const tcp = names.socketOf(stream);
      if (tcp === undefined) return call(self);
      const isReady = (): boolean =>
        !tcp.output!.isSending && (tcp.socket.writable || tcp.output!.checkWrite() < 0);
      return addPollable(host, new SourcePollable(tcp.source, stream, isReady));
    },

    '[resource-drop]output-stream': (call: (self: number) => void) => (self: number) => {
      const stream = resources.get(self, OutputStream);
      const tcp = names.socketOf(stream);
      const name = names.of(stream);
      const isInFlight = tcp !== undefined && (tcp.output!.isSending || !tcp.socket.writable);
      call(self);
      if (!isInFlight) return;
      const text = `${name} is closed with bytes on their way: wasmtime would stand still`;
      throw new Violation('no close with bytes in flight', text);
    },

    '[resource-drop]tcp-socket': (call: (self: number) => void) => (self: number) => {
      const tcp = resources.get(self, TcpSocket);
      const name = tcp.input && names.of(tcp.input);
      if (name !== undefined) tell(`closes ${name}`);
      call(self);
    },
  } satisfies Record<string, (call: never) => Call> as unknown as Record<string, Change>;
}
