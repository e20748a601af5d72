export { NatsMessage, NatsMessageHandler } from './message';
export { NatsClient } from './nats-client';
export { NatsHandler } from './nats-handler';
export { NatsOptions } from './options';
export { NatsServer } from './server-list';
export { isSubject } from './subject';
export { NatsMessageFunction, NatsSubscription } from './subscription';
export { decodeToken, encodeToken } from './token';
