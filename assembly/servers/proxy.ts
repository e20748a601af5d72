/** Connects each client to an upstream server, and passes bytes on both ways. */
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readOptions } from '../cli';
import { PROXY_HELP, ProxyServerOptions } from '../cli/proxy-options';
import { EventLoop } from '../loop';
import { TcpListener } from '../net';
import { TcpProxy } from '../proxy';

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
  const proxy = new TcpProxy(loop, options.proxy);
  const problem = proxy.open();
  if (problem.length > 0) {
    log('proxy: ' + problem + '.');
    return EXIT_FAILURE;
  }
  const listeners = openListeners('proxy', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  loop.serveWith(listeners, proxy, options.accept);
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  log('Server (proxy) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
