/** The core's HTTP server connections in this process, without a network: tests/core/guests/http-wire.ts. */
import { loadEntry } from '../compile.ts';

interface Exports {
  memory: WebAssembly.Memory;
  newRecorder(): void;
  recorded(): string[];
  newServer(collects: boolean, maxHeaderBytes: number, maxBodyBytes: number): void;
  loadInput(bytes: Uint8Array): void;
  openWire(): void;
  receive(start: number, end: number): void;
  closeWire(): Uint8Array;
  heldBytes(): number;
}

/** The server's bounds, and whether `/echo` collects a body before it gives it back. */
export interface WireOptions {
  collects?: boolean;
  maxHeaderBytes?: number;
  maxBodyBytes?: number;
}

/** A server to which connections are made one after the other. */
export class WireServer {
  private constructor(private readonly exports: Exports) {}

  static async start({
    collects = false,
    maxHeaderBytes = 16384,
    maxBodyBytes = 1 << 20,
  }: WireOptions = {}): Promise<WireServer> {
    const exports: Exports = await loadEntry('tests/core/guests/http-wire.ts', {
      'wasi:clocks/monotonic-clock@0.2.0': { now: () => 0n },
      'wasi:clocks/wall-clock@0.2.0': {
        now: (pointer: number) => new DataView(exports.memory.buffer).setBigUint64(pointer, 0n, true),
      },
    });
    exports.newServer(collects, maxHeaderBytes, maxBodyBytes);
    return new WireServer(exports);
  }

  /** Starts a server that answers every path, and remembers what it understood: see `recorded`. */
  static async startRecorder(): Promise<WireServer> {
    const server = await WireServer.start();
    server.exports.newRecorder();
    return server;
  }

  /** The requests of the last connection: method, target and, after a line break, the body, each character a byte. */
  get recorded(): string[] {
    return this.exports.recorded();
  }

  /** The bytes of the connections to come. */
  load(bytes: Uint8Array): void {
    this.exports.loadInput(bytes);
  }

  /** Has a connection receive the first so many of the bytes, in pieces that end at the cuts, and returns all that it answers. */
  exchange(length: number, cuts: Iterable<number> = []): Buffer {
    this.exports.openWire();
    let start = 0;
    for (const cut of [...cuts, length]) {
      this.exports.receive(start, cut);
      start = cut;
    }
    const answers = this.exports.closeWire();
    if (this.exports.heldBytes() !== 0)
      throw new Error(`${this.exports.heldBytes()} bytes are held for nobody`);
    return Buffer.from(answers);
  }
}
