/** Facts about wasi:io: input streams, splicing and polling, tried with connections. */
import * as io from './imports/io';
import { shutdown } from './imports/tcp';
import { RESULT, count, fact, factEqual, handle } from './results';
import {
  CLOSED,
  OK,
  SHUT_RECEIVE,
  SHUT_SEND,
  at,
  blockingRead,
  bytesRead,
  checkWrite,
  inputReady,
  outcome,
  read,
  readText,
  write,
} from './stream-tools';
import { Pair, waitFor } from './tcp-tools';

/** More than sockets and hosts hold, in turns of which some move nothing. */
const MUCH: i32 = 16 << 20;
const MANY_TURNS: i32 = 50_000;

function reading(): void {
  const pair = new Pair();
  const input = pair.near.input;
  const output = pair.far.output;
  fact('read: nothing there is an empty list', read(input, 10) == OK && bytesRead() == 0);
  fact('input-stream.subscribe: nothing there is not ready', !inputReady(input));
  fact('read: 0 bytes are an empty list', read(input, 0) == OK && bytesRead() == 0);
  write(output, 'abcdef');
  fact('blocking-read: waits for bytes', blockingRead(input, 2) == OK && bytesRead() == 2);
  fact('input-stream.subscribe: with bytes there it is ready', inputReady(input));
  fact('read: gives no more than there is', read(input, 100) == OK && bytesRead() == 4);
  write(output, 'abcdef');
  fact(
    'blocking-read: of 0 bytes waits, and is an empty list',
    blockingRead(input, 0) == OK && bytesRead() == 0,
  );
  fact(
    'read: a length of u64::MAX is as much as there is',
    read(input, u64.MAX_VALUE) == OK && bytesRead() == 6,
  );
  io.skip(input, 10, RESULT);
  fact('skip: nothing there is 0', outcome(8) == OK && count() == 0);
  write(output, 'abcdef');
  io.blockingSkip(input, 2, RESULT);
  fact('blocking-skip: waits, and tells how many', outcome(8) == OK && count() == 2);
  io.skip(input, 3, RESULT);
  fact('skip: tells how many', outcome(8) == OK && count() == 3);
  factEqual('skip: what comes behind is read', readText(input, 1), 'f');
  io.skip(input, 0, RESULT);
  fact('skip: 0 bytes are 0', outcome(8) == OK && count() == 0);
  shutdown(pair.far.socket, SHUT_SEND, RESULT);
  factEqual('blocking-read: at the end it is closed', blockingRead(input, 10), CLOSED);
  factEqual('read: at the end it is closed', read(input, 10), CLOSED);
  io.skip(input, 10, RESULT);
  factEqual('skip: at the end it is closed', outcome(8), CLOSED);
  io.blockingSkip(input, 10, RESULT);
  factEqual('blocking-skip: at the end it is closed', outcome(8), CLOSED);
  fact('input-stream.subscribe: at the end it is ready', inputReady(input));
  shutdown(pair.near.socket, SHUT_RECEIVE, RESULT);
  pair.drop();
  const other = new Pair();
  write(other.far.output, 'lost');
  waitFor(io.subscribeInput(other.near.input));
  shutdown(other.near.socket, SHUT_RECEIVE, RESULT);
  factEqual('read: after shutdown of receiving it is closed', read(other.near.input, 10), CLOSED);
  fact('input-stream.subscribe: after shutdown it is ready', inputReady(other.near.input));
  other.drop();
}

