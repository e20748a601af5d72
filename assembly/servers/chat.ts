/** A chat: rooms for lines over TCP, as nc and telnet send them, and for WebSockets. */
import { Chat, ChatMetrics, Cluster, LineClient, WebSocketClient } from '../chat';
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readOptions } from '../cli';
import { startAdmin } from '../cli/admin';
import { CHAT_HELP, ChatServerOptions } from '../cli/chat-options';
import { HttpServer, Request, WebSocketHandler, embeddedFiles } from '../http';
import { EventLoop } from '../loop';
import { TcpListener } from '../net';

let options!: ChatServerOptions;
let chat!: Chat;

function acceptWebSocket(request: Request): WebSocketHandler | null {
  return isAllowed(request) ? new WebSocketClient(chat) : null;
}

/** Whether the page that asks is allowed to: the one that is served here, those that are named, and programs, which are no pages. */
function isAllowed(request: Request): bool {
  const origin = request.header('origin');
  if (options.allowsAnyOrigin || origin.length == 0 || options.origins.includes(origin)) return true;
  const host = origin.indexOf('://');
  return host > 0 && origin.substring(host + 3) == request.host;
}

/** Serves the page and its WebSockets. */
function serveHttp(listeners: TcpListener[], loop: EventLoop): bool {
  const app = new HttpServer(options.http, loop);
  app.files('/*', embeddedFiles());
  app.webSocket('/ws', acceptWebSocket, options.webSocket);
  return app.serve(listeners) != null;
}

export function run(): i32 {
  options = readOptions<ChatServerOptions>(
    new ChatServerOptions(),
    'chat',
    'rooms to talk in, for nc, telnet and browsers',
    9004,
    CHAT_HELP,
  );
  const listeners = openListeners('chat', options.endpoints);
  const httpListeners = openListeners('chat', options.httpEndpoints);
  if (listeners == null || httpListeners == null) return EXIT_FAILURE;
  const ports = portsOf<TcpListener>(listeners);
  const httpPorts = portsOf<TcpListener>(httpListeners);
  const loopOptions = options.loop;
  loopOptions.bufferedBytes = 16 << 20; // every line is there once for each member
  loopOptions.limitBytes = 24 << 20;
  const loop = new EventLoop(loopOptions);
  if (!options.quiet) options.chat.log = log;
  chat = new Chat(loop, options.chat);
  loop.serve(listeners, () => new LineClient(chat), options.accept);
  if (httpListeners.length > 0 && !serveHttp(httpListeners, loop)) return EXIT_FAILURE;
  if (!startAdmin('chat', options, loop, new ChatMetrics(chat))) return EXIT_FAILURE;
  if (options.nats.servers.length > 0) new Cluster(chat, options.nats, log).start();
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  log(
    'Server (chat) running on port ' +
      ports +
      (httpPorts.length > 0 ? ', page on port ' + httpPorts : '') +
      '...',
  );
  loop.run();
  return EXIT_OK;
}
