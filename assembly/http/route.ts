import { ConnectionHandler } from '../loop';
import { Middleware, RequestFunction, RequestHandler } from './handlers';
import { Request } from './request';
import { Response } from './response';

/** Answers the requests of a route, with state of its own that they share. */
export abstract class Responder {
  /**
   * Answers a request, whose body may still be on its way, and returns null; or has its connection speak another protocol: answers with
   * 101 (`Response.upgrade`) and returns the handler that the connection has from then on.
   */
  abstract respond(request: Request, response: Response): ConnectionHandler | null;
}

/** Middleware that several routes share. */
export class MiddlewareList {
  /** Those of this group. */
  readonly own: Middleware[] = [];

  constructor(
    /** Those of the group around it, which come first. */
    readonly outer: MiddlewareList | null,
  ) {}

  /** Offers a request to each, from the outermost on, until one answers it. */
  onRequest(request: Request, response: Response): void {
    const outer = this.outer;
    if (outer != null) outer.onRequest(request, response);
    for (let i = 0; i < this.own.length && !response.isStarted; i++) this.own[i].onRequest(request, response);
  }

  /** Offers the response to each, from the innermost on. */
  onResponse(request: Request, response: Response): void {
    for (let i = this.own.length - 1; i >= 0; i--) this.own[i].onResponse(request, response);
    const outer = this.outer;
    if (outer != null) outer.onResponse(request, response);
  }

  /** Tells each that it is over. */
  onFinish(request: Request, response: Response): void {
    for (let i = this.own.length - 1; i >= 0; i--) this.own[i].onFinish(request, response);
    const outer = this.outer;
    if (outer != null) outer.onFinish(request, response);
  }
}

/** What is done with the requests of one path and method: one of the three ways. */
export class Route {
  /** Gets the request when its body is complete. */
  call: RequestFunction | null = null;
  /** Makes a handler for each request. */
  make: (() => RequestHandler) | null = null;
  /** Answers by itself. */
  responder: Responder | null = null;

  constructor(
    /** The middleware that comes first. */
    readonly middleware: MiddlewareList,
    /** The names of the parameters in its path. */
    readonly paramNames: string[],
  ) {}
}
