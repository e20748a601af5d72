import { EventLoop } from '../loop';
import { Middleware } from './handlers';
import { Request } from './request';
import { Response } from './response';

/** Counts requests, and answers with what the server has done so far, as text that Prometheus reads (its text format, version 0.0.4). */
export class HttpMetrics extends Middleware {
  /** Requests by the first digit of their status. */
  private readonly requests: StaticArray<i64> = new StaticArray<i64>(10);
  private bodyBytes: i64 = 0;
  private nanoseconds: i64 = 0;
  private text: string = '';

  constructor(private loop: EventLoop) {
    super();
  }

  onFinish(request: Request, response: Response): void {
    this.requests[response.statusCode / 100]++;
    this.bodyBytes += response.bodyBytes;
    this.nanoseconds += this.loop.nowNs - request.startNs;
  }

  /** Answers a request for them. */
  answer(response: Response): void {
    const counters = this.loop.counters;
    this.text = '';
    this.describe('http_requests_total', 'counter', 'Requests that are over, by status.');
    for (let i = 1; i < 6; i++)
      this.add('http_requests_total{code="' + i.toString() + 'xx"}', this.requests[i]);
    this.addOne(
      'http_request_milliseconds_total',
      'counter',
      'Time from head to end.',
      this.nanoseconds / 1_000_000,
    );
    this.addOne('http_response_body_bytes_total', 'counter', 'Bytes of bodies sent.', this.bodyBytes);
    this.addOne('connections', 'gauge', 'Open connections.', this.loop.connectionCount);
    this.addOne('connections_accepted_total', 'counter', 'Clients accepted.', counters.accepted);
    this.addOne('connections_refused_total', 'counter', 'Clients refused.', counters.refused);
    this.addOne('connections_failed_total', 'counter', 'Connections that failed.', counters.failed);
    this.addOne('received_bytes_total', 'counter', 'Bytes received.', counters.bytesReceived);
    this.addOne('sent_bytes_total', 'counter', 'Bytes sent.', counters.bytesSent);
    this.addOne('turns_total', 'counter', 'Turns of the event loop.', counters.turns);
    response.type('text/plain; version=0.0.4').text(this.text);
    this.text = '';
  }

  private addOne(name: string, kind: string, help: string, value: i64): void {
    this.describe(name, kind, help);
    this.add(name, value);
  }

  private describe(name: string, kind: string, help: string): void {
    this.text += '# HELP ' + name + ' ' + help + '\n# TYPE ' + name + ' ' + kind + '\n';
  }

  private add(name: string, value: i64): void {
    this.text += name + ' ' + value.toString() + '\n';
  }
}
