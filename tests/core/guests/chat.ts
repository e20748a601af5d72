import { cleanText } from '../../../assembly/chat/clean-text';
import { Message } from '../../../assembly/chat/events/said';
import { History, HistoryLine } from '../../../assembly/chat/history';
import { LineReader } from '../../../assembly/chat/line-reader';
import { keyOfName, problemOfName } from '../../../assembly/chat/names';
import { TokenBucket } from '../../../assembly/chat/token-bucket';
import { ByteWriter } from '../../../assembly/http/byte-writer';
import { Bytes } from '../../../assembly/net';

let reader = new LineReader(1);
let lines: string[] = [];
let bucket = new TokenBucket(1, 1);
let history = new History(1, 1);
let rooms: HistoryLine[][] = [];

export function clean(data: Uint8Array): string {
  const cleaned = new ByteWriter(16);
  cleanText(bytesOf(data), cleaned);
  return cleaned.bytes.toString();
}

export { keyOfName, problemOfName };

export function openReader(limitBytes: i32): void {
  reader = new LineReader(limitBytes);
  lines = [];
}

/** Has bytes arrive; a line that is too long gets a `!` behind it. */
export function arrive(data: Uint8Array): void {
  const bytes = bytesOf(data);
  while (reader.read(bytes)) {
    lines.push(reader.line.toString() + (reader.isTooLong ? '!' : ''));
    reader.begin();
  }
}

export function linesRead(): string[] {
  return lines;
}

export function openBucket(rate: i32, burst: i32): void {
  bucket = new TokenBucket(rate, burst);
}

export function take(tokens: i32, nowMs: i32): bool {
  return bucket.take(tokens, <i64>nowMs * 1_000_000);
}

export function waitMs(nowMs: i32): i32 {
  return <i32>(bucket.waitNs(<i64>nowMs * 1_000_000) / 1_000_000);
}

export function openHistory(maxLines: i32, maxBytes: i32, roomCount: i32): void {
  history = new History(maxLines, maxBytes);
  rooms = [];
  for (let i = 0; i < roomCount; i++) rooms.push([]);
}

export function say(room: i32, text: string): void {
  history.add(new Message('', '', Bytes.of(text), 0), rooms[room]);
}

export function forget(room: i32): void {
  history.clear(rooms[room]);
}

/** Returns what a room keeps, the oldest first. */
export function kept(room: i32): string[] {
  return rooms[room].map<string>((line) => line.message.text.toString());
}

export function keptBytes(): i32 {
  return history.bytes;
}

function bytesOf(data: Uint8Array): Bytes {
  const buffer = new StaticArray<u8>(data.length);
  for (let i = 0; i < data.length; i++) buffer[i] = data[i];
  return new Bytes(buffer, 0, data.length);
}
