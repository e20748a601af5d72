import { ByteWriter } from '../http/byte-writer';
import { Bytes } from '../net';
import { Chat, LOBBY } from './chat';
import { cleanText } from './clean-text';
import { RoomList, RoomMembers } from './events/lists';
import { Notice, Refusal } from './events/notice';
import { problemOfName } from './names';
import { Member } from './people';
import { WordReader } from './word-reader';

const HELP: string[] = [
  '/nick NAME      change your name',
  '/join ROOM      go to a room, which is made if there is none',
  '/leave          go back to the lobby',
  '/rooms          list the rooms',
  '/who            list who is in this room',
  '/msg NAME TEXT  say something to one other',
  '/me TEXT        do something: /me waves',
  '/quit           leave',
  '//TEXT          say something that begins with /',
];

const cleaned = new ByteWriter(1024);
const words = new WordReader();

/** Handles a line of a member's: says it, or does what a command asks for. */
export function handleLine(chat: Chat, member: Member, line: Bytes): void {
  cleaned.reset();
  cleanText(line, cleaned);
  words.begin(cleaned.bytes);
  if (words.isAtEnd) return;
  const isCommand = words.skipSlash() && !words.startsWithSlash;
  if (!isCommand) return chat.say(member, words.rest(), false);
  const problem = runCommand(chat, member, words.word().toLowerCase());
  if (problem.length > 0) chat.tell(member, new Refusal(problem + '.'));
}

/** Returns what is wrong with the command, in one line; empty: nothing. */
function runCommand(chat: Chat, member: Member, command: string): string {
  if (command == 'nick') return rename(chat, member, words.word());
  if (command == 'join') return join(chat, member, words.word());
  if (command == 'leave') return join(chat, member, LOBBY);
  if (command == 'rooms') chat.tell(member, new RoomList(chat.rooms.all));
  else if (command == 'who') chat.tell(member, new RoomMembers(member.room!));
  else if (command == 'msg') return sayTo(chat, member, words.word());
  else if (command == 'me') {
    if (words.isAtEnd) return '/me needs a text, such as /me waves';
    chat.say(member, words.rest(), true);
  } else if (command == 'quit') {
    chat.tell(member, new Notice('Bye!'));
    member.outlet.close();
    chat.leave(member);
  } else if (command == 'help') {
    for (let i = 0; i < HELP.length; i++) chat.tell(member, new Notice(HELP[i]));
  } else return 'There is no command /' + command + '; /help lists them';
  return '';
}

function rename(chat: Chat, member: Member, name: string): string {
  const problem = problemOfName(name);
  if (problem.length > 0) return problem;
  const known = chat.find(name);
  if (known != null && known !== member) return name + ' is taken';
  if (name != member.name) chat.rename(member, name);
  return '';
}

function join(chat: Chat, member: Member, text: string): string {
  const name = text.startsWith('#') ? text.substring(1) : text;
  const problem = problemOfName(name);
  if (problem.length > 0) return problem;
  const room = chat.openRoom(name);
  if (room == null) return 'There are too many rooms; /rooms lists them';
  if (room === member.room) return 'You are in ' + room.name + ' already';
  chat.move(member, room);
  return '';
}

function sayTo(chat: Chat, member: Member, name: string): string {
  const receiver = chat.find(name);
  if (receiver == null) return 'Nobody here has the name ' + name;
  if (words.isAtEnd) return '/msg needs a name and a text';
  chat.sayTo(member, receiver, words.rest());
  return '';
}
