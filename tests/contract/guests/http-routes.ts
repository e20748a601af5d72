/** An HTTP server with a route for each way to answer. It takes the command line of a server on the event loop. */
import {
  BodySource,
  Bytes,
  EXIT_FAILURE,
  EXIT_OK,
  EventLoop,
  HttpOptions,
  HttpServer,
  Middleware,
  Request,
  RequestHandler,
  Response,
  TcpListener,
  TimerTask,
  log,
  openListeners,
  portsOf,
  readLoopCommandLine,
} from '../../../assembly';

/** A request that is wrongly waited for ends soon. */
const TIMEOUT_NS: i64 = 5_000_000_000;
const LATER_NS: i64 = 20_000_000;
/** What the long body has: more than a client, the OS and the loop hold. */
const LONG_BYTES: i32 = 8_000_000;

let app!: HttpServer;

/** Answers when its time has come. */
class LaterAnswer extends TimerTask {
  constructor(private response: Response) {
    super();
  }

  onTimer(): void {
    this.response.text('later');
  }
}

/** The same letters again and again. */
class Letters extends BodySource {
  private left: i32 = LONG_BYTES;

  read(buffer: StaticArray<u8>, limitBytes: i32): i32 {
    const bytes = min(limitBytes, this.left);
    for (let i = 0; i < bytes; i++) buffer[i] = <u8>(0x61 + ((LONG_BYTES - this.left + i) % 26));
    this.left -= bytes;
    return bytes;
  }
}

/** Answers before the body has come. */
class EarlyAnswer extends RequestHandler {
  onRequest(): void {
    this.response.text('early');
  }
}

/** Counts the body, and holds it up for a while after each piece. */
class SlowCounter extends RequestHandler {
  bytes: i32 = 0;

  onData(data: Bytes): void {
    this.bytes += data.length;
    this.request.pause();
    app.loop.schedule(new Resumption(this.request), 1_000_000);
  }

  onEnd(): void {
    this.response.text(this.bytes.toString() + ' ' + this.request.trailer('X-Sum'));
  }
}

/** Lets a body come again. */
class Resumption extends TimerTask {
  constructor(private request: Request) {
    super();
  }

  onTimer(): void {
    this.request.resume();
  }
}

/** Marks each response. */
class Marker extends Middleware {
  onResponse(request: Request, response: Response): void {
    response.header('X-Marker', 'seen');
  }
}

function echo(request: Request, response: Response): void {
  const type = request.header('content-type');
  if (type.length > 0) response.bytes(request.bytes(), type);
  else response.bytes(request.bytes());
}

function addRoutes(): void {
  app.get('/', (request, response) => response.html('<html>page</html>'));
  app.get('/healthz', (request, response) => response.text('ok'));
  app.all('/echo', echo);
  app.get('/chunks', (request, response) => {
    response.writeText('one');
    response.writeText('');
    response.writeText('two');
    response.end();
  });
  app.get('/pieces', (request, response) => {
    response.contentLength(6);
    response.writeText('one');
    response.writeText('two');
    response.end();
  });
  app.get('/nothing', (request, response) => response.end());
  app.get('/empty', (request, response) => response.empty());
  app.get('/unchanged', (request, response) => response.header('ETag', '"1"').empty(304));
  app.get('/no-body', (request, response) => response.status(204).text('body'));
  app.get('/no-pieces', (request, response) => {
    response.status(304).writeText('body');
    response.end();
  });
  app.get('/later', (request, response) => app.loop.schedule(new LaterAnswer(response), LATER_NS));
  app.get('/long', (request, response) => response.stream(new Letters(), LONG_BYTES));
  app.get('/long-chunks', (request, response) => response.stream(new Letters()));
  app.get('/moved', (request, response) => response.redirect('/elsewhere?a=b', 301));
  app.get('/split-header', (request, response) => response.header('X', 'a\r\nSet-Cookie: b').text('body'));
  app.get('/split-name', (request, response) => response.header('X\r\nY', 'a').text('body'));
  app.get('/framing-header', (request, response) =>
    response.header('Transfer-Encoding', 'gzip').header('Date', 'never').text('body'),
  );
  app.get('/closing', (request, response) => response.header('Connection', 'close').text('body'));
  app.get('/twice', (request, response) => {
    response.text('first');
    response.text('second');
    response.writeText('third');
    response.end();
  });
  app.get('/too-short', (request, response) => {
    response.contentLength(10).writeText('short');
    response.end();
  });
  app.get('/too-long', (request, response) => {
    response.contentLength(5).writeText('longer');
    response.end();
  });
  app.get('/users/:name', (request, response) => response.text(request.param('name')));
  app.get('/files/*', (request, response) => response.text(request.param('*')));
  app.get('/query', (request, response) =>
    response.text(request.queryAll('q').join('|') + '|' + request.query('r')),
  );
  app.get('/header', (request, response) =>
    response.text(request.header('x') + '|' + request.headerAll('X').join('|')),
  );
  app.post('/only-post', echo);
  app.put('/put-or-patch', echo);
  app.patch('/put-or-patch', echo);
  app.handle('POST', '/early', () => new EarlyAnswer());
  app.handle('POST', '/slow', () => new SlowCounter());
  const group = app.group('/group');
  group.useMiddleware(new Marker());
  group.use((request, response) => {
    if (!request.hasHeader('authorization'))
      response.status(401).header('WWW-Authenticate', 'Basic').text('who?');
  });
  group.get('/inside', (request, response) => response.text('inside'));
  app.onError((request, response) => response.text('error ' + response.statusCode.toString()));
}

export function run(): i32 {
  const options = readLoopCommandLine('http-routes', 'answers in every way', 9000);
  const listeners = openListeners('http-routes', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const http = new HttpOptions();
  http.log = log;
  http.headerTimeoutNs = http.bodyTimeoutNs = TIMEOUT_NS;
  app = new HttpServer(http, new EventLoop(options.loop));
  addRoutes();
  app.serve(listeners);
  log('Server running on port ' + portsOf<TcpListener>(listeners));
  app.run();
  return EXIT_OK;
}
