/**
 * Answers each line with its number: an example of a server on the event loop, where each connection has a handler with its own state.
 */
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readLoopCommandLine } from '../cli';
import { startAdmin } from '../cli/admin';
import { MetricsSource, MetricsText } from '../http/metrics-text';
import { EventLoop, LineHandler } from '../loop';
import { Bytes, TcpListener, describe } from '../net';
import { formatNumber } from '../wasi';

const QUIT = Bytes.of('quit');
const NEW_LINE = Bytes.of('\n');
let quiet = false;
let answered: i64 = 0;

/** One client. */
class LineCounter extends LineHandler {
  private lines: i32 = 0;
  private reason: string = '';

  onOpen(): void {
    if (!quiet) log('Client connected: ' + this.connection.remoteAddress.toString());
  }

  onLine(line: Bytes): void {
    const connection = this.connection;
    answered++;
    if (line.equals(QUIT)) {
      connection.writeText('bye\n');
      return connection.close();
    }
    connection.writeText(formatNumber(++this.lines) + ' ');
    connection.write(line);
    connection.write(NEW_LINE);
  }

  onTooLong(): void {
    this.connection.writeText('line too long\n');
    this.connection.close();
  }

  onError(outcome: i32): void {
    this.reason = ' (' + describe(outcome) + ')';
  }

  onClose(): void {
    if (!quiet) log('Client disconnected: ' + this.connection.remoteAddress.toString() + this.reason);
  }
}

/** What `--admin` tells of this server besides the loop's metrics. */
class LineMetrics implements MetricsSource {
  write(text: MetricsText): void {
    text.counter('lines_answered_total', 'Lines answered.', answered);
  }
}

export function run(): i32 {
  const options = readLoopCommandLine(
    'lines',
    'answers each line with its number; the line "quit" ends',
    9002,
  );
  const listeners = openListeners('lines', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  quiet = options.quiet;
  const loop = new EventLoop(options.loop);
  loop.serve(listeners, () => new LineCounter(), options.accept);
  if (!startAdmin('lines', options, loop, new LineMetrics())) return EXIT_FAILURE;
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  log('Server (lines) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
