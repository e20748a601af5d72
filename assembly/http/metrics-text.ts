import { Histogram } from '../loop';
import { Bytes } from '../net';
import { ByteWriter } from './byte-writer';

/** The media type of such texts. */
export const METRICS_TYPE: string = 'text/plain; version=0.0.4; charset=utf-8';

const SECOND_NS: i64 = 1_000_000_000;
const ZERO: u8 = 0x30;
const POINT: u8 = 0x2e;
const NEW_LINE: u8 = 0x0a;
const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/** Has metrics, of which it writes the present values. */
export interface MetricsSource {
  /** Writes all of them. */
  write(text: MetricsText): void;
}

/**
 * Metrics as Prometheus reads them: its text format, version 0.0.4. Values are integers, 0 at least, but for times, which are in seconds.
 *
 * Source: Prometheus' documentation, "Exposition formats" and "Metric and label naming".
 */
export class MetricsText {
  private writer: ByteWriter = new ByteWriter(4096);
  private labels: i32 = 0;

  /** What has been written. */
  get bytes(): Bytes {
    return this.writer.bytes;
  }

  /** Writes a metric that has one value, which never falls; `name` ends in `_total`. */
  counter(name: string, help: string, value: i64): void {
    this.describe(name, 'counter', help);
    this.sample(name).value(value);
  }

  /** Writes a metric that has one value, which may fall. */
  gauge(name: string, help: string, value: i64): void {
    this.describe(name, 'gauge', help);
    this.sample(name).value(value);
  }

  /** Writes durations by how long they were; `name` ends in `_seconds`. */
  histogram(name: string, help: string, durations: Histogram): void {
    const bucket = name + '_bucket';
    this.describe(name, 'histogram', help);
    let count: i64 = 0;
    for (let i = 0; i < durations.buckets; i++) {
      count += durations.countOf(i);
      this.sample(bucket).beginLabel('le').writeSeconds(durations.boundNs(i));
      this.endLabel().value(count);
    }
    this.sample(bucket).label('le', '+Inf').value(durations.count);
    this.sample(name + '_sum').seconds(durations.sumNs);
    this.sample(name + '_count').value(durations.count);
  }

  /** Begins a metric whose samples follow; `kind`: `counter`, `gauge` or `histogram`. */
  describe(name: string, kind: string, help: string): void {
    const writer = this.writer;
    writer.writeText('# HELP ' + name + ' ' + help + '\n# TYPE ' + name + ' ' + kind + '\n');
  }

  /** Begins a sample, whose labels and value follow. */
  sample(name: string): MetricsText {
    this.writer.writeText(name);
    return this;
  }

  /** Adds a label to a sample. */
  label(name: string, value: string): MetricsText {
    const bytes = Bytes.of(value);
    this.beginLabel(name);
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes.at(i);
      if (byte == QUOTE || byte == BACKSLASH || byte == NEW_LINE) this.writer.writeByte(BACKSLASH);
      this.writer.writeByte(byte == NEW_LINE ? <u8>0x6e : byte);
    }
    return this.endLabel();
  }

  /** Ends a sample with its value. */
  value(value: i64): void {
    this.beginValue();
    this.writer.writeNumber(value);
    this.writer.writeByte(NEW_LINE);
  }

  /** Ends a sample with its value: a time in nanoseconds, which is written in seconds. */
  seconds(valueNs: i64): void {
    this.beginValue();
    this.writeSeconds(valueNs);
    this.writer.writeByte(NEW_LINE);
  }

  private beginLabel(name: string): MetricsText {
    this.writer.writeText((this.labels++ == 0 ? '{' : ',') + name + '="');
    return this;
  }

  private endLabel(): MetricsText {
    this.writer.writeByte(QUOTE);
    return this;
  }

  private beginValue(): void {
    this.writer.writeText(this.labels > 0 ? '} ' : ' ');
    this.labels = 0;
  }

  private writeSeconds(valueNs: i64): void {
    const writer = this.writer;
    writer.writeNumber(valueNs / SECOND_NS);
    let rest = valueNs % SECOND_NS;
    if (rest > 0) writer.writeByte(POINT);
    for (let unit = SECOND_NS / 10; rest > 0; unit /= 10) {
      writer.writeByte(ZERO + <u8>(rest / unit));
      rest %= unit;
    }
  }
}
