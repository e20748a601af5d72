/** Facts about streams that fail: the peer of these connections resets them as soon as it has received something. */
import { dropError, subscribeInput, toDebugString } from './imports/io';
import { filesystemErrorCode } from './imports/filesystem';
import { networkErrorCode } from './imports/tcp';
import { CONNECTION_RESET, IPV4, RESULT, fact, factEqual, handle, loopback } from './results';
import {
  CLOSED,
  FAILED,
  blockingRead,
  checkWrite,
  inputReady,
  lastError,
  outputReady,
  read,
  write,
} from './stream-tools';
import { End, connectCode, decided, newTcp, waitFor } from './tcp-tools';

/** Connects to the port, and waits until the connection is reset. */
export function broken(port: u16): End {
  const socket = newTcp();
  connectCode(socket, loopback(IPV4, port));
  decided(socket);
  const end = new End(socket, handle(4), handle(8));
  write(end.output, 'x');
  waitFor(subscribeInput(end.input));
  return end;
}

/** What is told of a failure: a text, and nothing about files. */
export function failureFacts(port: u16): void {
  const end = broken(port);
  factEqual('blocking-read: a reset is a failure', blockingRead(end.input, 10), FAILED);
  const error = lastError;
  toDebugString(error, RESULT);
  fact('to-debug-string: says something', load<i32>(RESULT, 4) > 0);
  filesystemErrorCode(error, RESULT);
  factEqual('filesystem-error-code: of a connection is none', load<u8>(RESULT), 0);
  dropError(error);
  factEqual('read: after a failure it is closed', read(end.input, 10), CLOSED);
  fact('input-stream.subscribe: after a failure it is ready', inputReady(end.input));
  end.drop();
}

/** Which error it was. */
export function errorCodeFacts(port: u16): void {
  const end = broken(port);
  blockingRead(end.input, 10);
  networkErrorCode(lastError, RESULT);
  const isReset = load<u8>(RESULT) == 1 && load<u8>(RESULT, 1) == CONNECTION_RESET;
  fact('network-error-code: of a reset is connection-reset', isReset);
  dropError(lastError);
  end.drop();
}

/** Told once on the writing side too. */
export function writeFailureFacts(port: u16): void {
  const end = broken(port);
  factEqual('write: a reset is a failure', write(end.output, 'x'), FAILED);
  dropError(lastError);
  factEqual('check-write: after a failure it is closed', checkWrite(end.output), CLOSED);
  fact('output-stream.subscribe: after a failure it is ready', outputReady(end.output));
  end.drop();
}
