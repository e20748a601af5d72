import { Bytes } from '../net';
import { wallSeconds } from '../wasi';
import { ByteWriter } from './byte-writer';
import { writeDate } from './http-date';

const REFRESH_NS: i64 = 500_000_000;

/** The header `Date`, made anew when its second may be over: asking the host for the time with each response would cost more. */
export class DateLine {
  private writer: ByteWriter = new ByteWriter(40);
  private nextNs: i64 = 0;

  /** Returns the line; `nowNs`: the time of the loop's turn. */
  at(nowNs: i64): Bytes {
    if (nowNs >= this.nextNs) {
      this.nextNs = nowNs + REFRESH_NS;
      this.writer.reset();
      this.writer.writeText('Date: ');
      writeDate(this.writer, wallSeconds());
      this.writer.writeText('\r\n');
    }
    return this.writer.bytes;
  }
}
