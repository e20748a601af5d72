import type { Plant } from './plants.ts';

const HTTP = 'assembly/http';

/** Faults in the HTTP server. */
export const HTTP_PLANTS: Plant[] = [
  {
    name: 'a request that is cut just after another is lost',
    server: 'http',
    file: `${HTTP}/message-reader.ts`,
    from: 'if (position < end && this.isServing) {',
    to: 'if (position < end && this.isServing && (position == data.start || end - position > 40)) {',
  },
  {
    name: 'the end of a body takes a byte of the request behind it',
    server: 'http',
    file: `${HTTP}/server-connection.ts`,
    from: 'if (decoder.hasEnded) completeBody(exchange);\n    return position;',
    to: 'if (decoder.hasEnded) completeBody(exchange);\n    return decoder.hasEnded ? min(position + 1, end) : position;',
  },
  {
    name: 'a time limit closes without 408',
    server: 'http',
    file: `${HTTP}/server-connection.ts`,
    from: 'if (this.exchange != null || this.pending != null) return this.refuse(408);',
    to: '',
  },
  {
    name: 'a head may take for ever',
    server: 'http',
    file: `${HTTP}/request-deadline.ts`,
    from: 'this.set(this.options.headerTimeoutNs);',
    to: 'this.awaitNothing();',
  },
  {
    name: 'a body may take for ever',
    server: 'http',
    file: `${HTTP}/request-deadline.ts`,
    from: 'if (this.limitNs <= this.loop.nowNs) this.owner.onDeadline();',
    to: 'if (this.limitNs <= this.loop.nowNs && this.phase != BODY) this.owner.onDeadline();',
  },
  {
    name: 'a drain forgets a request that is on its way',
    server: 'http',
    file: `${HTTP}/responding-connection.ts`,
    from: 'return !this.connection.isFull;',
    to: 'return !this.isLast && !this.connection.isFull;',
  },
  {
    name: 'a client that takes nothing is never read again',
    server: 'http',
    file: 'assembly/servers/http.ts',
    from: 'this.request.resume();',
    to: '',
  },
  {
    name: 'a connection goes on after a mistake',
    server: 'http',
    file: `${HTTP}/server-connection.ts`,
    from: 'this.isLast = true;\n    exchange.isBodyComplete = true;',
    to: 'exchange.isBodyComplete = true;',
  },
  {
    name: 'a client that wants the connection closed is not heard',
    server: 'http',
    file: `${HTTP}/server-connection.ts`,
    from: 'if (!head.framing.isPersistent(head.minor == 1)) this.isLast = true;',
    to: '',
  },
  {
    name: 'an answer to HEAD has a body',
    server: 'http',
    file: `${HTTP}/body-writer.ts`,
    from: 'this.hasBody = !isHead && !isBodiless;',
    to: 'this.hasBody = !isBodiless;',
  },
  {
    name: 'a body has the time of the one before',
    server: 'http',
    file: `${HTTP}/server-connection.ts`,
    from: 'this.deadline.awaitNothing(); //',
    to: '//',
  },
  {
    name: 'the size of a chunk is not in hexadecimal',
    server: 'http',
    file: `${HTTP}/body-writer.ts`,
    from: 'scratch.writeNumber(data.length, 16);',
    to: 'scratch.writeNumber(data.length);',
  },
];
