import { Response } from './response';

/** Sends events to a browser's `EventSource`: server-sent events of the HTML standard, section 9.2. */
export class EventStream {
  /** Starts the response, which no longer is answered in any other way. */
  constructor(private response: Response) {
    response.type('text/event-stream').header('Cache-Control', 'no-store').writeText('\n');
  }

  /** Whether the client is still there. */
  get isOpen(): bool {
    return !this.response.isEnded;
  }

  /**
   * Sends an event: its data, the name of its kind (empty: `message`), and an id that a client comes back with. Line breaks in the name
   * and the id are left out. Returns whether more is welcome.
   */
  send(data: string, event: string = '', id: string = ''): bool {
    let text = '';
    if (event.length > 0) text += 'event: ' + withoutBreaks(event) + '\n';
    if (id.length > 0) text += 'id: ' + withoutBreaks(id) + '\n';
    let start = 0;
    for (let i = 0; i <= data.length; i++) {
      if (i < data.length && !isBreak(data.charCodeAt(i))) continue;
      text += 'data: ' + data.substring(start, i) + '\n';
      if (i + 1 < data.length && data.charCodeAt(i) == 0x0d && data.charCodeAt(i + 1) == 0x0a) i++;
      start = i + 1;
    }
    return this.response.writeText(text + '\n');
  }

  /** Ends the stream; the browser connects again. */
  close(): void {
    this.response.end();
  }
}

function isBreak(unit: i32): bool {
  return unit == 0x0a || unit == 0x0d;
}

function withoutBreaks(text: string): string {
  let line = '';
  for (let i = 0; i < text.length; i++) if (!isBreak(text.charCodeAt(i))) line += text.charAt(i);
  return line;
}
