import { Bytes } from '../net';
import { Request } from './request';
import { Response } from './response';

/** Answers a request, now or later; also a page for an error, or middleware, which may leave the response to others. */
export type RequestFunction = (request: Request, response: Response) => void;

/**
 * Answers one request, with state of its own, and gets the body as it comes: a new one is made for each request (see
 * `RouteGroup.handle`).
 *
 * `onRequest` is called first, then `onData` for each piece of the body, `onEnd` when it is complete, and at last `onClose`, once.
 */
export abstract class RequestHandler {
  /** The request. Set before the first call. */
  request!: Request;
  /** Its response. Set before the first call. */
  response!: Response;

  /** The head has arrived. */
  onRequest(): void {}

  /** A piece of the body has arrived. `data` is good until this returns: `copy` what is kept. */
  onData(data: Bytes): void {}

  /** The body is complete, or there is none. */
  onEnd(): void {}

  /** The client has taken what waited for it, after `write` had returned false. */
  onWritable(): void {}

  /** The client has gone, or the body is not right; nothing can be answered any more. `outcome` says why (see `describe`), 0: no more is known. */
  onError(outcome: i32): void {}

  /** It is over: all has been written, or the client has gone. */
  onClose(): void {}
}

/** Looks at the requests and responses of a group of routes. */
export abstract class Middleware {
  /** A request has arrived. Where it is answered here, neither the middleware after it nor the route gets it. */
  onRequest(request: Request, response: Response): void {}

  /** The response starts: the last occasion to add headers. */
  onResponse(request: Request, response: Response): void {}

  /** All has been written, or the client has gone: for logs. */
  onFinish(request: Request, response: Response): void {}
}

/** Middleware made of a function. */
export class FunctionMiddleware extends Middleware {
  constructor(private call: RequestFunction) {
    super();
  }

  onRequest(request: Request, response: Response): void {
    this.call(request, response);
  }
}
