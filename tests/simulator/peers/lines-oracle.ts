import { Oracle } from './oracle.ts';

const LONGEST_LINE = 4096;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** lines: each line comes back with its number; `quit` and a line that is too long end the connection. */
export class LinesOracle extends Oracle {
  private due = '';
  private line = '';
  private lines = 0;
  /** The server is to close by itself. */
  private isOver = false;

  /** A line of letters that says where it begins. */
  make(bytes: number): Uint8Array {
    const start = `${this.name}${this.sent}`;
    const text = start.padEnd(bytes - 1, LETTERS.slice(this.sent % 26) + LETTERS);
    return Buffer.from(`${text.slice(0, Math.max(bytes - 1, 0))}\n`);
  }

  override send(bytes: Uint8Array): void {
    super.send(bytes);
    const parts = (this.line + Buffer.from(bytes).toString('latin1')).split('\n');
    this.line = parts.pop()!;
    for (const part of parts) this.answer(part);
    if (this.line.length > LONGEST_LINE) this.answer(this.line);
  }

  receive(bytes: Uint8Array): void {
    this.endLine();
    const text = Buffer.from(bytes).toString('latin1');
    const due = this.due.slice(this.got, this.got + text.length);
    if (text !== due) {
      const at = [...text].findIndex((letter, i) => letter !== due[i]);
      const show = (all: string): string => JSON.stringify(all.slice(at, at + 24));
      this.failBytes(`got ${show(text)} where ${show(due)} was due, at byte ${this.got + at}`);
    }
    this.got += text.length;
  }

  receiveEnd(): void {
    this.endLine();
    if (this.circumstances.isDraining) return;
    if (!this.hasEnded && !this.isOver)
      this.fail(
        'no connection is broken by the server',
        'got the end of the stream before it has ended its own',
      );
    if (!this.isComplete) this.failBytes(`got the end of the stream without ${this.missing}`);
  }

  /** Closing with something unread resets a connection: that is what it gets for talking on; a drain's time is limited. */
  breakOff(): void {
    if (!this.isOver && !this.circumstances.isDraining)
      this.fail('no connection is broken by the server', 'was cut off');
  }

  get isComplete(): boolean {
    this.endLine();
    return this.got === this.due.length;
  }

  get missing(): string {
    return `${this.due.length - this.got} of ${this.due.length} bytes`;
  }

  private answer(line: string): void {
    if (this.isOver) return;
    this.isOver = line === 'quit' || line.length > LONGEST_LINE;
    if (line === 'quit') this.due += 'bye\n';
    else if (this.isOver) this.due += 'line too long\n';
    else this.due += `${++this.lines} ${line}\n`;
  }

  /** What stands before the end of the stream is a line too. */
  private endLine(): void {
    if (!this.hasEnded || this.line === '') return;
    this.answer(this.line);
    this.line = '';
  }
}
