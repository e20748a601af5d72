import { Message } from './events/said';

/** What a line takes beside its text, about: objects, names, keys of the JSON. */
const LINE_BYTES: i32 = 400;
/** How often its text is there: by itself, as a line and as JSON. */
const COPIES: i32 = 3;

/** A line that is kept for those who join. */
export class HistoryLine {
  /** @internal The line before it and after it, of all rooms. */
  older: HistoryLine | null = null;
  /** @internal */
  newer: HistoryLine | null = null;

  constructor(
    readonly message: Message,
    /** @internal The lines of its room. */
    readonly list: HistoryLine[],
  ) {}

  /** How much memory it takes, about. */
  get bytes(): i32 {
    return LINE_BYTES + COPIES * this.message.text.length;
  }
}

/** The lines that rooms keep: so many of each, and so many bytes of all, beyond which the oldest of all goes. */
export class History {
  /** How much memory they take together, about. */
  bytes: i32 = 0;
  private oldest: HistoryLine | null = null;
  private newest: HistoryLine | null = null;

  constructor(
    private maxLines: i32,
    private maxBytes: i32,
  ) {}

  /** Adds what was said to the lines of a room. */
  add(message: Message, list: HistoryLine[]): void {
    if (this.maxLines == 0) return;
    if (list.length == this.maxLines) this.removeFirst(list);
    const line = new HistoryLine(message, list);
    list.push(line);
    const newest = this.newest;
    line.older = newest;
    if (newest != null) newest.newer = line;
    else this.oldest = line;
    this.newest = line;
    this.bytes += line.bytes;
    while (this.bytes > this.maxBytes) this.removeFirst(this.oldest!.list);
  }

  /** Forgets the lines of a room. */
  clear(list: HistoryLine[]): void {
    while (list.length > 0) this.removeFirst(list);
  }

  private removeFirst(list: HistoryLine[]): void {
    const line = list.shift();
    const older = line.older;
    const newer = line.newer;
    if (older != null) older.newer = newer;
    else this.oldest = newer;
    if (newer != null) newer.older = older;
    else this.newest = older;
    this.bytes -= line.bytes;
  }
}
