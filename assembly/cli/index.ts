export {
  EXIT_FAILURE,
  EXIT_OK,
  EXIT_USAGE,
  VERSION,
  readCommandLine,
  readLoopCommandLine,
  readOptions,
  readTcpCommandLine,
  refuse,
} from './command';
export { openAdminListeners, openListeners, openUdpSockets, portsOf } from './listen';
export { log, print } from './log';
export { args, env } from './program';
export { LoopServerOptions, ServerOptions, TcpServerOptions } from './server-options';
