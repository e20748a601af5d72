export { Counters } from './counters';
export { EventLoop } from './event-loop';
export { LineHandler } from './line-handler';
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
