/** Runs as-selectors' components, and others made like them, inside a Node program. */
import type { Component, RunOptions, ServeOptions } from './options.ts';
import { planOf } from './plan.ts';
import { type Ended, RunningGuest } from './running-guest.ts';

export {
  ComponentError,
  type ComponentProblem,
  AbortError,
  GuestError,
  type GuestProblem,
  ListenError,
  OptionError,
} from './errors.ts';
export type { CrewMetrics, Metrics } from './metrics.ts';
export type {
  Component,
  LimitOptions,
  OneOrMore,
  PermissionOptions,
  RestartOptions,
  RunOptions,
  ServeOptions,
} from './options.ts';
export type { Connection, Denial, ListenAddress } from './reports.ts';
export type { Ended, GuestEvents, RunningGuest } from './running-guest.ts';
export type { ShippedServer } from './shipped.ts';

/**
 * Starts a server and returns at once; its `ready` tells when it listens. It runs until it is stopped or drained, and keeps the program
 * alive until then. Throws an OptionError for options that make no sense; whatever else goes wrong rejects `ready` and `finished`.
 */
export function serve(component: Component, options: ServeOptions = {}): RunningGuest {
  return new RunningGuest(component, planOf(component, options));
}

/** Runs a command to its end. Throws and rejects as `serve` and its `finished`. */
export function run(component: Component, options: RunOptions = {}): Promise<Ended> {
  return serve(component, options).finished;
}
