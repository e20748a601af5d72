import { writeLogTime, writeTimestamp } from '../http/http-date';
import { LogOutput } from '../http/log-output';
import { EventLoop } from '../loop';
import { wallSeconds } from '../wasi';
import { Session } from './session';

/** Two addresses, a reason, numbers and their names. */
const MAX_LINE_BYTES: i32 = 512;
const MILLISECOND_NS: i64 = 1_000_000;
const MICROSECOND_NS: i64 = 1_000;

/**
 * Writes a line to standard output for each session that is over: as text, or as JSON. All that it writes is its own, or an address: no
 * peer can end a line, or the text around something.
 */
export class SessionLog {
  private readonly output: LogOutput;

  constructor(
    private loop: EventLoop,
    private isJson: bool,
  ) {
    this.output = new LogOutput(loop, MAX_LINE_BYTES);
  }

  /** A session is over. */
  write(session: Session): void {
    if (this.isJson) this.writeJson(session);
    else this.writeLine(session);
    this.output.endLine();
  }

  private writeLine(session: Session): void {
    const writer = this.output.writer;
    writer.writeText(session.connection.remoteAddress.toString());
    writer.writeText(' [');
    writeLogTime(writer, wallSeconds());
    writer.writeText('] ');
    writer.writeText(upstreamOf(session, '-'));
    this.writeNumber(' from-client=', session.connection.bytesReceived);
    this.writeNumber(' to-client=', session.connection.bytesSent);
    this.writeNumber(' ms=', (this.loop.nowNs - session.startNs) / MILLISECOND_NS);
    this.writeNumber(' retries=', session.retries);
    writer.writeText(' ' + reasonOf(session) + '\n');
  }

  private writeJson(session: Session): void {
    const writer = this.output.writer;
    writer.writeText('{"time":"');
    writeTimestamp(writer, wallSeconds());
    writer.writeText('","remote":"');
    writer.writeText(session.connection.remoteAddress.toString());
    writer.writeText('","upstream":"');
    writer.writeText(upstreamOf(session, ''));
    this.writeNumber('","bytesFromClient":', session.connection.bytesReceived);
    this.writeNumber(',"bytesToClient":', session.connection.bytesSent);
    this.writeNumber(',"microseconds":', (this.loop.nowNs - session.startNs) / MICROSECOND_NS);
    this.writeNumber(',"retries":', session.retries);
    writer.writeText(',"reason":"' + reasonOf(session) + '"}\n');
  }

  private writeNumber(name: string, value: i64): void {
    this.output.writer.writeText(name);
    this.output.writer.writeNumber(value);
  }
}

function upstreamOf(session: Session, missing: string): string {
  const upstream = session.upstream;
  return upstream == null ? missing : upstream.text;
}

function reasonOf(session: Session): string {
  return session.reason.length > 0 ? session.reason : 'done';
}
