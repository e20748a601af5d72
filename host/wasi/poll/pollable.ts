import type { Readiness } from './readiness.ts';
import { Resource } from '../resources.ts';

/** Something that the guest can wait for. */
export abstract class Pollable extends Resource {
  /** The guest's handle of it. */
  handle = 0;
  queued = false;
  dropped = false;

  abstract get isReady(): boolean;

  override drop(): void {
    this.dropped = true;
  }
}

/** What pollables are about: it tells them when they may have become ready. */
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

  changed(): void {
    for (const pollable of this.pollables) this.readiness.queue(pollable);
  }
}

/** A pollable of a subject: ready when `test` says so. */
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
