import { MOST_CONNECTIONS } from '../loop';
import { exit, formatNumber, getArguments } from '../wasi';
import { log, print } from './log';
import { LOOP_HELP, LoopServerOptions } from './loop-server-options';
import { ServerOptions } from './server-options';
import { VERSION } from './version';

/** Exit code: all went well. */
export const EXIT_OK: i32 = 0;
/** Exit code: a failure while running, such as an address in use. */
export const EXIT_FAILURE: i32 = 1;
/** Exit code: a command line that makes no sense. wasmtime ends with 1 instead with WASI 0.2 (see wasi/p2/cli). */
export const EXIT_USAGE: i32 = 2;

/** Reads a server's command line. `--help`, `--version` and mistakes are answered here, and the program ends. */
export function readCommandLine(server: string, purpose: string, defaultPort: i32): ServerOptions {
  return obey(new ServerOptions(), server, purpose, defaultPort, '');
}

/** Like `readCommandLine`, for a server on the event loop. */
export function readLoopCommandLine(server: string, purpose: string, defaultPort: i32): LoopServerOptions {
  return obey(new LoopServerOptions(), server, purpose, defaultPort, LOOP_HELP);
}

function obey<O extends ServerOptions>(
  options: O,
  server: string,
  purpose: string,
  defaultPort: i32,
  more: string,
): O {
  options.read(getArguments(), defaultPort);
  if (options.problem.length > 0) {
    log(server + ': ' + options.problem + '. See ' + server + ' --help.');
    exit(EXIT_USAGE);
  }
  if (options.help) {
    print(helpText(server, purpose, defaultPort, more));
    exit(EXIT_OK);
  }
  if (options.version) {
    print(server + ' ' + VERSION + '\n');
    exit(EXIT_OK);
  }
  return options;
}

function helpText(server: string, purpose: string, defaultPort: i32, more: string): string {
  return (
    server +
    ': ' +
    purpose +
    '\n\n  --listen HOST:PORT   where; may be repeated. HOST: an IPv4 address, an IPv6 address in brackets, or localhost\n' +
    '                       (127.0.0.1 and [::1]). PORT 0: any free one. Default: localhost:' +
    formatNumber(defaultPort) +
    '\n  --max-connections N  clients served at once, at most ' +
    formatNumber(MOST_CONNECTIONS) +
    ', the default; more wait until one leaves\n' +
    more +
    '  --quiet              no lines about clients that come and go\n' +
    '  --help, --version    say this, or the version, and end\n\n' +
    'Exit codes: 0 all went well, 1 failure while running, 2 wrong command line (1 under wasmtime with WASI 0.2)\n'
  );
}
