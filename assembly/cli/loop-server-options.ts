import { AcceptOptions, LoopOptions, WHEN_FULL_REFUSE } from '../loop';
import { parseDecimal } from '../net';
import { log } from './log';
import { ServerOptions } from './server-options';

const SECOND_NS: i64 = 1_000_000_000;
/** A day: longer than anybody waits, and short enough to be counted. */
const MAX_SECONDS: i32 = 86_400;

/** The lines of `--help` about the further options of a server on the event loop. */
export const LOOP_HELP: string = `  --refuse             at that limit: close new connections at once instead of letting them wait
  --idle-timeout S     close a connection on which nothing has passed for S seconds; 0, the default: never
  --drain-timeout S    let connections finish for S seconds when the server drains; default 8
  --drain-on-eof       drain when standard input ends
`;

/** What the command line of a server on the event loop says. */
export class LoopServerOptions extends ServerOptions {
  /** Options for `EventLoop.serve`. */
  accept: AcceptOptions = new AcceptOptions();
  /** Whether to drain at the end of standard input. */
  drainsAtInputEnd: bool = false;
  private drainNs: i64 = 8 * SECOND_NS;

  /** Options for the loop. */
  get loop(): LoopOptions {
    const options = new LoopOptions();
    options.maxConnections = this.maxConnections;
    options.drainNs = this.drainNs;
    options.log = log;
    return options;
  }

  protected takesValue(name: string): bool {
    return name == '--idle-timeout' || name == '--drain-timeout' || super.takesValue(name);
  }

  protected applySwitch(arg: string): void {
    if (arg == '--refuse') this.accept.whenFull = WHEN_FULL_REFUSE;
    else if (arg == '--drain-on-eof') this.drainsAtInputEnd = true;
    else super.applySwitch(arg);
  }

  protected applyValue(name: string, value: string): void {
    const isIdle = name == '--idle-timeout';
    if (!isIdle && name != '--drain-timeout') return super.applyValue(name, value);
    const seconds = parseDecimal(value, MAX_SECONDS);
    if (seconds < 0) this.problem = name + ' ' + value + ': expected a number of seconds from 0 to 86400';
    else if (!isIdle) this.drainNs = seconds * SECOND_NS;
    else if (seconds > 0) this.accept.connection.idleNs = seconds * SECOND_NS;
  }
}
