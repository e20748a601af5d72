import { Bytes } from '../net';
import { ByteWriter } from './byte-writer';

/** What a response needs of the connection that it is for. */
export interface ResponseOwner {
  /** Called once, before the head is written: the last occasion for headers. */
  onResponseStart(): void;

  /** Answers with an error and its page. */
  answerError(status: i32): void;

  /** Writes the head but for the fields that frame the body; `closes`: the connection closes after it. Returns where to go on. */
  writeHead(status: i32, headers: Bytes, closes: bool): ByteWriter;

  /** Called where the body comes from a source, which has to be pumped from now on. */
  onSource(): void;

  /** Called once: all has been written. `closes`: the body ends with the connection. */
  onResponseEnd(closes: bool): void;

  /** Tells the operator of a mistake in the program, in one line. */
  report(problem: string): void;

  /** Memory to put a piece together in. */
  readonly scratch: ByteWriter;
}
