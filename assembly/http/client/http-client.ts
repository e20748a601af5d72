import { EventLoop, TimerTask } from '../../loop';
import { ClientExchange } from './client-exchange';
import { ClientPool } from './client-pool';
import { ClientRequest } from './client-request';
import { ExchangeDeadline } from './exchange-deadline';
import { ClientOptions } from './options';
import { ResponseHandler } from './response-handler';

/**
 * An HTTP/1.1 client on an event loop (RFC 9110, RFC 9112), for `http://`. It keeps connections for further requests, which the options
 * bound.
 */
export class HttpClient {
  private pool: ClientPool;
  private sending: SendTask = new SendTask();

  constructor(
    private options: ClientOptions = new ClientOptions(),
    /** The loop that it runs on, most likely that of a server. */
    readonly loop: EventLoop = new EventLoop(),
  ) {
    options.connection.autoPauseReads = false; // a server may answer before it has taken the whole body
    this.pool = new ClientPool(options, loop);
  }

  /** Makes a request, which is sent in the next turn of the loop: until then, headers and a body can be given to it. */
  request(method: string, url: string, handler: ResponseHandler): ClientRequest {
    const request = new ClientRequest(method, url);
    const deadline = new ExchangeDeadline(this.loop);
    const exchange = new ClientExchange(request, handler, this.options, this.pool, deadline);
    deadline.owner = exchange;
    request.owner = exchange;
    handler.request = request;
    handler.response = exchange.response;
    this.sending.exchanges.push(exchange);
    if (!this.sending.isScheduled) this.loop.schedule(this.sending, 0);
    return request;
  }

  /** Makes a request with the method GET. */
  get(url: string, handler: ResponseHandler): ClientRequest {
    return this.request('GET', url, handler);
  }

  /** Closes it: requests that wait fail with INVALID_STATE, as do new ones, those under way finish, and no connection is kept. */
  close(): void {
    this.pool.close();
  }
}

/** Sends what was requested in the turn before. */
class SendTask extends TimerTask {
  exchanges: ClientExchange[] = [];

  onTimer(): void {
    const exchanges = this.exchanges;
    this.exchanges = [];
    for (let i = 0; i < exchanges.length; i++) exchanges[i].prepare();
  }
}
