import type { Plant } from './plants.ts';

const PROXY = 'assembly/proxy';
const RELAY = 'assembly/loop/relay.ts';

/** Faults in the proxy, and in what it is made of. */
export const PROXY_PLANTS: Plant[] = [
  {
    name: 'what a client sends before it has an upstream is lost',
    server: 'proxy',
    file: `${PROXY}/session.ts`,
    from: 'this.connection.pause();',
    to: '',
  },
  {
    name: 'a client whose upstream refuses it gets no other',
    server: 'proxy',
    file: `${PROXY}/session.ts`,
    from: "this.reason = 'no upstream: ' + describe(outcome);\n    this.owner.proceed(this);",
    to: 'this.giveUp(describe(outcome));',
  },
  {
    name: 'an upstream that refuses is tried for ever',
    server: 'proxy',
    file: `${PROXY}/balancer.ts`,
    from: ' || tried.includes(upstream)) continue;',
    to: ') continue;',
  },
  {
    name: 'a failure of one side is a clean end to the other',
    server: 'proxy',
    file: 'assembly/loop/connection-pool.ts',
    from: 'this.isReset = true;',
    to: '',
  },
  {
    name: 'the end of one direction ends the other',
    server: 'proxy',
    file: RELAY,
    from: 'this.other.end();',
    to: 'this.other.close();',
  },
];
