export { LookupHandler } from './address-lookup';
export { Counters } from './counters';
export { EventLoop } from './event-loop';
export { Histogram } from './histogram';
export { LineHandler } from './line-handler';
export { LoopState } from './loop-state';
export {
  AcceptOptions,
  ConnectionOptions,
  DatagramOptions,
  LoopOptions,
  WHEN_FULL_REFUSE,
  WHEN_FULL_WAIT,
} from './options';
export { RelayHandler, RelayedHandler, relay } from './relay';
export { TimerTask } from './timers';
export {
  AcceptFunction,
  Connection,
  ConnectionHandler,
  DatagramHandler,
  DatagramSocket,
  Server,
  ServerHandler,
} from './transport';
