export { EXIT_FAILURE, EXIT_OK, EXIT_USAGE, readCommandLine, readLoopCommandLine } from './command';
export { openListeners, openUdpSockets, portsOf } from './listen';
export { log, print } from './log';
export { LoopServerOptions } from './loop-server-options';
export { ServerOptions } from './server-options';
export { VERSION } from './version';
