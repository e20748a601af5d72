import { WOULD_BLOCK } from '../../engines/outcome.ts';
import type { Engine, EngineSocket, MemoryView } from '../../engines/engine.ts';
import { InputStream, STREAM_CLOSED } from '../io/stream.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import type { Readiness } from '../poll/readiness.ts';
import { FileFailure } from './file-failure.ts';
import type { OpenFile } from './open-object.ts';

/** A file that is read as a stream. It ends at the file's end, where the file may go on later. */
export class FileInput extends InputStream {
  readonly isReady = true;
  override isBulk = true;
  private readonly source: ReadinessSource;

  /** `file`: belongs to the stream from now on. */
  constructor(
    private readonly file: OpenFile,
    private offset: number,
    readiness: Readiness,
  ) {
    super();
    this.source = new ReadinessSource(readiness);
  }

  get hasBytes(): boolean {
    return this.offset < this.file.knownBytes;
  }

  read(memory: MemoryView, pointer: number, bytes: number): number {
    if (bytes === 0) return WOULD_BLOCK;
    const read = this.file.read(memory.bytes, pointer, bytes, this.offset);
    if (read instanceof FileFailure) return read.outcome;
    this.offset += read;
    return read === 0 ? STREAM_CLOSED : read;
  }

  /** Sends bytes by a socket within the kernel, as `Engine.sendFile`; undefined where that can't be done. */
  sendBy(engine: Engine, socket: EngineSocket, bytes: number): number | undefined {
    const outcome = this.file.sendBy(engine, socket, bytes, this.offset);
    if (outcome !== undefined && outcome > 0) this.offset += outcome;
    return outcome;
  }

  subscribe(): Pollable {
    return new SourcePollable(this.source, this, () => true);
  }

  override drop(): void {
    this.file.release();
  }
}
