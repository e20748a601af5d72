import { ResponseHandler } from '../http';
import { ConnectionHandler } from '../loop';
import { Bytes, INVALID_STATE, NEW_SOCKET_LIMIT, OUT_OF_MEMORY, describe } from '../net';
import { formatNumber } from '../wasi';
import { HealthCheck, Upstream } from './upstream';

/** Is told what checks come to. */
export interface HealthCheckOwner {
  /** A check has passed. */
  onPass(upstream: Upstream): void;

  /** A check has failed; `why` is a short text. */
  onFail(upstream: Upstream, why: string): void;
}

/** Asks for a connection. */
export class ConnectCheck extends ConnectionHandler implements HealthCheck {
  constructor(
    private owner: HealthCheckOwner,
    private upstream: Upstream,
  ) {
    super();
  }

  onOpen(): void {
    this.owner.onPass(this.upstream);
    this.connection.close();
  }

  onData(data: Bytes): void {}

  onError(outcome: i32): void {
    report(this.owner, this.upstream, outcome);
  }

  onClose(): void {
    this.upstream.check = null;
  }

  cancel(): void {
    this.connection.abort();
  }
}

/** Asks by HTTP. */
export class HttpCheck extends ResponseHandler implements HealthCheck {
  private isDecided: bool = false;

  constructor(
    private owner: HealthCheckOwner,
    private upstream: Upstream,
  ) {
    super();
  }

  onResponse(): void {
    const status = this.response.status;
    this.isDecided = true;
    if (status >= 200 && status < 400) this.owner.onPass(this.upstream);
    else this.owner.onFail(this.upstream, 'status ' + formatNumber(status));
  }

  onEnd(): void {
    this.upstream.check = null;
  }

  onError(outcome: i32): void {
    this.upstream.check = null;
    if (!this.isDecided) report(this.owner, this.upstream, outcome);
  }

  cancel(): void {
    this.request.abort();
  }
}

/** Reports a failure, unless it is the proxy's own. */
function report(owner: HealthCheckOwner, upstream: Upstream, outcome: i32): void {
  if (outcome != NEW_SOCKET_LIMIT && outcome != INVALID_STATE && outcome != OUT_OF_MEMORY)
    owner.onFail(upstream, describe(outcome));
}
