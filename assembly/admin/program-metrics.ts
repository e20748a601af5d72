import { MetricsText } from '../http/metrics-text';
import { Counters, LoopState } from '../loop';
import {
  CONNECTION_BROKEN,
  CONNECTION_REFUSED,
  CONNECTION_RESET,
  NEW_SOCKET_LIMIT,
  OUT_OF_MEMORY,
  TIMEOUT,
  UNKNOWN,
  describe,
} from '../net';
import { IO_FAILURE } from '../wasi';

/** Writes which program this is, and whether it drains. */
export function writeProgram(text: MetricsText, server: string, version: string, isDraining: bool): void {
  text.describe('selectors_build_info', 'gauge', 'Which server this is.');
  text.sample('selectors_build_info').label('server', server).label('version', version).value(1);
  text.gauge('selectors_draining', 'Whether the server drains: 1, else 0.', isDraining ? 1 : 0);
}

/** Writes what a loop has done so far, and how it is. */
export function writeLoop(text: MetricsText, counters: Counters, state: LoopState): void {
  text.describe('selectors_connections', 'gauge', 'Connections by state.');
  writeState(text, 'connecting', state.connecting);
  writeState(text, 'open', state.open);
  writeState(text, 'closing', state.closing);
  writeState(text, 'lingering', state.lingering);
  text.gauge('selectors_max_connections', 'The most connections.', state.maxConnections);
  text.counter('selectors_connections_accepted_total', 'Clients accepted.', counters.accepted);
  text.counter('selectors_connections_refused_total', 'Clients refused.', counters.refused);
  text.counter('selectors_connections_opened_total', 'Connections accepted or made.', counters.opened);
  text.counter('selectors_connections_closed_total', 'Connections closed or failed.', counters.closed);
  writeFailures(text, counters);
  text.counter('selectors_received_bytes_total', 'Bytes received.', counters.bytesReceived);
  text.counter('selectors_sent_bytes_total', 'Bytes sent.', counters.bytesSent);
  text.gauge('selectors_buffered_bytes', 'Bytes that wait to be sent.', state.bufferedBytes);
  text.counter('selectors_turns_total', 'Turns of the loop.', counters.turns);
  text.histogram('selectors_turn_duration_seconds', 'Turns, without their waiting.', state.turnTimes);
  text.gauge('selectors_registered_objects', 'Objects that are waited for.', state.registeredObjects);
  text.gauge('selectors_scheduled_tasks', 'Timers and time limits.', state.scheduledTasks);
}

function writeState(text: MetricsText, state: string, count: i32): void {
  text.sample('selectors_connections').label('state', state).value(count);
}

/** The usual kinds are there from the start, so that a rate can be taken of the first failure. */
function writeFailures(text: MetricsText, counters: Counters): void {
  const name = 'selectors_connections_failed_total';
  text.describe(name, 'counter', 'Connections that failed, by kind.');
  for (let outcome = UNKNOWN; outcome >= IO_FAILURE; outcome--) {
    const count = counters.failedWith(outcome);
    if (count > 0 || isUsual(outcome)) text.sample(name).label('kind', describe(outcome)).value(count);
  }
}

function isUsual(outcome: i32): bool {
  return (
    outcome == TIMEOUT ||
    outcome == OUT_OF_MEMORY ||
    outcome == NEW_SOCKET_LIMIT ||
    outcome == CONNECTION_REFUSED ||
    outcome == CONNECTION_RESET ||
    outcome == CONNECTION_BROKEN
  );
}
