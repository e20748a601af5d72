import { Connection, ConnectionHandler } from '../loop';
import { Bytes } from '../net';
import { isText } from './fields';
import { NO_LENGTH } from './framing';
import { Exchange } from './exchange';
import { Request } from './request';
import { ServerContext } from './server-context';

/** Looks at a head that has been parsed. Returns the status to refuse the request with, or 0. */
export function refusalOf(context: ServerContext, request: Request): i32 {
  const head = request.head;
  const buffer = head.fields.buffer;
  request.method = methodOf(context.router.methods, buffer, head.methodStart, head.methodEnd);
  if (request.method.length == 0 || request.method == 'CONNECT') return 501;
  const location = request.location;
  if (!location.parse(buffer, head.targetStart, head.targetEnd)) return 400;
  if (location.isAsterisk && request.method != 'OPTIONS') return 400;
  const length = head.framing.contentLength;
  if (length > context.options.maxBodyBytes) return 413;
  const needsLength = head.minor == 0 && length == NO_LENGTH;
  return needsLength && hasBodyByNature(request.method) ? 411 : 0;
}

/** Gives the request to the middleware, and if that does not answer it, to its route. Returns the connection's next handler, if another. */
export function dispatch(context: ServerContext, exchange: Exchange): ConnectionHandler | null {
  const request = exchange.request;
  const response = exchange.response;
  const route = context.router.find(request);
  exchange.route = route;
  const middleware = route != null ? route.middleware : context.middleware;
  exchange.middleware = middleware;
  middleware.onRequest(request, response);
  if (response.isStarted) return null;
  if (route == null) context.answerUnrouted(exchange);
  else {
    const upgrade = route.upgrade;
    const make = route.make;
    if (upgrade != null) return upgrade.start(request, response);
    if (make != null) {
      const handler = make();
      exchange.handler = handler;
      handler.request = request;
      handler.response = response;
      handler.onRequest();
    }
  }
  return null;
}

/** Tells whom it concerns that the body is complete. */
export function completeBody(exchange: Exchange): void {
  const request = exchange.request;
  exchange.isBodyComplete = true;
  request.trailers = exchange.decoder.trailers;
  const collected = request.collected;
  if (collected != null) request.setBody(collected.buffer, collected.start, collected.length);
  const handler = exchange.handler;
  const route = exchange.route;
  if (handler != null) handler.onEnd();
  else if (route != null && !exchange.response.isStarted) {
    const call = route.call;
    if (call != null) call(request, exchange.response);
  }
}

/** Returns the known method that a range is; empty: none. */
function methodOf(methods: string[], buffer: StaticArray<u8>, start: i32, end: i32): string {
  for (let i = 0; i < methods.length; i++) {
    const method = methods[i];
    if (method.length != end - start) continue;
    let same = 0;
    while (same < method.length && <i32>buffer[start + same] == method.charCodeAt(same)) same++;
    if (same == method.length) return method;
  }
  return '';
}

function hasBodyByNature(method: string): bool {
  return method == 'POST' || method == 'PUT' || method == 'PATCH';
}
