import { EventLoop } from '../loop';
import { wallSeconds } from '../wasi';
import { ByteWriter } from './byte-writer';
import { Middleware } from './handlers';
import { writeLogTime, writeTimestamp } from './http-date';
import { LogOutput } from './log-output';
import { Request } from './request';
import { Response } from './response';

/** What is shown of a target or a header. */
const MAX_SHOWN_BYTES: i32 = 1024;
const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/** Writes a line to standard output for each request that is over: in the combined log format, or as JSON. */
export class AccessLog extends Middleware {
  private readonly output: LogOutput;
  private writer!: ByteWriter;

  constructor(
    private loop: EventLoop,
    private isJson: bool,
  ) {
    super();
    this.output = new LogOutput(loop, 4 * MAX_SHOWN_BYTES);
    this.writer = this.output.writer;
  }

  onFinish(request: Request, response: Response): void {
    if (this.isJson) this.writeJson(request, response);
    else this.writeCombined(request, response);
    this.output.endLine();
  }

  private writeCombined(request: Request, response: Response): void {
    const writer = this.writer;
    writer.writeText(request.remoteAddress.host);
    writer.writeText(' - - [');
    writeLogTime(writer, wallSeconds());
    writer.writeText('] "');
    this.writeRequestLine(request);
    writer.writeText('" ');
    writer.writeNumber(response.statusCode);
    writer.writeText(' ');
    writer.writeNumber(response.bodyBytes);
    writer.writeText(' "');
    this.writeField(request, 'referer', '-');
    writer.writeText('" "');
    this.writeField(request, 'user-agent', '-');
    writer.writeText('"\n');
  }

  private writeJson(request: Request, response: Response): void {
    const writer = this.writer;
    writer.writeText('{"time":"');
    writeTimestamp(writer, wallSeconds());
    writer.writeText('","remote":"');
    writer.writeText(request.remoteAddress.toString());
    writer.writeText('","request":"');
    this.writeRequestLine(request);
    writer.writeText('","status":');
    writer.writeNumber(response.statusCode);
    writer.writeText(',"bytes":');
    writer.writeNumber(response.bodyBytes);
    writer.writeText(',"microseconds":');
    writer.writeNumber((this.loop.nowNs - request.startNs) / 1000);
    writer.writeText(',"referer":"');
    this.writeField(request, 'referer', '');
    writer.writeText('","userAgent":"');
    this.writeField(request, 'user-agent', '');
    writer.writeText('"}\n');
  }

  private writeRequestLine(request: Request): void {
    const head = request.head;
    this.writer.writeText(request.method + ' ');
    this.writeEscaped(head.fields.buffer, head.targetStart, head.targetEnd);
    this.writer.writeText(request.version == 10 ? ' HTTP/1.0' : ' HTTP/1.1');
  }

  private writeField(request: Request, name: string, missing: string): void {
    const fields = request.head.fields;
    const i = fields.find(name);
    if (i < 0) this.writer.writeText(missing);
    else this.writeEscaped(fields.buffer, fields.valueStart(i), fields.valueEnd(i));
  }

  /** A client must not be able to end the line or the text around it. */
  private writeEscaped(buffer: StaticArray<u8>, start: i32, end: i32): void {
    const limit = min(end, start + MAX_SHOWN_BYTES);
    for (let i = start; i < limit; i++) {
      const byte = buffer[i];
      if (byte == QUOTE || byte == BACKSLASH) this.writer.writeByte(BACKSLASH);
      this.writer.writeByte(byte < 0x20 ? 0x20 : byte);
    }
  }
}
