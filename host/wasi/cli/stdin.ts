/** wasi:cli/stdin. */
import type { Engine, EngineSocket, MemoryView } from '../../engines/engine.ts';
import { WOULD_BLOCK } from '../../engines/outcome.ts';
import type { Host, Interface, World } from '../host.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import type { Readiness } from '../poll/readiness.ts';
import { PROCESS_STDIO } from './stdio.ts';
import { InputStream, STREAM_CLOSED } from '../io/stream.ts';

export function stdin(host: Host): Interface {
  const open = standardInput(host);
  return { 'get-stdin': () => host.resources.add(open()) };
}

/** Makes a function that opens streams of the guest's standard input. */
export function standardInput({ engine, readiness, stdio = PROCESS_STDIO }: World): () => InputStream {
  let source: Stdin | undefined; // made when it is first asked for, so that other guests' hosts do not watch it
  return () => new StdinStream((source ??= new Stdin(engine, readiness, stdio.stdin)));
}

/** Standard input of the process. All of the guest's streams of it share it. */
class Stdin {
  readonly source: ReadinessSource;
  /** Whether it has ended or failed. */
  isClosed = false;
  private readonly file: EngineSocket | undefined;

  constructor(
    private readonly engine: Engine,
    readiness: Readiness,
    descriptor: number,
  ) {
    this.source = new ReadinessSource(readiness);
    const file = engine.openFile(descriptor);
    if (typeof file === 'number') this.isClosed = true;
    else {
      this.file = file;
      file.onReady = () => this.source.changed();
    }
  }

  get isReady(): boolean {
    return this.file === undefined || this.isClosed || this.engine.isReadable(this.file);
  }

  read(memory: MemoryView, pointer: number, bytes: number): number {
    if (this.file === undefined || this.isClosed) return STREAM_CLOSED;
    if (bytes === 0) return WOULD_BLOCK;
    const outcome = this.engine.readFile(this.file, memory, pointer, bytes);
    if (outcome > 0 || outcome === WOULD_BLOCK) return outcome;
    this.isClosed = true;
    return outcome === 0 ? STREAM_CLOSED : outcome;
  }
}

/** One of the guest's streams of standard input. */
class StdinStream extends InputStream {
  constructor(private readonly source: Stdin) {
    super();
  }

  read(memory: MemoryView, pointer: number, bytes: number): number {
    return this.source.read(memory, pointer, bytes);
  }

  get isReady(): boolean {
    return this.source.isReady;
  }

  get hasBytes(): boolean {
    return this.source.isReady && !this.source.isClosed;
  }

  subscribe(): Pollable {
    return new SourcePollable(this.source.source, this, () => this.isReady);
  }
}
