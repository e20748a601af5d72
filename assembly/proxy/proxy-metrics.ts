import { MetricsSource, MetricsText } from '../http';
import { Dispatcher } from './dispatcher';
import { Upstream } from './upstream';
import { UpstreamSet } from './upstream-set';

/** What a proxy has done so far, and how its upstreams are. Bytes are those of connections that are over. */
export class ProxyMetrics implements MetricsSource {
  constructor(
    private dispatcher: Dispatcher,
    private upstreams: UpstreamSet,
  ) {}

  write(text: MetricsText): void {
    const dispatcher = this.dispatcher;
    text.counter('proxy_sessions_total', 'Clients that are gone.', dispatcher.ended);
    text.counter('proxy_rejected_total', 'Clients that no upstream has taken.', dispatcher.rejected);
    text.counter(
      'proxy_retries_total',
      'Attempts at another upstream after one that failed.',
      dispatcher.retries,
    );
    text.gauge('proxy_waiting', 'Clients that wait for an upstream with room.', dispatcher.waitingCount);
    this.describe(text, 'up', 'gauge', 'Whether the upstream is up.', (upstream) =>
      upstream.health.isUp ? 1 : 0,
    );
    this.describe(
      text,
      'connections',
      'gauge',
      'Connections to the upstream.',
      (upstream) => upstream.connections,
    );
    this.describe(
      text,
      'opened_total',
      'counter',
      'Connections that have opened.',
      (upstream) => upstream.opened,
    );
    this.describe(
      text,
      'failed_total',
      'counter',
      'Attempts to connect that have failed.',
      (upstream) => upstream.failed,
    );
    this.describe(
      text,
      'sent_bytes_total',
      'counter',
      'Bytes sent to the upstream.',
      (upstream) => upstream.bytesSent,
    );
    this.describe(
      text,
      'received_bytes_total',
      'counter',
      'Bytes received from the upstream.',
      (upstream) => upstream.bytesReceived,
    );
  }

  /** Writes a metric with a sample for each upstream. */
  private describe(
    text: MetricsText,
    name: string,
    kind: string,
    help: string,
    valueOf: (upstream: Upstream) => i64,
  ): void {
    const all = this.upstreams.all;
    const fullName = 'proxy_upstream_' + name;
    text.describe(fullName, kind, help);
    for (let i = 0; i < all.length; i++)
      if (!isNamedBefore(all, i)) text.sample(fullName).label('upstream', all[i].text).value(valueOf(all[i]));
  }
}

/** Whether the i-th upstream is the same address as one before it: no two samples may have the same labels. */
function isNamedBefore(all: Upstream[], i: i32): bool {
  for (let k = 0; k < i; k++) if (all[k].text == all[i].text) return true;
  return false;
}
