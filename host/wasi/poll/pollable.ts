import type { Readiness } from './readiness.ts';
import { Resource } from '../resources.ts';

/** The resource of wasi:io/poll: something that the guest can wait for. */
export abstract class Pollable extends Resource {
  /** The guest's handle. */
  handle = 0;
  /** Whether it is in the ready list. */
  queued = false;
  dropped = false;

  abstract get isReady(): boolean;

  override drop(): void {
    this.dropped = true;
  }
}

/** What the pollables of one socket or stream wait for. It queues them when they may have become ready. */
export class ReadinessSource {
  private readonly pollables: Pollable[] = [];

  constructor(private readonly readiness: Readiness) {}

  add(pollable: Pollable): void {
    this.pollables.push(pollable);
    this.readiness.queue(pollable);
  }

  remove(pollable: Pollable): void {
    this.pollables.splice(this.pollables.indexOf(pollable), 1);
  }

  /** Call this when a pollable may have become ready. */
  changed(): void {
    for (const pollable of this.pollables) this.readiness.queue(pollable);
  }
}

/** A pollable of a source. It is ready when `test` returns true. */
export class SourcePollable extends Pollable {
  constructor(
    private readonly source: ReadinessSource,
    parent: Resource,
    private readonly test: () => boolean,
  ) {
    super(parent);
    source.add(this);
  }

  get isReady(): boolean {
    return this.test();
  }

  override drop(): void {
    super.drop();
    this.source.remove(this);
  }
}
