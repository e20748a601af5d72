import { BodyWriter } from '../body-writer';
import { ByteWriter } from '../byte-writer';
import { ClientRequest } from './client-request';
import { HttpUrl } from './http-url';

/** The status of a message that never has a body: it is not framed. */
const NO_CONTENT: i32 = 204;
const OK: i32 = 200;

/** Writes the head of a request, whose parts are known to be valid, and begins its body. */
export function writeRequestHead(
  head: ByteWriter,
  body: BodyWriter,
  request: ClientRequest,
  location: HttpUrl,
): void {
  head.reset();
  head.writeText(request.method);
  head.writeText(' ');
  head.writeText(location.target);
  head.writeText(' HTTP/1.1\r\n');
  if (!request.has('host')) writeField(head, 'Host', location.authority);
  for (let i = 0; i < request.names.length; i++) writeField(head, request.names[i], request.values[i]);
  if (request.closes) writeField(head, 'Connection', 'close');
  const content = request.content;
  if (request.isStreamed) body.begin(head, OK, request.announcedBytes, false, true);
  else if (content != null) body.begin(head, OK, content.length, false, true);
  else body.begin(head, expectsBody(request.method) ? OK : NO_CONTENT, 0, false, true);
}

/** Whether the server would wait for a body unless it is told that there is none (RFC 9110, section 8.6). */
function expectsBody(method: string): bool {
  return method == 'POST' || method == 'PUT' || method == 'PATCH';
}

function writeField(head: ByteWriter, name: string, value: string): void {
  head.writeText(name);
  head.writeText(': ');
  head.writeText(value);
  head.writeText('\r\n');
}
