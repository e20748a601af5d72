import { type Circumstances, Oracle } from './oracle.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const MAX_HISTORY = 50;
const SAID = /^([^ :]+): ([A-Z]\d*)#(\d{6})#[a-z]*\.$/;

/** Under which name each member speaks, as the chat has it. */
export type Speakers = Map<string, string>;

/** chat: everybody in the room gets each line, in the order of its sender, once; a name is one member's. */
export class ChatOracle extends Oracle {
  private lines = 0;
  private line = '';
  private history = -1;
  private isIn = false;
  /** The number of the last line from each sender. */
  private readonly heard = new Map<string, number>();

  constructor(
    name: string,
    circumstances: Circumstances,
    private readonly speakers: Speakers,
    /** It reads all that comes at once: it is never dropped. */
    private readonly isQuick: boolean,
  ) {
    super(name, circumstances);
  }

  /** A line that says whose and which it is. */
  make(bytes: number): Uint8Array {
    const start = `${this.name}#${String(++this.lines).padStart(6, '0')}#`;
    return Buffer.from(`${start}${LETTERS.repeat(8).slice(0, Math.max(bytes - start.length - 2, 0))}.\n`);
  }

  receive(bytes: Uint8Array): void {
    this.got += bytes.length;
    const parts = (this.line + Buffer.from(bytes).toString('latin1')).split('\r\n');
    this.line = parts.pop()!;
    for (const part of parts) this.hear(part);
  }

  receiveEnd(): void {
    if (this.hasEnded || !this.isQuick || this.circumstances.isDraining) return;
    this.fail(
      'no connection is broken by the server',
      'got the end of the stream before it has ended its own',
    );
  }

  breakOff(): void {
    if (this.hasEnded || !this.isQuick || this.circumstances.isDraining) return;
    this.fail('no connection is broken by the server', 'was cut off');
  }

  get isComplete(): boolean {
    return (this.heard.get(this.name) ?? 0) === this.lines;
  }

  get missing(): string {
    return `its own line ${(this.heard.get(this.name) ?? 0) + 1} of ${this.lines}`;
  }

  private hear(text: string): void {
    if (text.startsWith('-- Said last')) this.history = 0;
    if (text.startsWith('-- You are')) this.isIn = true;
    const [, speaker, sender, number] = SAID.exec(text) ?? [];
    if (speaker === undefined || sender === undefined) return;
    if (!this.isIn && ++this.history > MAX_HISTORY)
      this.fail('bounds are kept', `was told ${this.history} lines that had been said before`);
    const last = this.heard.get(sender) ?? (this.name === sender ? 0 : Number(number) - 1);
    if (Number(number) !== last + 1)
      this.failBytes(`got line ${Number(number)} of ${sender} where ${last + 1} was due`);
    this.heard.set(sender, Number(number));
    if ((this.speakers.get(speaker) ?? sender) !== sender)
      this.failBytes(`got a line of ${sender} from ${speaker}, who is ${this.speakers.get(speaker)}`);
    this.speakers.set(speaker, sender);
  }
}
