/** What the tests reach the NATS protocol by, without a host. */
import { NatsInfo } from '../../../assembly/nats/info';
import { NatsMessage, NatsPublisher } from '../../../assembly/nats/message';
import { NatsOptions } from '../../../assembly/nats/options';
import { NatsParser, NatsReceiver } from '../../../assembly/nats/parser';
import { NatsServer } from '../../../assembly/nats/server-list';
import { isSubject as isSubjectText } from '../../../assembly/nats/subject';
import { decodeToken as decode, encodeToken as encode } from '../../../assembly/nats/token';
import { Bytes } from '../../../assembly/net';

/** Writes down what it is told. */
class Recorder implements NatsReceiver, NatsPublisher {
  told: string[] = [];

  get takesInput(): bool {
    return true;
  }

  publish(subject: string, data: Bytes, reply: string): i32 {
    return 0;
  }

  receiveInfo(info: NatsInfo): void {
    const flags = (info.needsTls ? ' tls' : '') + (info.isLeaving ? ' ldm' : '');
    this.told.push('INFO ' + info.maxPayloadBytes.toString() + flags + ' ' + info.urls.join(','));
  }

  receiveMessage(sid: i32, message: NatsMessage): void {
    const head = 'MSG ' + message.subject + ' ' + sid.toString() + ' (' + message.reply + ') ';
    this.told.push(head + message.text());
  }

  receiveTooLarge(): void {
    this.told.push('too large');
  }

  receivePing(): void {
    this.told.push('PING');
  }

  receivePong(): void {
    this.told.push('PONG');
  }

  receiveComplaint(text: string): void {
    this.told.push('-ERR ' + text);
  }
}

let recorder = new Recorder();
let parser!: NatsParser;

export function openParser(maxPayloadBytes: i32, maxLineBytes: i32, maxInfoBytes: i32): void {
  const options = new NatsOptions();
  options.maxPayloadBytes = maxPayloadBytes;
  options.maxLineBytes = maxLineBytes;
  options.maxInfoBytes = maxInfoBytes;
  recorder = new Recorder();
  parser = new NatsParser(recorder, new NatsMessage(recorder), options);
}

export function parse(data: Uint8Array): void {
  const bytes = new StaticArray<u8>(data.length);
  for (let i = 0; i < data.length; i++) bytes[i] = data[i];
  if (parser.problem.length == 0) parser.parse(new Bytes(bytes, 0, bytes.length));
}

export function told(): string[] {
  return parser.problem.length == 0 ? recorder.told : recorder.told.concat(['problem: ' + parser.problem]);
}

export function isSubject(text: string, allowsWildcards: bool): bool {
  return isSubjectText(text, allowsWildcards);
}

export function encodeToken(name: string): string {
  return encode(name);
}

export function decodeToken(token: string): string | null {
  return decode(token);
}

export function serverOf(text: string): string {
  const server = NatsServer.parse(text);
  return server == null ? '' : server.toString();
}
