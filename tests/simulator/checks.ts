import type { Link } from './kernel/link.ts';
import type { Network } from './kernel/network.ts';
import { Violation, type World } from './world.ts';

/** Polls in a row that lead to nothing. */
const MAX_IDLE_POLLS = 60;
/** Polls, and time, for which somebody who could be served may be left alone. */
const MAX_NEGLECTED_POLLS = 64;
const MAX_NEGLECTED_US = 50_000;
const MAX_CALLS = 3_000_000;

/** What is looked at all the time: calls, polls, whom they serve, and what is kept. */
export class Checks {
  calls = 0;
  polls = 0;
  private idlePolls = 0;
  private progressAtPoll = 0;
  private pollUs = 0;
  private callsAtPoll = 0;

  constructor(
    private readonly world: World,
    private readonly network: Network,
    private readonly maxConnections: number,
    /** Whether it can be told from outside that a connection could go on. */
    private readonly knowsNeglect: boolean,
    /** Bytes that may be taken from a client and not given on; undefined: that can't be told. */
    private readonly maxKeptBytes: number | undefined,
  ) {}

  /** Counts a call of the guest's. */
  call(): void {
    if (++this.calls > MAX_CALLS) throw new Violation('no spinning', `more than ${MAX_CALLS} calls`);
    if (this.calls - this.callsAtPoll > 200_000)
      throw new Violation('no spinning', 'the server makes calls without end and never polls');
  }

  /** Something was made to go wrong: the next poll may lead to nothing. */
  excuse(): void {
    this.idlePolls = 0;
  }

  beforePoll(): void {
    this.polls++;
    this.callsAtPoll = this.calls;
    const { world } = this;
    const hasWaited = world.nowUs - this.pollUs > 500;
    if (world.progressCount === this.progressAtPoll && !hasWaited) this.idlePolls++;
    else this.idlePolls = 0;
    this.progressAtPoll = world.progressCount;
    this.pollUs = world.nowUs;
    if (this.idlePolls > MAX_IDLE_POLLS) {
      const text = `${this.idlePolls} polls in a row found something ready, and nothing came of it`;
      throw new Violation('no spinning', text);
    }
    this.checkConnections();
  }

  private checkConnections(): void {
    const { links } = this.network;
    let count = 0;
    for (const link of links) {
      if (link.isAccepted) count++;
      if (this.knowsNeglect) this.checkNeglect(link);
      if (
        this.maxKeptBytes !== undefined &&
        !link.serverEnded &&
        link.taken - link.given > this.maxKeptBytes
      ) {
        const text = `${link.taken - link.given} bytes of ${link.name} are kept, more than ${this.maxKeptBytes}`;
        throw new Violation('bounds are kept', text);
      }
    }
    if (count > this.maxConnections) {
      const text = `${count} connections where ${this.maxConnections} are allowed`;
      throw new Violation('bounds are kept', text);
    }
  }

  private checkNeglect(link: Link): void {
    const canGoOn = link.isReadable && !link.isEndRead && link.socket!.writable;
    if (!canGoOn) link.neglectedSince = 0;
    else if (link.neglectedSince === 0) {
      link.neglectedSince = this.polls;
      link.neglectedUs = this.world.nowUs;
    } else if (
      this.polls - link.neglectedSince > MAX_NEGLECTED_POLLS &&
      this.world.nowUs - link.neglectedUs > MAX_NEGLECTED_US
    ) {
      const ms = Math.round((this.world.nowUs - link.neglectedUs) / 1000);
      const text = `${link.name} was left alone for ${this.polls - link.neglectedSince} polls and ${ms} ms`;
      throw new Violation('no starvation', text);
    }
  }
}
