import { ConnectionHandler, EventLoop } from '../../loop';
import { Request } from '../request';
import { Response } from '../response';
import { Responder } from '../route';
import { reasonOf } from '../status';
import { WEB_SOCKET_VERSION, acceptanceOf, chooseProtocol, refusalOf } from './handshake';
import { WebSocketOptions } from './options';
import { WebSocketHandler } from './web-socket';
import { WebSocketConnection } from './web-socket-connection';

const FORBIDDEN: i32 = 403;

/** Makes the handler of a WebSocket that a client asks for, or returns null to refuse it. */
export type WebSocketFunction = (request: Request) => WebSocketHandler | null;

/** Answers the handshakes at a path, and makes WebSockets of their connections. */
export class WebSocketUpgrade extends Responder {
  constructor(
    private loop: EventLoop,
    private make: WebSocketFunction,
    private options: WebSocketOptions,
  ) {
    super();
  }

  respond(request: Request, response: Response): ConnectionHandler | null {
    const refusal = refusalOf(request, this.options);
    const handler = refusal == 0 ? this.make(request) : null;
    if (handler == null) {
      refuse(response, refusal == 0 ? FORBIDDEN : refusal);
      return null;
    }
    const protocol = chooseProtocol(request, this.options);
    response.header('Upgrade', 'websocket').header('Sec-WebSocket-Accept', acceptanceOf(request));
    if (protocol.length > 0) response.header('Sec-WebSocket-Protocol', protocol);
    response.upgrade();
    if (response.statusCode != 101) return null; // a header of the program's is wrong
    return new WebSocketConnection(this.loop, handler, protocol, this.options);
  }
}

function refuse(response: Response, status: i32): void {
  response.status(status);
  if (status == 405) response.header('Allow', 'GET');
  if (status == 426)
    response.header('Upgrade', 'websocket').header('Sec-WebSocket-Version', WEB_SOCKET_VERSION);
  response.text(reasonOf(status) + '\n');
}
