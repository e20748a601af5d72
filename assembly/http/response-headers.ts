import { ByteWriter } from './byte-writer';
import { isSame, isToken, isValue } from './tokens';

/** The headers of a response that the program adds. */
export class ResponseHeaders {
  /** What has been added, as it is sent. */
  readonly writer: ByteWriter = new ByteWriter(128);
  /** Whether `Content-Type` is among them. */
  hasType: bool = false;
  /** Whether `Connection: close` was asked for. */
  closes: bool = false;
  /** The length of the body that was announced; -1: none. */
  announcedBytes: i64 = -1;

  /** Forgets all of them. */
  reset(): void {
    this.writer.reset();
    this.hasType = this.closes = false;
    this.announcedBytes = -1;
  }

  /** Adds one, except those that are the server's own. False: the name is no token, or the value has a control character. */
  add(name: string, value: string): bool {
    if (!isToken(name) || !isValue(value)) return false;
    if (isSame(name, 'connection')) this.closes = this.closes || isSame(value, 'close');
    else if (isSame(name, 'content-length')) this.announcedBytes = I64.parseInt(value);
    else if (!isSame(name, 'date') && !isSame(name, 'transfer-encoding')) {
      if (isSame(name, 'content-type')) this.hasType = true;
      const writer = this.writer;
      writer.writeText(name);
      writer.writeText(': ');
      writer.writeText(value);
      writer.writeText('\r\n');
    }
    return true;
  }

  /** Adds a media type unless there is one; it is known to be valid. */
  addType(mediaType: string): void {
    if (this.hasType) return;
    this.hasType = true;
    const writer = this.writer;
    writer.writeText('Content-Type: ');
    writer.writeText(mediaType);
    writer.writeText('\r\n');
  }
}
