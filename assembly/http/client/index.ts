export { ClientRequest } from './client-request';
export { ClientResponse } from './client-response';
export { forwardRequest, forwardResponse } from './forward';
export { HttpClient } from './http-client';
export { HttpUrl } from './http-url';
export { ClientOptions } from './options';
export { BufferedResponseHandler, ResponseHandler } from './response-handler';
