import { BodyDecoder } from './body-decoder';
import { RequestHandler } from './handlers';
import { Request } from './request';
import { Response } from './response';
import { MiddlewareList, Route } from './route';

/** A request, its response, and how far they have come. */
export class Exchange {
  /** The request. */
  readonly request: Request = new Request();
  /** Its response. */
  readonly response: Response = new Response();
  /** Takes the body out of what arrives. */
  readonly decoder: BodyDecoder = new BodyDecoder();
  /** The middleware that was offered the request; null: it did not come to that. */
  middleware: MiddlewareList | null = null;
  /** What the request is for; null: nothing. */
  route: Route | null = null;
  /** Its handler, if the route makes one. */
  handler: RequestHandler | null = null;
  /** Whether the body has arrived, or there is none. */
  isBodyComplete: bool = true;
  /** How many bytes of the body have arrived. */
  bodyBytes: i64 = 0;
  /** How many of them nobody wanted. */
  unwantedBytes: i64 = 0;
  /** Whether the client waits for `100 Continue` before it sends the body, perhaps. */
  awaitsContinue: bool = false;

  /** Forgets the request before. */
  reset(): void {
    this.middleware = null;
    this.route = null;
    this.handler = null;
    this.isBodyComplete = true;
    this.bodyBytes = this.unwantedBytes = 0;
    this.awaitsContinue = false;
  }

  /** Tells the handler that no more can come of it: the client has gone, or what it has sent is wrong. */
  cut(outcome: i32): void {
    const handler = this.handler;
    this.handler = null;
    if (handler == null) return;
    handler.onError(outcome);
    handler.onClose();
  }

  /** Tells the handler and the middleware that it is over. */
  finish(): void {
    const handler = this.handler;
    const middleware = this.middleware;
    this.handler = null;
    this.middleware = null;
    this.request.flow = null;
    if (handler != null) handler.onClose();
    if (middleware != null) middleware.onFinish(this.request, this.response);
  }
}
