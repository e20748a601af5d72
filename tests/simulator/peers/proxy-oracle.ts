import type { Circumstances } from './oracle.ts';
import { type Parties, RelayOracle } from './relay-oracle.ts';

/** The id of the first of the upstreams, in the order in which the proxy connects to them. */
export const FIRST_UPSTREAM = 0x8000;

/** What there is to choose from for a client of the proxy. */
export interface Choice {
  /** Attempts to connect that were refused or never answered. */
  failedAttempts: number;
  /** How many upstreams each client may try; undefined: clients may be turned away for other reasons. */
  readonly choices: number | undefined;
}

/** proxy: a relay to one of several, where an end always says that the other side has ended its own, and that all of it is there. */
export class ProxyOracle extends RelayOracle {
  private isAlone = false;

  constructor(
    name: string,
    circumstances: Circumstances,
    id: number,
    parties: Parties,
    private readonly choice: Choice,
  ) {
    super(name, circumstances, id, parties);
  }

  override receiveEnd(): void {
    const { partner } = this;
    if (partner === undefined) return this.checkChoice();
    if (!partner.hasEnded)
      this.fail(
        'no connection is broken by the server',
        `got the end of the stream, and ${partner.name} has not ended its own`,
      );
    if (this.got < partner.sent) this.failBytes(`got the end of the stream without ${this.missing}`);
  }

  override breakOff(): void {
    if (this.partner === undefined) this.checkChoice();
    super.breakOff();
  }

  /** Who is dropped has been with an upstream that said nothing, or each upstream has failed it. */
  private checkChoice(): void {
    const { choices, failedAttempts } = this.choice;
    this.isAlone = true;
    if (choices === undefined || this.circumstances.isDraining) return;
    const all = [...this.parties.values()] as ProxyOracle[];
    const silent = all.filter(({ isUpstream, partner }) => isUpstream && partner === undefined).length;
    const alone = all.filter((one) => one.isAlone && !one.isUpstream && one.partner === undefined).length;
    if (!this.isUpstream && (alone - silent) * choices > failedAttempts)
      this.fail('no connection is broken by the server', 'was dropped before each upstream was tried');
  }

  private get isUpstream(): boolean {
    return this.id >= FIRST_UPSTREAM;
  }
}
