/** Connects each client to an upstream server, and passes bytes on both ways. */
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readOptions } from '../cli';
import { startAdmin } from '../cli/admin';
import { PROXY_HELP, ProxyServerOptions } from '../cli/proxy-options';
import { HttpServer } from '../http';
import { EventLoop } from '../loop';
import { TcpListener } from '../net';
import { TcpProxy, WebSocketBridge } from '../proxy';

let proxy!: TcpProxy;

/** Bridges the WebSockets of clients that connect to these listeners. */
function serveWebSockets(loop: EventLoop, listeners: TcpListener[], options: ProxyServerOptions): void {
  const http = WebSocketBridge.serverOptions();
  http.accept.filter = options.accept.filter;
  http.accept.whenFull = options.accept.whenFull;
  http.accept.connection.writeNs = options.accept.connection.writeNs;
  const app = new HttpServer(http, loop);
  app.webSocket('/*', (request) => proxy.bridge(), WebSocketBridge.optionsFor(options.webSocketOrigins));
  app.serve(listeners);
}

export function run(): i32 {
  const options = readOptions<ProxyServerOptions>(
    new ProxyServerOptions(),
    'proxy',
    'connects clients to upstream servers',
    9003,
    PROXY_HELP,
  );
  const loop = new EventLoop(options.loop);
  options.proxy.sessionLog = options.sessionLog(loop);
  proxy = new TcpProxy(loop, options.proxy);
  const problem = proxy.open();
  if (problem.length > 0) {
    log('proxy: ' + problem + '.');
    return EXIT_FAILURE;
  }
  const listeners = openListeners('proxy', options.endpoints);
  const webSocketListeners = openListeners('proxy', options.webSocketEndpoints);
  if (listeners == null || webSocketListeners == null) return EXIT_FAILURE;
  if (listeners.length > 0) loop.serveWith(listeners, proxy, options.accept);
  if (webSocketListeners.length > 0) serveWebSockets(loop, webSocketListeners, options);
  if (!startAdmin('proxy', options, loop, proxy.metrics)) return EXIT_FAILURE;
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  const ports = portsOf<TcpListener>(listeners.concat(webSocketListeners));
  log('Server (proxy) running on port ' + ports + '...');
  loop.run();
  return EXIT_OK;
}
