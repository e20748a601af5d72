import { exit, formatNumber, getArguments } from '../wasi';
import { log, print } from './log';
import { LOOP_HELP, LoopServerOptions, ServerOptions, TCP_HELP, TcpServerOptions } from './server-options';

/** The package's version; a test keeps it equal to package.json's. */
export const VERSION: string = '0.1.0';

/** Exit code: all went well. */
export const EXIT_OK: i32 = 0;
/** Exit code: a failure while running, such as an address in use. */
export const EXIT_FAILURE: i32 = 1;
/** Exit code: a wrong command line. wasmtime ends with 1 instead with WASI 0.2 (see wasi/p2/cli). */
export const EXIT_USAGE: i32 = 2;

/** Reads a server's command line. With `--help`, `--version` or a mistake, prints the answer and ends the program. */
export function readCommandLine(server: string, purpose: string, defaultPort: i32): ServerOptions {
  return readOptions<ServerOptions>(new ServerOptions(), server, purpose, defaultPort, '');
}

/** Like `readCommandLine`, for a TCP server that may stand behind proxies. */
export function readTcpCommandLine(server: string, purpose: string, defaultPort: i32): TcpServerOptions {
  return readOptions<TcpServerOptions>(new TcpServerOptions(), server, purpose, defaultPort, TCP_HELP);
}

/** Like `readCommandLine`, for a server on the event loop. */
export function readLoopCommandLine(server: string, purpose: string, defaultPort: i32): LoopServerOptions {
  return readOptions<LoopServerOptions>(new LoopServerOptions(), server, purpose, defaultPort, LOOP_HELP);
}

/** Like `readCommandLine`, for a server with options of its own; `more`: their lines of `--help`. */
export function readOptions<O extends ServerOptions>(
  options: O,
  server: string,
  purpose: string,
  defaultPort: i32,
  more: string,
): O {
  options.read(getArguments(), defaultPort);
  if (options.problem.length > 0) refuse(server, options.problem);
  if (options.help) {
    print(helpText(server, purpose, defaultPort, options.mostConnections, more));
    exit(EXIT_OK);
  }
  if (options.version) {
    print(server + ' ' + VERSION);
    exit(EXIT_OK);
  }
  return options;
}

/** Logs what is wrong with a server's command line, and ends the program. */
export function refuse(server: string, problem: string): void {
  log(server + ': ' + problem + '. See ' + server + ' --help.');
  exit(EXIT_USAGE);
}

function helpText(
  server: string,
  purpose: string,
  defaultPort: i32,
  mostConnections: i32,
  more: string,
): string {
  return (
    server +
    ': ' +
    purpose +
    '\n\n  --listen HOST:PORT   where; may be repeated. HOST: an IPv4 address, an IPv6 address in brackets, or localhost\n' +
    '                       (127.0.0.1 and [::1]). PORT 0: any free one. Default: localhost:' +
    formatNumber(defaultPort) +
    '\n  --max-connections N  clients served at once, at most ' +
    formatNumber(mostConnections) +
    ', the default; more wait until one leaves\n' +
    more +
    '  --quiet              do not log clients that connect and disconnect\n' +
    '  -h, --help           print this, and end\n' +
    '  -V, --version        print the version, and end\n\n' +
    'Exit codes: 0 all went well, 1 failure while running, 2 wrong command line (1 under wasmtime with WASI 0.2)'
  );
}
