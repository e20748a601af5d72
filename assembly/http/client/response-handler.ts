import { Bytes, OUT_OF_MEMORY } from '../../net';
import { PendingBytes } from '../pending-bytes';
import { ClientRequest } from './client-request';
import { ClientResponse } from './client-response';

/**
 * Gets the response to a request, as it comes; a new one is made for each request.
 *
 * `onResponse` is called first, then `onData` for each piece of the body, and at last `onEnd`; or `onError`, once, in place of whatever
 * was still to come. None is called from within `HttpClient.request`, or after `ClientRequest.abort`.
 */
export abstract class ResponseHandler {
  /** The request. Set by `HttpClient.request`. */
  request!: ClientRequest;
  /** The response; its head is there from `onResponse` on. Set by `HttpClient.request`. */
  response!: ClientResponse;

  /** The head has arrived. */
  onResponse(): void {}

  /** A piece of the body has arrived. `data` is good until this returns: `copy` what is kept. */
  onData(data: Bytes): void {}

  /** The response is complete. */
  onEnd(): void {}

  /** The server has taken what waited for it, after `ClientRequest.write` had returned false. */
  onWritable(): void {}

  /**
   * There is no response, or it is cut off. `outcome` says why (see `describe`): INVALID_ARGUMENT or NOT_SUPPORTED (`request.problem`
   * says what), TIMEOUT, NEW_SOCKET_LIMIT (too many requests wait), INVALID_STATE (the client or the loop closes), CONNECTION_BROKEN
   * (the server has closed the connection), CONNECTION_ABORTED (what it has sent is not valid HTTP), OUT_OF_MEMORY (its head, or the
   * body for a BufferedResponseHandler, is too large), or why there was no connection, as with `EventLoop.connect`.
   */
  onError(outcome: i32): void {}
}

/** Gets the response when it is whole, with its body. */
export abstract class BufferedResponseHandler extends ResponseHandler {
  constructor(
    /** The most bytes of the body; with more the request fails with OUT_OF_MEMORY. */
    private limitBytes: i32 = 1 << 20,
  ) {
    super();
  }

  /** The response is complete: `text` and `bytes` give its body. */
  abstract onComplete(response: ClientResponse): void;

  onResponse(): void {
    if (this.response.contentLength > this.limitBytes && this.request.method != 'HEAD') this.giveUp();
  }

  onData(data: Bytes): void {
    const response = this.response;
    let collected = response.collected;
    if (collected == null) collected = response.collected = new PendingBytes();
    if (data.length > this.limitBytes - collected.length) this.giveUp();
    else collected.append(data.buffer, data.start, data.length);
  }

  onEnd(): void {
    this.onComplete(this.response);
  }

  private giveUp(): void {
    this.request.abort();
    this.onError(OUT_OF_MEMORY);
  }
}
