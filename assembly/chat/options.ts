/** Options of a `Chat`. */
export class ChatOptions {
  /** The longest line that is taken from a client, in bytes. */
  maxLineBytes: i32 = 1024;
  /** Lines that a client may send a second; further ones wait. 0: any number. */
  linesPerSecond: i32 = 10;
  /** Bytes that may wait for a client; one that reads so slowly that more would is dropped. */
  maxQueueBytes: i32 = 256 << 10;
  /** The most rooms. */
  maxRooms: i32 = 1000;
  /** The lines of a room that who joins is told. */
  historyLines: i32 = 50;
  /** Bytes of the lines that all rooms keep for those who join. */
  historyBytes: i32 = 8 << 20;
  /** Called with one line for the operator when a client connects or disconnects. */
  log: (line: string) => void = ignore;
}

function ignore(line: string): void {}
