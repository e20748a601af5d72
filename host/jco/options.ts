import type { Engine, EngineSocket } from '../engines/engine.ts';
import { type OptionRow, applyOption, readOption } from '../wasi/sockets/socket-options.ts';
import { succeed } from './values.ts';

/** The options of a kind of socket, by their WIT names. */
export class Options {
  private readonly rows: Map<string, OptionRow>;

  constructor(rows: readonly OptionRow[]) {
    this.rows = new Map(rows.map((row) => [row[0], row]));
  }

  /** Reads an option; throws an error code. */
  get(engine: Engine, socket: EngineSocket | number, name: string): number {
    return succeed(readOption(engine, socket, this.rows.get(name)!));
  }

  /** Sets an option; throws an error code. */
  set(engine: Engine, socket: EngineSocket | number, name: string, value: number | bigint): void {
    succeed(applyOption(engine, socket, this.rows.get(name)!, value));
  }
}
