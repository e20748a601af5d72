import { AdminServer, LoopProgram } from '../admin';
import { MetricsSource } from '../http/metrics-text';
import { EventLoop } from '../loop';
import { describe } from '../net';
import { VERSION } from './command';
import { openAdminListeners } from './listen';
import { log } from './log';
import { LoopServerOptions } from './server-options';

/**
 * Starts the admin server of a server on an event loop, where its command line has `--admin`; `more`: the server's own metrics, after the
 * loop's. Returns whether that went well; if not, it has logged why.
 */
export function startAdmin(
  server: string,
  options: LoopServerOptions,
  loop: EventLoop,
  more: MetricsSource | null = null,
): bool {
  const endpoint = options.admin;
  if (endpoint == null) return true;
  const listeners = openAdminListeners(server, endpoint);
  if (listeners == null) return false;
  const admin = new AdminServer(loop, new LoopProgram(server, VERSION, loop, more));
  if (admin.serve(listeners) != null) return true;
  log(server + ": can't serve --admin: " + describe(loop.lastError));
  return false;
}