function splicing(): void {
  const from = new Pair();
  const to = new Pair();
  const source = from.near.input;
  const output = to.far.output;
  io.splice(output, source, 10, RESULT);
  fact('splice: nothing there is 0', outcome(8) == OK && count() == 0);
  write(from.far.output, 'abcdef');
  io.blockingSplice(output, source, 2, RESULT);
  fact('blocking-splice: waits, and tells how many', outcome(8) == OK && count() == 2);
  io.splice(output, source, 0, RESULT);
  fact('splice: of 0 bytes is 0', outcome(8) == OK && count() == 0);
  waitFor(io.subscribeOutput(output));
  io.splice(output, source, u64.MAX_VALUE, RESULT);
  fact('splice: takes what is there', outcome(8) == OK && count() == 4);
  factEqual('splice: the bytes arrive in order', readText(to.near.input, 6), 'abcdef');
  shutdown(from.far.socket, SHUT_SEND, RESULT);
  io.blockingSplice(output, source, 10, RESULT);
  factEqual('blocking-splice: at the end of the source it is closed', outcome(8), CLOSED);
  io.splice(output, source, 10, RESULT);
  factEqual('splice: at the end of the source it is closed', outcome(8), CLOSED);
  shutdown(to.far.socket, SHUT_SEND, RESULT);
  io.splice(output, source, 10, RESULT);
  factEqual('splice: after shutdown of the target it is closed', outcome(8), CLOSED);
  io.blockingSplice(output, source, 10, RESULT);
  factEqual('blocking-splice: after shutdown of the target it is closed', outcome(8), CLOSED);
  from.drop();
  to.drop();
}

/** Waits until a stream of the two is ready, or a moment. */
function pollPairs(from: Pair, to: Pair): void {
  const list = StaticArray.fromArray<i32>([
    io.subscribeOutput(from.far.output),
    io.subscribeInput(from.near.input),
    io.subscribeOutput(to.far.output),
    io.subscribeInput(to.near.input),
  ]);
  io.poll(changetype<usize>(list), list.length, RESULT);
  for (let i = 0; i < list.length; i++) io.dropPollable(list[i]);
}

/** The byte at a place of what is spliced. */
function numbered(place: i32): u8 {
  return <u8>(place * 7 + (place >> 8));
}

/** More than sockets and host hold passes, while its writer is faster than its reader. */
function splicingMuch(): void {
  const from = new Pair();
  const to = new Pair();
  let written = 0;
  let moved: u64 = 0;
  let received = 0;
  let isRight = true;
  for (let turn = 0; received < MUCH && turn < MANY_TURNS; turn++) {
    pollPairs(from, to);
    for (let i = 0; i < 8 && written < MUCH && checkWrite(from.far.output) == OK && count() > 0; i++) {
      const bytes = min(<i32>min<u64>(count(), 65536), MUCH - written);
      for (let place = 0; place < bytes; place++) store<u8>(at + place, numbered(written + place));
      io.write(from.far.output, at, bytes, RESULT);
      written += bytes;
    }
    io.splice(to.far.output, from.near.input, u64.MAX_VALUE, RESULT);
    if (outcome(8) == OK) moved += count();
    if (turn % 2 == 0 || read(to.near.input, 100_000) != OK) continue;
    const data = load<usize>(RESULT, 4);
    for (let i = 0; i < bytesRead(); i += 61)
      isRight = isRight && load<u8>(data + i) == numbered(received + i);
    received += bytesRead();
  }
  fact('splice: much passes, in order', received == MUCH && isRight);
  fact('splice: tells of each byte', moved == <u64>MUCH);
  from.drop();
  to.drop();
}

function polling(): void {
  const pair = new Pair();
  const idle = io.subscribeInput(pair.near.input);
  const ready = io.subscribeOutput(pair.near.output);
  io.block(ready);
  store<i32>(at, idle);
  store<i32>(at, ready, 4);
  store<i32>(at, ready, 8);
  io.poll(at, 3, RESULT);
  const list = load<usize>(RESULT);
  fact(
    'poll: gives all indexes of what is ready, once each',
    handle() == 2 && load<i32>(list) + load<i32>(list, 4) == 3,
  );
  write(pair.far.output, 'x');
  store<i32>(at, idle);
  io.poll(at, 1, RESULT);
  fact('poll: waits', handle() == 1 && load<i32>(load<usize>(RESULT)) == 0);
  factEqual('pollable.ready: says so', io.isReady(idle), 1);
  io.dropPollable(idle);
  io.dropPollable(ready);
  pair.drop();
}

/** All of it. */
export function inputFacts(): void {
  reading();
  splicing();
  splicingMuch();
  polling();
}
