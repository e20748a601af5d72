import { EventLoop, Histogram } from '../loop';
import { formatNumber } from '../wasi';
import { Middleware } from './handlers';
import { METRICS_TYPE, MetricsSource, MetricsText } from './metrics-text';
import { Request } from './request';
import { Response } from './response';

const MILLISECOND_NS: i64 = 1_000_000;

/** Counts requests, and tells of them, in an answer of its own or among other metrics. */
export class HttpMetrics extends Middleware implements MetricsSource {
  /** Requests by the first digit of their status. */
  private readonly requests: StaticArray<i64> = new StaticArray<i64>(10);
  private readonly durations: Histogram = new Histogram();
  private bodyBytes: i64 = 0;

  constructor(private loop: EventLoop) {
    super();
  }

  onFinish(request: Request, response: Response): void {
    this.requests[response.statusCode / 100]++;
    this.bodyBytes += response.bodyBytes;
    this.durations.record(this.loop.nowNs - request.startNs);
  }

  write(text: MetricsText): void {
    this.writeCounts(text);
    text.histogram('http_request_duration_seconds', 'Time from head to end.', this.durations);
  }

  /** Answers a request for them, and for what the loop has done so far. */
  answer(response: Response): void {
    const counters = this.loop.counters;
    const text = new MetricsText();
    this.writeCounts(text);
    text.counter(
      'http_request_milliseconds_total',
      'Time from head to end.',
      this.durations.sumNs / MILLISECOND_NS,
    );
    text.gauge('connections', 'Open connections.', this.loop.connectionCount);
    text.counter('connections_accepted_total', 'Clients accepted.', counters.accepted);
    text.counter('connections_refused_total', 'Clients refused.', counters.refused);
    text.counter('connections_failed_total', 'Connections that failed.', counters.failed);
    text.counter('received_bytes_total', 'Bytes received.', counters.bytesReceived);
    text.counter('sent_bytes_total', 'Bytes sent.', counters.bytesSent);
    text.counter('turns_total', 'Turns of the event loop.', counters.turns);
    response.bytes(text.bytes, METRICS_TYPE);
  }

  private writeCounts(text: MetricsText): void {
    text.describe('http_requests_total', 'counter', 'Requests that are over, by status.');
    for (let i = 1; i < 6; i++)
      text
        .sample('http_requests_total')
        .label('code', formatNumber(i) + 'xx')
        .value(this.requests[i]);
    text.counter('http_response_body_bytes_total', 'Bytes of bodies sent.', this.bodyBytes);
  }
}
