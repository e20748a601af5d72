export { AcceptFilter, HeldClients } from './accept-filter';
export { Acceptor, ConnectionQuota, MAX_CONNECTIONS } from './acceptor';
export { DefaultSelector } from './default-selector';
export { EVENT_READ, EVENT_WRITE, FOREVER, KEY_ERROR, NO_ERROR, RUNTIME_ERROR, VALUE_ERROR } from './events';
export { ReadyList } from './ready-list';
export { SelectorKey, SelectorMap } from './registry';
export { Selector } from './selector';
