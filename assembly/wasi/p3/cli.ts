/** wasi:cli@0.3.0: the command line, the standard streams and the exit code. */
import { RESULT } from '../abi/memory';
import { MAX_UTF8_BYTES, takeStrings } from '../abi/text';
import {
  InputStream,
  OutputStream,
  openInput,
  openOutput,
  readableEnd,
  writeStreamBlocking,
} from './streams';

// get-environment: func() -> list<tuple<string, string>>; result: +0 pointer, +4 count
@external('wasi:cli/environment@0.3.0', 'get-environment')
declare function getEnvironmentImport(result: usize): void;

// get-arguments: func() -> list<string>; result: +0 pointer, +4 count
@external('wasi:cli/environment@0.3.0', 'get-arguments')
declare function getArgumentsImport(result: usize): void;

// read-via-stream: func() -> tuple<stream<u8>, future<result<_, error-code>>>; result: +0 stream, +4 future
@external('wasi:cli/stdin@0.3.0', 'read-via-stream')
declare function readStdinImport(result: usize): void;


@external('wasi:cli/stdin@0.3.0', '[future-drop-readable-1]read-via-stream')
declare function dropStdinFutureImport(future: i32): void;

// write-via-stream: func(data: stream<u8>) -> future<result<_, error-code>>
@external('wasi:cli/stdout@0.3.0', 'write-via-stream')
declare function writeStdoutImport(data: i32): i32;


@external('wasi:cli/stderr@0.3.0', 'write-via-stream')
declare function writeStderrImport(data: i32): i32;

// exit-with-code: func(status-code: u8)
@external('wasi:cli/exit@0.3.0', 'exit-with-code')
declare function exitImport(code: i32): void;

let stdout: OutputStream = 0;
let stderr: OutputStream = 0;

/** Returns the environment's variables: names, each followed by its value. */
export function getEnvironment(): string[] {
  getEnvironmentImport(RESULT);
  return takeStrings(RESULT, 2);
}

/** Returns the command line; the first item is the program's name. */
export function getArguments(): string[] {
  getArgumentsImport(RESULT);
  return takeStrings(RESULT);
}

/** Opens standard input anew at each call; the caller drops it. A failure to read it looks like its end. */
export function getStdin(): InputStream {
  readStdinImport(RESULT);
  dropStdinFutureImport(load<i32>(RESULT, 4));
  return openInput(load<i32>(RESULT), 0);
}

/** Returns standard output, the same stream at each call. */
export function getStdout(): OutputStream {
  if (stdout == 0) {
    stdout = openOutput();
    writeStdoutImport(readableEnd);
  }
  return stdout;
}

/** Returns standard error, the same stream at each call. */
export function getStderr(): OutputStream {
  if (stderr == 0) {
    stderr = openOutput();
    writeStderrImport(readableEnd);
  }
  return stderr;
}

/** Writes `text` to standard output or error, and waits until it is written. A closed stream is ignored. */
export function writeText(stream: OutputStream, text: string): void {
  const pointer = heap.alloc(text.length * MAX_UTF8_BYTES);
  const bytes = String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, pointer);
  writeStreamBlocking(stream, pointer, <i32>bytes);
  heap.free(pointer);
}

/** Ends the program with this exit code; does not return. */
export function exit(code: i32): void {
  exitImport(code);
  unreachable();
}
