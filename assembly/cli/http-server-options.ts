import { HttpOptions } from '../http';
import { parseDecimal } from '../net';
import { formatNumber } from '../wasi';
import { LoopServerOptions, TCP_HELP } from './server-options';

/** Heads up to this length can be allowed; more would let few clients fill the memory. */
const MAX_HEADER_BYTES: i32 = 1 << 20;
/** The head of a small request has to fit. */
const MIN_HEADER_BYTES: i32 = 256;

/** The lines of `--help` about the options of an HTTP server. */
export const HTTP_HELP: string =
  `  --root DIR           serve the files of this folder
  --header-timeout S   the head of a request may take S seconds; default 30
  --body-timeout S     a body may take S seconds, and a second more for each KiB of it; default 30
  --keep-alive-timeout S
                       close a connection that waits for its next request for S seconds; default 60
  --max-header-bytes N answer requests with a longer head with 431; default 16384
  --max-body-bytes N   answer requests with a longer body with 413; default 1048576
  --access-log FORMAT  text (combined log format), json or off, on standard output; default text, with --quiet off
` + TCP_HELP;

/** No access log. */
export const ACCESS_LOG_OFF: i32 = 0;
/** The combined log format. */
export const ACCESS_LOG_TEXT: i32 = 1;
/** An object a line. */
export const ACCESS_LOG_JSON: i32 = 2;

/** The options of the command line of an HTTP server. */
export class HttpServerOptions extends LoopServerOptions {
  /** The folder to serve; empty: none. */
  root: string = '';
  private readonly options: HttpOptions = new HttpOptions();
  private format: i32 = -1;

  constructor() {
    super();
    this.accept = this.options.accept;
  }

  /** Options for the server. */
  get http(): HttpOptions {
    return this.options;
  }

  /** ACCESS_LOG_OFF, ACCESS_LOG_TEXT or ACCESS_LOG_JSON. */
  get accessLog(): i32 {
    if (this.format >= 0) return this.format;
    return this.quiet ? ACCESS_LOG_OFF : ACCESS_LOG_TEXT;
  }

  protected takesValue(name: string): bool {
    return (
      name == '--root' ||
      name == '--access-log' ||
      name == '--header-timeout' ||
      name == '--body-timeout' ||
      name == '--keep-alive-timeout' ||
      name == '--max-header-bytes' ||
      name == '--max-body-bytes' ||
      super.takesValue(name)
    );
  }

  protected applySwitch(arg: string): void {
    const isForTls = arg.startsWith('--tls') || arg.startsWith('--cert') || arg.startsWith('--key');
    if (!isForTls) return super.applySwitch(arg);
    this.problem =
      arg + ': there is no TLS here; put a server in front that has it, such as nginx, HAProxy or Caddy';
  }

  protected applyValue(name: string, value: string): void {
    const options = this.options;
    if (name == '--root') this.applyRoot(value);
    else if (name == '--access-log') this.applyAccessLog(value);
    else if (name == '--header-timeout') options.headerTimeoutNs = this.parseLimit(name, value);
    else if (name == '--body-timeout') options.bodyTimeoutNs = this.parseLimit(name, value);
    else if (name == '--keep-alive-timeout') options.keepAliveTimeoutNs = this.parseLimit(name, value);
    else if (name == '--max-header-bytes')
      options.head.headBytes = this.parseBytes(name, value, MIN_HEADER_BYTES, MAX_HEADER_BYTES);
    else if (name == '--max-body-bytes')
      options.maxBodyBytes = this.parseBytes(name, value, 0, i32.MAX_VALUE);
    else super.applyValue(name, value);
    options.head.targetBytes = options.head.headBytes >> 1;
  }

  private applyRoot(value: string): void {
    this.root = value;
    if (value.length == 0) this.problem = '--root needs the name of a folder';
  }

  private applyAccessLog(value: string): void {
    if (value == 'text') this.format = ACCESS_LOG_TEXT;
    else if (value == 'json') this.format = ACCESS_LOG_JSON;
    else if (value == 'off') this.format = ACCESS_LOG_OFF;
    else this.problem = '--access-log ' + value + ': expected text, json or off';
  }

  private parseBytes(name: string, value: string, least: i32, most: i32): i32 {
    const bytes = parseDecimal(value, most);
    if (bytes >= least) return bytes;
    this.problem =
      name +
      ' ' +
      value +
      ': expected a number of bytes from ' +
      formatNumber(least) +
      ' to ' +
      formatNumber(most);
    return least;
  }
}
