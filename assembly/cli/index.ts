export { EXIT_FAILURE, EXIT_OK, EXIT_USAGE, readCommandLine } from './command';
export { openListeners, portsOf } from './listen';
export { log, print } from './log';
export { Endpoint, MOST_CONNECTIONS, ServerOptions } from './server-options';
export { VERSION } from './version';
