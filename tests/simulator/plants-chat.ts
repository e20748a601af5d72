import type { Plant } from './plants.ts';

const CHAT = 'assembly/chat';

/** Faults in the chat. */
export const CHAT_PLANTS: Plant[] = [
  {
    name: 'what has arrived and has to wait is forgotten',
    server: 'chat',
    file: `${CHAT}/line-client.ts`,
    from: 'if (data.length > 0 && data !== this.rest) this.rest = data.copy();',
    to: '',
  },
  {
    name: 'the last member in a room is left out',
    server: 'chat',
    file: `${CHAT}/broadcaster.ts`,
    from: 'for (let i = 0; i < members.length; i++) if (members[i] !== except)',
    to: 'for (let i = 0; i < max(members.length - 1, 1); i++) if (members[i] !== except)',
  },
  {
    name: 'more is kept for those who join than 50 lines',
    server: 'chat',
    file: `${CHAT}/history.ts`,
    from: 'if (list.length == this.maxLines) this.removeFirst(list);',
    to: '',
  },
  {
    name: 'a client that had to wait is not read again',
    server: 'chat',
    file: `${CHAT}/session.ts`,
    from: 'this.outlet.resume();',
    to: '',
  },
];
