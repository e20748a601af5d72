/** Runs as-selectors' components, and others made like them, inside a Node program. */
import type { Component, RunOptions, ServeOptions } from './options/options.ts';
import { resolveOptions } from './options/resolve.ts';
import { type Ended, GuestServer } from './server.ts';

export {
  ComponentError,
  type ComponentProblem,
  AbortError,
  GuestError,
  type GuestProblem,
  ListenError,
  OptionError,
} from './errors.ts';
export type { ServerMetrics, Metrics } from './metrics.ts';
export type {
  Component,
  LimitOptions,
  OneOrMore,
  PermissionOptions,
  RestartOptions,
  RunOptions,
  ServeOptions,
} from './options/options.ts';
export type { Connection, Denial, ListenAddress } from './events.ts';
export type { CloseOptions, Ended, ServerEvents, GuestServer } from './server.ts';
export type { BundledServer } from './component/bundled.ts';

/**
 * Starts a server and returns at once; its `ready` tells when it listens. It runs until it is stopped or closed, and keeps the program
 * alive until then. Throws an OptionError for options that make no sense; whatever else goes wrong rejects `ready` and `finished`.
 */
export function serve(component: Component, options: ServeOptions = {}): GuestServer {
  return new GuestServer(component, resolveOptions(component, options));
}

/** Runs a command to its end. Throws and rejects as `serve` and its `finished`. */
export function run(component: Component, options: RunOptions = {}): Promise<Ended> {
  return serve(component, options).finished;
}
