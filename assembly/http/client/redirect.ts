import { ClientRequest } from './client-request';
import { ClientResponse } from './client-response';
import { HttpUrl } from './http-url';

/** Returns where a response sends the request on (RFC 9110, section 15.4). Null: it does not, or not to where it can go. */
export function redirectOf(request: ClientRequest, response: ClientResponse, base: HttpUrl): HttpUrl | null {
  const status = response.status;
  const isRedirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  if (!isRedirect || response.headerAll('location').length != 1) return null;
  if (request.isStreamed && !becomesGet(request, status)) return null;
  return base.resolve(response.header('location'));
}

/** Makes it the request that a redirect to `location` asks for; another origin is not told what was for the first one alone. */
export function redirect(request: ClientRequest, status: i32, base: HttpUrl, location: HttpUrl): void {
  request.location = location;
  if (becomesGet(request, status)) {
    if (request.method != 'HEAD') request.method = 'GET';
    request.content = null;
    request.isStreamed = false;
    request.remove('content-type');
    request.remove('content-encoding');
    request.remove('content-language');
    request.remove('content-location');
  }
  if (location.authority == base.authority) return;
  request.remove('authorization');
  request.remove('proxy-authorization');
  request.remove('cookie');
  request.remove('host');
}

/** 303 says so; after 301 and 302 every client does so with POST. */
function becomesGet(request: ClientRequest, status: i32): bool {
  return status == 303 || (status < 303 && request.method == 'POST');
}
