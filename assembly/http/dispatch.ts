import { ConnectionHandler } from '../loop';
import { Bytes } from '../net';
import { NO_LENGTH } from './framing';
import { Exchange } from './exchange';
import { PendingBytes } from './pending-bytes';
import { Request } from './request';
import { ServerContext } from './server-context';

/** How much of a body is thrown away, so that the connection can be used again. */
export const MAX_UNWANTED_BYTES: i64 = 65536;

const piece = new Bytes(new StaticArray<u8>(0), 0, 0);

/** Whether a connection closes after it has been refused with that status: what comes next may be a body, or anything. */
export function closesAfter(status: i32, request: Request): bool {
  return status == 400 || status == 413 || request.method == 'CONNECT';
}

/** Looks at a head that has been parsed. Returns the status to refuse the request with, or 0. */
export function refusalOf(context: ServerContext, exchange: Exchange): i32 {
  const request = exchange.request;
  const head = request.head;
  const buffer = head.fields.buffer;
  const framing = head.framing;
  exchange.decoder.start(framing);
  exchange.isBodyComplete = exchange.decoder.hasEnded;
  exchange.awaitsContinue = head.expectsContinue;
  exchange.response.isHttp11 = head.minor == 1;
  request.method = methodOf(context.router.methods, buffer, head.methodStart, head.methodEnd);
  exchange.response.isHead = request.method == 'HEAD';
  if (request.method.length == 0 || request.method == 'CONNECT') return 501;
  const location = request.location;
  if (!location.parse(buffer, head.targetStart, head.targetEnd)) return 400;
  if (location.isAsterisk && request.method != 'OPTIONS') return 400;
  if (framing.contentLength > context.options.maxBodyBytes) return 413;
  return head.minor == 0 && framing.contentLength == NO_LENGTH && needsBody(request.method) ? 411 : 0;
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
    const responder = route.responder;
    const make = route.make;
    if (responder != null) return responder.respond(request, response);
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

/** Gives the piece of the body that the decoder has found to whom it concerns. */
export function receiveBody(exchange: Exchange, buffer: StaticArray<u8>): void {
  const decoder = exchange.decoder;
  const request = exchange.request;
  const handler = exchange.handler;
  if (exchange.response.isEnded) exchange.unwantedBytes += decoder.pieceBytes;
  else if (handler != null) {
    piece.set(buffer, decoder.pieceStart, decoder.pieceBytes);
    handler.onData(piece);
  } else if (decoder.hasEnded && request.collected == null)
    request.setBody(buffer, decoder.pieceStart, decoder.pieceBytes); // whole: no copy is needed
  else {
    let collected = request.collected;
    if (collected == null) collected = request.collected = new PendingBytes();
    collected.append(buffer, decoder.pieceStart, decoder.pieceBytes);
  }
}

/** Whether what is missing of the body can be thrown away, so that the next request is found behind it. */
export function canSkipBody(exchange: Exchange): bool {
  if (exchange.isBodyComplete || exchange.handler != null) return true;
  const length = exchange.request.contentLength;
  return !exchange.awaitsContinue && length != NO_LENGTH && length - exchange.bodyBytes <= MAX_UNWANTED_BYTES;
}

/** Tells whom it concerns that the body is complete. */
export function completeBody(exchange: Exchange): void {
  const request = exchange.request;
  exchange.isBodyComplete = true;
  request.flow = null;
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
    while (same < method.length && <i32>unchecked(buffer[start + same]) == method.charCodeAt(same)) same++;
    if (same == method.length) return method;
  }
  return '';
}

function needsBody(method: string): bool {
  return method == 'POST' || method == 'PUT' || method == 'PATCH';
}
