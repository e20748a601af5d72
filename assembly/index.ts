/** as-selectors: Python's selectors for WebAssembly. What a server is written with, from the API down to sockets. */
export * from './selectors';
export * from './loop';
export * from './admin';
export * from './proxy-protocol';
export * from './http';
export * from './proxy';
export * from './nats';
export * from './files';
export * from './net';
export * from './cli';
export * from './cli/admin';
