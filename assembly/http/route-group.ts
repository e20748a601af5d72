import { EventLoop } from '../loop';
import { FunctionMiddleware, Middleware, RequestFunction, RequestHandler } from './handlers';
import { MiddlewareList, Responder, Route } from './route';
import { ANY_METHOD, Router } from './router';
import { FileOptions } from './static/file-options';
import { FileRoute } from './static/file-route';
import { FileSource } from './static/file-source';
import { WebSocketOptions } from './websocket/options';
import { WebSocketFunction, WebSocketUpgrade } from './websocket/web-socket-upgrade';

/**
 * Routes below a common path, with middleware of their own, which gets their requests whether it was added before them or after.
 *
 * A path is made of texts, parameters and perhaps a rest: `/users/:id`, `/files/*`. A route that can't be added is a `problem`.
 */
export class RouteGroup {
  /** @internal */
  readonly middleware: MiddlewareList;

  constructor(
    /** @internal */
    protected readonly router: Router,
    /** @internal */
    protected readonly problems: string[],
    private prefix: string,
    outer: MiddlewareList | null,
    /** The loop that the server runs on. */
    readonly loop: EventLoop,
  ) {
    this.middleware = new MiddlewareList(outer);
  }

  /** Answers GET, and HEAD unless that has a route of its own. */
  get(path: string, call: RequestFunction): void {
    this.route('GET', path, call);
  }

  /** Answers HEAD. */
  head(path: string, call: RequestFunction): void {
    this.route('HEAD', path, call);
  }

  /** Answers POST; the request has its whole body. */
  post(path: string, call: RequestFunction): void {
    this.route('POST', path, call);
  }

  /** Answers PUT; the request has its whole body. */
  put(path: string, call: RequestFunction): void {
    this.route('PUT', path, call);
  }

  /** Answers PATCH; the request has its whole body. */
  patch(path: string, call: RequestFunction): void {
    this.route('PATCH', path, call);
  }

  /** Answers DELETE. */
  delete(path: string, call: RequestFunction): void {
    this.route('DELETE', path, call);
  }

  /** Answers OPTIONS, which is answered with the methods that there are otherwise. */
  options(path: string, call: RequestFunction): void {
    this.route('OPTIONS', path, call);
  }

  /** Answers every method that has no route of its own there, but CONNECT and TRACE. */
  all(path: string, call: RequestFunction): void {
    this.route(ANY_METHOD, path, call);
  }

  /** Answers a method, also one that is not known otherwise; `*`: every method. */
  route(method: string, path: string, call: RequestFunction): void {
    this.newRoute(method, path).call = call;
  }

  /** Answers a method, or `*` for every one, with a handler that is made for each request and gets the body as it comes. */
  handle(method: string, path: string, make: () => RequestHandler): void {
    this.newRoute(method, path).make = make;
  }

  /** Answers a method, or `*` for every one, by an object that all its requests share. */
  respond(method: string, path: string, responder: Responder): void {
    this.newRoute(method, path).responder = responder;
  }

  /** Answers GET and HEAD below a path that ends in `/*` with files: `/assets/*` serves `a.css` of the source at `/assets/a.css`. */
  files(path: string, source: FileSource, options: FileOptions = new FileOptions()): void {
    if (!path.endsWith('/*')) this.problems.push('the path of files, ' + path + ', does not end in /*');
    this.respond('GET', path, new FileRoute(source, options));
  }

  /** Answers the handshakes of WebSockets: `make` makes a handler for each, or returns null to refuse it. */
  webSocket(path: string, make: WebSocketFunction, options: WebSocketOptions = new WebSocketOptions()): void {
    this.respond('GET', path, new WebSocketUpgrade(this.loop, make, options));
  }

  /** Adds a function as middleware: it gets each request first; where it answers, the route does not get it. */
  use(call: RequestFunction): void {
    this.useMiddleware(new FunctionMiddleware(call));
  }

  /** Adds middleware. The first to be added gets requests first, and responses last. */
  useMiddleware(middleware: Middleware): void {
    this.middleware.own.push(middleware);
  }

  /** Makes a group below a path of this one, such as `/api`. */
  group(prefix: string): RouteGroup {
    return new RouteGroup(this.router, this.problems, this.prefix + prefix, this.middleware, this.loop);
  }

  private newRoute(method: string, path: string): Route {
    const route = new Route(this.middleware, []);
    const problem = this.router.add(method, this.prefix + path, route);
    if (problem.length > 0)
      this.problems.push('the route ' + method + ' ' + this.prefix + path + ' ' + problem);
    return route;
  }
}
