import { Fields, isText } from '../fields';
import { ListReader } from '../list-reader';
import { Request } from '../request';
import { Response } from '../response';
import { ClientRequest } from './client-request';
import { ClientResponse } from './client-response';

/**
 * Gives a request to an upstream the headers of one to this server, but for `Host` and those of the connection: what a gateway does. Where
 * the one has a body, the other's is streamed.
 */
export function forwardRequest(from: Request, to: ClientRequest): void {
  const fields = from.head.fields;
  const framing = from.head.framing;
  for (let i = 0; i < fields.count; i++)
    if (isEndToEnd(fields, i)) to.header(fields.name(i), fields.value(i));
  if (framing.isChunked || framing.contentLength > 0) to.stream(framing.contentLength);
}

/** Gives a response the status and the headers of an upstream's, but for those of the connection. */
export function forwardResponse(from: ClientResponse, to: Response): void {
  const fields = from.head.fields;
  to.status(from.status);
  for (let i = 0; i < fields.count; i++)
    if (isEndToEnd(fields, i)) to.header(fields.name(i), fields.value(i));
}

/** Whether a field may be passed on. */
function isEndToEnd(fields: Fields, i: i32): bool {
  if (isHopByHop(fields, i)) return false;
  const name = fields.name(i);
  const items = new ListReader();
  for (let k = fields.find('connection'); k >= 0; k = fields.find('connection', k + 1)) {
    items.reset(fields.buffer, fields.valueStart(k), fields.valueEnd(k));
    while (items.next()) if (isText(fields.buffer, items.start, items.end, name)) return false;
  }
  return true;
}

/** Whether a field is for one connection or one server only, also where `Connection` does not name it (RFC 9110, section 7.6.1). */
function isHopByHop(fields: Fields, i: i32): bool {
  return (
    fields.hasName(i, 'connection') ||
    fields.hasName(i, 'keep-alive') ||
    fields.hasName(i, 'proxy-connection') ||
    fields.hasName(i, 'proxy-authenticate') ||
    fields.hasName(i, 'proxy-authorization') ||
    fields.hasName(i, 'te') ||
    fields.hasName(i, 'trailer') ||
    fields.hasName(i, 'transfer-encoding') ||
    fields.hasName(i, 'upgrade') ||
    fields.hasName(i, 'expect') ||
    fields.hasName(i, 'host')
  );
}
