import type { Plant } from './plants.ts';

const HTTP = 'assembly/http';
const WEB_SOCKET = `${HTTP}/websocket`;

/** Faults in the WebSockets of the HTTP server. */
export const WEB_SOCKET_PLANTS: Plant[] = [
  {
    name: 'what arrives together with the handshake is lost',
    server: 'web-socket',
    file: `${HTTP}/server-connection.ts`,
    from: 'if (start < end && !this.connection.isClosed) next',
    to: 'if (start == end && !this.connection.isClosed) next',
  },
  {
    name: 'the key starts anew where a frame is cut',
    server: 'web-socket',
    file: `${WEB_SOCKET}/frame-reader.ts`,
    from: '((<u32>takenBefore) & 3) << 3',
    to: '0',
  },
  {
    name: 'a ping within a message is not answered',
    server: 'web-socket',
    file: `${WEB_SOCKET}/web-socket-connection.ts`,
    from: 'if (found == OPCODE_PING) this.socket',
    to: 'if (found == OPCODE_PING && reader.message.spareBytes == 0) this.socket',
  },
  {
    name: 'fragments stay where they were put together',
    server: 'web-socket',
    file: `${WEB_SOCKET}/held-bytes.ts`,
    from: 'bytes.set(buffer, MAX_HEADER_BYTES, length);\n    this.drop();',
    to: 'bytes.set(buffer, MAX_HEADER_BYTES, length);',
  },
  {
    name: 'messages that wait for a slow client are lost',
    server: 'web-socket',
    file: `${WEB_SOCKET}/web-socket-connection.ts`,
    from: 'this.reader.resumeInput();',
    to: '',
  },
  {
    name: 'a slow client of a WebSocket is never read again',
    server: 'web-socket',
    file: `${WEB_SOCKET}/web-socket-connection.ts`,
    from: 'this.connection.resume();',
    to: '',
  },
  {
    name: 'a text may end within a character',
    server: 'web-socket',
    file: `${WEB_SOCKET}/frame-reader.ts`,
    from: 'return !isLast || utf8.isComplete;',
    to: 'return true;',
  },
  {
    name: 'a frame may be as long as it likes',
    server: 'web-socket',
    file: `${WEB_SOCKET}/frame-reader.ts`,
    from: ' || messageBytes > this.options.maxMessageBytes',
    to: '',
  },
  {
    name: 'a WebSocket stays open after a mistake',
    server: 'web-socket',
    file: `${WEB_SOCKET}/web-socket-connection.ts`,
    from: 'this.socket.sendClose(code);\n    this.connection.close();',
    to: 'this.socket.sendClose(code);',
  },
  {
    name: 'a client that answers no ping stays',
    server: 'web-socket',
    file: `${WEB_SOCKET}/keep-alive.ts`,
    from: 'this.isPinging && isSilent &&',
    to: 'this.isPinging && !isSilent &&',
  },
  {
    name: 'a drain closes WebSockets without a word',
    server: 'web-socket',
    file: `${WEB_SOCKET}/web-socket-connection.ts`,
    from: 'this.socket.close(CLOSE_GOING_AWAY);',
    to: 'this.connection.close();',
  },
];
