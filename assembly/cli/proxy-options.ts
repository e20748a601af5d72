import { hostOf } from '../http/client/http-url';
import { parseDecimal } from '../net';
import { ProxyOptions, UpstreamName } from '../proxy';
import { LOOP_HELP, LoopServerOptions } from './server-options';

const MAX_PORT: i32 = 65535;

/** The lines of `--help` about the options of a proxy. */
export const PROXY_HELP: string =
  `  --upstream HOST:PORT where clients are connected to; may be repeated, or have several between commas. HOST may be a name
` + LOOP_HELP;

/** The options of the command line of a proxy. */
export class ProxyServerOptions extends LoopServerOptions {
  /** Options for the proxy. */
  readonly proxy: ProxyOptions = new ProxyOptions();

  constructor() {
    super();
    this.accept.connection = this.proxy.connection;
  }

  read(args: string[], defaultPort: i32): void {
    super.read(args, defaultPort);
    const isMissing = this.proxy.upstreams.length == 0 && !this.help && !this.version;
    if (isMissing && this.problem.length == 0) this.problem = '--upstream HOST:PORT is missing';
  }

  protected takesValue(name: string): bool {
    return name == '--upstream' || super.takesValue(name);
  }

  protected applyValue(name: string, value: string): void {
    if (name == '--upstream') {
      const texts = value.split(',');
      for (let i = 0; i < texts.length; i++) this.applyUpstream(texts[i]);
    } else super.applyValue(name, value);
  }

  private applyUpstream(text: string): void {
    const colon = text.lastIndexOf(':');
    const host = hostOf(text.substring(0, max(colon, 0)));
    const port = parseDecimal(text.substring(colon + 1), MAX_PORT);
    if (host.length > 0 && port > 0) this.proxy.upstreams.push(new UpstreamName(host, <u16>port));
    else
      this.problem =
        '--upstream ' +
        text +
        ': expected HOST:PORT, such as 10.0.0.1:80, [2001:db8::1]:80 or example.com:80';
  }
}
