/** A relay on the event loop: what each client sends goes to `--to HOST:PORT`, and back. */
import {
  Connection,
  ConnectionHandler,
  EXIT_FAILURE,
  EXIT_OK,
  EXIT_USAGE,
  EventLoop,
  LoopServerOptions,
  RelayHandler,
  RelayedHandler,
  ServerHandler,
  TcpListener,
  describe,
  log,
  openListeners,
  parseDecimal,
  portsOf,
  relay,
} from '../../../assembly';
import { getArguments } from '../../../assembly/wasi';

/** What its command line says. */
class RelayOptions extends LoopServerOptions {
  host: string = '';
  port: i32 = -1;

  protected takesValue(name: string): bool {
    return name == '--to' || super.takesValue(name);
  }

  protected applyValue(name: string, value: string): void {
    if (name != '--to') return super.applyValue(name, value);
    const colon = value.lastIndexOf(':');
    this.host = value.substring(0, max(colon, 0));
    this.port = parseDecimal(value.substring(colon + 1), 65535);
    if (this.host.startsWith('[')) this.host = this.host.substring(1, this.host.length - 1);
  }
}

/** Says why a side has failed. */
class Session extends RelayHandler {
  onError(connection: Connection, outcome: i32): void {
    const side = connection === this.one ? 'Client' : 'Upstream';
    log(side + ' failed: ' + describe(outcome));
  }
}

class RelayServer extends ServerHandler {
  constructor(
    private loop: EventLoop,
    private options: RelayOptions,
  ) {
    super();
  }

  onAccept(client: Connection): ConnectionHandler {
    const upstream = this.loop.connect(
      this.options.host,
      <u16>this.options.port,
      new RelayedHandler(),
      this.options.accept.connection,
    );
    relay(client, upstream, new Session());
    return new RelayedHandler();
  }
}

export function run(): i32 {
  const options = new RelayOptions();
  options.read(getArguments(), 0);
  if (options.problem.length == 0 && options.port < 0) options.problem = '--to HOST:PORT is missing';
  if (options.problem.length > 0) {
    log('relay: ' + options.problem);
    return EXIT_USAGE;
  }
  const listeners = openListeners('relay', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  loop.serveWith(listeners, new RelayServer(loop, options), options.accept);
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  log('Server (relay) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
