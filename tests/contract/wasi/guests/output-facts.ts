/** Facts about wasi:io: output streams, tried with connections. */
import * as io from './imports/io';
import { shutdown } from './imports/tcp';
import { setReceiveBuffer, setSendBuffer } from './imports/tcp-options';
import { RESULT, count, fact, factEqual } from './results';
import {
  CLOSED,
  OK,
  SHUT_SEND,
  at,
  blockingRead,
  bytesRead,
  checkWrite,
  grant,
  outcome,
  outputReady,
  readText,
  write,
} from './stream-tools';
import { Pair, waitFor } from './tcp-tools';

function writing(): void {
  const pair = new Pair();
  const input = pair.near.input;
  const output = pair.far.output;
  waitFor(io.subscribeOutput(output));
  fact('check-write: grants 64 KiB', checkWrite(output) == OK && count() == 65536);
  fact('output-stream.subscribe: with a grant to have it is ready', outputReady(output));
  fact('write: takes what was granted', write(output, 'abc') == OK && readText(input, 3) == 'abc');
  checkWrite(output);
  io.write(output, at, 0, RESULT);
  factEqual('write: nothing is ok', outcome(4), OK);
  io.write(output, at, 5, RESULT);
  fact('write: nothing leaves the grant', outcome(4) == OK && readText(input, 5).length == 5);
  io.flush(output, RESULT);
  factEqual('flush: is ok', outcome(4), OK);
  io.blockingFlush(output, RESULT);
  factEqual('blocking-flush: is ok', outcome(4), OK);
  fact('blocking-flush: then more is granted', checkWrite(output) == OK && count() > 0);
  io.writeZeroes(output, 3, RESULT);
  factEqual('write-zeroes: is ok', outcome(4), OK);
  blockingRead(input, 10);
  fact('write-zeroes: zeros arrive', bytesRead() == 3 && (load<u32>(load<usize>(RESULT, 4)) & 0xffffff) == 0);
  io.blockingWriteZeroesAndFlush(output, 4096, RESULT);
  fact(
    'blocking-write-zeroes-and-flush: of 4096 bytes is ok',
    outcome(4) == OK && readText(input, 4096).length == 4096,
  );
  io.blockingWriteAndFlush(output, at, 4096, RESULT);
  fact(
    'blocking-write-and-flush: of 4096 bytes is ok',
    outcome(4) == OK && readText(input, 4096).length == 4096,
  );
  io.blockingWriteAndFlush(output, at, 0, RESULT);
  factEqual('blocking-write-and-flush: of nothing is ok', outcome(4), OK);
  shutdown(pair.far.socket, SHUT_SEND, RESULT);
  factEqual('check-write: after shutdown it is closed', checkWrite(output), CLOSED);
  io.write(output, at, 1, RESULT);
  factEqual('write: after shutdown it is closed', outcome(4), CLOSED);
  io.flush(output, RESULT);
  factEqual('flush: after shutdown it is closed', outcome(4), CLOSED);
  io.blockingFlush(output, RESULT);
  factEqual('blocking-flush: after shutdown it is closed', outcome(4), CLOSED);
  io.writeZeroes(output, 1, RESULT);
  factEqual('write-zeroes: after shutdown it is closed', outcome(4), CLOSED);
  io.blockingWriteAndFlush(output, at, 1, RESULT);
  factEqual('blocking-write-and-flush: after shutdown it is closed', outcome(4), CLOSED);
  io.blockingWriteZeroesAndFlush(output, 1, RESULT);
  factEqual('blocking-write-zeroes-and-flush: after shutdown it is closed', outcome(4), CLOSED);
  fact('output-stream.subscribe: after shutdown it is ready', outputReady(output));
  pair.drop();
}

/** A peer that does not read. */
function filling(): void {
  const pair = new Pair();
  setSendBuffer(pair.far.socket, 4096, RESULT);
  setReceiveBuffer(pair.near.socket, 4096, RESULT);
  const output = pair.far.output;
  let sent: u64 = 0;
  while (sent < 64 * 1024 * 1024) {
    if (grant(output) != OK || count() == 0) break;
    const granted = <i32>count();
    io.write(output, at, granted, RESULT);
    if (outcome(4) != OK) break;
    sent += granted;
  }
  fact('check-write: a peer that does not read leads to 0', checkWrite(output) == OK && count() == 0);
  fact('output-stream.subscribe: without a grant to have it is not ready', !outputReady(output));
  io.flush(output, RESULT);
  factEqual('flush: with bytes under way is ok', outcome(4), OK);
  io.splice(output, pair.far.input, 10, RESULT);
  fact('splice: without a grant to have it is 0', outcome(8) == OK && count() == 0);
  let received: u64 = 0;
  while (received < sent) {
    io.blockingSkip(pair.near.input, 65536, RESULT);
    if (outcome(8) != OK) break;
    received += count();
  }
  fact('write: all that was taken arrives', received == sent && sent >= 65536);
  waitFor(io.subscribeOutput(output));
  fact('check-write: then it grants again', checkWrite(output) == OK && count() > 0);
  pair.drop();
}

/** All of it. */
export function outputFacts(): void {
  writing();
  filling();
}
