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
];
