import { CHAT_PLANTS } from './plants-chat.ts';
import { HTTP_PLANTS } from './plants-http.ts';
import { PROXY_PLANTS } from './plants-proxy.ts';
import { WEB_SOCKET_PLANTS } from './plants-web-socket.ts';
import type { ServerName } from './scenario.ts';

/** A fault in the core: one text of a file in place of another, which must be there exactly once. */
export interface Plant {
  name: string;
  /** The server that it shows in. */
  server: ServerName;
  file: string;
  from: string;
  to: string;
}

const ECHO = 'assembly/servers/echo.ts';
const LOOP = 'assembly/loop';
const NET = 'assembly/net';
const SELECTORS = 'assembly/selectors';

/** Faults of many kinds, in all rooms of the core. */
export const PLANTS: Plant[] = [
  {
    name: 'a byte is lost',
    server: 'echo',
    file: ECHO,
    from: 'return bytes > 0 ? stream.send(buffer, bytes) : bytes;',
    to: 'return bytes > 0 ? stream.send(buffer, max(bytes - i32(bytes % 64 == 9), 1)) : bytes;',
  },
  {
    name: 'a byte is sent twice',
    server: 'lines',
    file: `${NET}/byte-queue.ts`,
    from: 'if (failed == 0) this.remove(bytes);',
    to: 'if (failed == 0) this.remove(max(bytes - i32(bytes % 64 == 9), 1));',
  },
  {
    name: 'a later line overtakes an earlier one',
    server: 'lines',
    file: `${LOOP}/line-handler.ts`,
    from: 'if (this.restBytes == 0) {',
    to: 'if (this.restBytes == 0 || data.length > 100) {',
  },
  {
    name: 'more is written than was granted',
    server: 'lines',
    file: `${NET}/tcp-stream.ts`,
    from: 'const part = min(queue.length, granted);',
    to: 'const part = queue.length;',
  },
  {
    name: 'would-block is taken for the end of the stream',
    server: 'echo',
    file: 'assembly/wasi/p2/streams.ts',
    from: 'return bytes == 0 ? WOULD_BLOCK : bytes;',
    to: 'return bytes;',
  },
  {
    name: 'a full peer is forgotten: never waits to send again',
    server: 'lines',
    file: `${LOOP}/outgoing.ts`,
    from: 'return this.queue.length > 0 || (this.isEnding',
    to: 'return (this.isEnding',
  },
  {
    name: 'goes on waiting to send with nothing to send',
    server: 'echo',
    file: ECHO,
    from: 'if (bytes == WOULD_BLOCK) selector.modify(stream, stream.sendable() == 0 ? EVENT_WRITE : EVENT_READ, read);',
    to: 'if (bytes == WOULD_BLOCK) selector.modify(stream, stream.sendable() == 0 ? EVENT_WRITE : EVENT_READ | EVENT_WRITE, read);',
  },
  {
    name: 'a time limit of select is not dropped',
    server: 'lines',
    file: `${SELECTORS}/backends/poll.ts`,
    from: 'if (isTimed) dropPollable(limit);',
    to: '',
  },
  {
    name: 'an attempt to connect that failed is not closed',
    server: 'relay',
    file: `${LOOP}/connector.ts`,
    from: 'if (isClosed) stream.close();',
    to: '',
  },
  {
    name: 'the socket is dropped before its streams',
    server: 'echo',
    file: `${NET}/tcp-stream.ts`,
    from: 'if (this.state == 0) {',
    to: 'if (this.socket != NO_SOCKET) wasi.dropSocket(this.socket);\n    if (this.state == 0) {',
  },
  {
    name: 'a pollable outlives its stream',
    server: 'lines',
    file: `${SELECTORS}/backends/poll-list.ts`,
    from: 'dropPollable(this.pollables.get(place));',
    to: '',
  },
  {
    name: 'a connection is closed with bytes in flight',
    server: 'lines',
    file: `${NET}/tcp-stream.ts`,
    from: 'if (this.state == 0 && !wasi.abandonOutput(this.output)) return false;',
    to: '',
  },
  {
    name: 'only the first of the ready ones gets its turn',
    server: 'echo',
    file: ECHO,
    from: 'for (let i = 0; i < ready.length; i++) {',
    to: 'for (let i = 0; i < min(ready.length, 1); i++) {',
  },
  {
    name: 'the limit of connections is not kept',
    server: 'echo',
    file: `${SELECTORS}/acceptor.ts`,
    from: 'const isFull = this.quota.isFullForClients;',
    to: 'const isFull = false;',
  },
  {
    name: 'never accepts again after it was out of sockets',
    server: 'echo',
    file: `${SELECTORS}/acceptor.ts`,
    from: 'this.retryAtNs = nowNs() + RETRY_NS;',
    to: 'this.retryAtNs = FOREVER - 1;',
  },
  {
    name: 'ends when it is out of sockets and has no clients',
    server: 'echo',
    file: ECHO,
    from: ' || acceptor.isPaused',
    to: '',
  },
  {
    name: 'timers of connections never go off',
    server: 'relay',
    file: `${LOOP}/deadlines.ts`,
    from: 'if (dueNs != FOREVER && (',
    to: 'if (dueNs == FOREVER && (',
  },
  {
    name: 'the other side is never read again after a pause',
    server: 'relay',
    file: `${LOOP}/relay.ts`,
    from: 'this.other.resume();',
    to: '',
  },
  {
    name: 'a relay does not wait until the host takes bytes again',
    server: 'relay',
    file: `${LOOP}/outgoing.ts`,
    from: 'this.isHeld = this.isFull = true;',
    to: '',
  },
  {
    name: 'a relay sends past what waits',
    server: 'relay',
    file: `${LOOP}/outgoing.ts`,
    from: 'return this.queue.length == 0 && !this.isEnding;',
    to: 'return !this.isEnding;',
  },
  {
    name: 'half-close is not passed on',
    server: 'relay',
    file: `${LOOP}/relay.ts`,
    from: 'this.other.end();',
    to: '',
  },
  {
    name: 'a datagram that waits forgets whom it is for',
    server: 'udp-echo',
    file: `${LOOP}/datagram-socket.ts`,
    from: 'new Waiting(data.copy(), receiver.copy())',
    to: 'new Waiting(data.copy(), receiver)',
  },
  ...CHAT_PLANTS,
  ...HTTP_PLANTS,
  ...PROXY_PLANTS,
  ...WEB_SOCKET_PLANTS,
];
