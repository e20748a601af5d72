/** wasi:cli@0.2.0: the command line, the standard streams and the exit code. */
import { RESULT } from '../abi/memory';
import { MAX_UTF8_BYTES, takeStrings } from '../abi/text';
import { InputStream, OutputStream, writeStreamBlocking } from './streams';

// get-environment: func() -> list<tuple<string, string>>; result: +0 pointer, +4 count
@external('wasi:cli/environment@0.2.0', 'get-environment')
declare function getEnvironmentImport(result: usize): void;

// get-arguments: func() -> list<string>; result: +0 pointer, +4 count
@external('wasi:cli/environment@0.2.0', 'get-arguments')
declare function getArgumentsImport(result: usize): void;


@external('wasi:cli/stdin@0.2.0', 'get-stdin')
declare function getStdinImport(): InputStream;


@external('wasi:cli/stdout@0.2.0', 'get-stdout')
declare function getStdoutImport(): OutputStream;


@external('wasi:cli/stderr@0.2.0', 'get-stderr')
declare function getStderrImport(): OutputStream;

// exit: func(status: result)
@external('wasi:cli/exit@0.2.0', 'exit')
declare function exitImport(failed: i32): void;

let stdout: OutputStream = 0;
let stderr: OutputStream = 0;

/**
 * The exit code asked for; every component's core module exports it.
 *
 * WASI 0.2's `exit` takes success or failure only (`exit-with-code` came later and needs wasmtime 46). The Node host reads the code
 * from this global; the wasmtime CLI ends with 1 instead.
 */
export let exitCode: i32 = 0;

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

/** Returns a new handle of standard input at each call; the caller drops it, after its pollables. */
export function getStdin(): InputStream {
  return getStdinImport();
}

/** Returns standard output, the same handle at each call. */
export function getStdout(): OutputStream {
  if (stdout == 0) stdout = getStdoutImport();
  return stdout;
}

/** Returns standard error, the same handle at each call. */
export function getStderr(): OutputStream {
  if (stderr == 0) stderr = getStderrImport();
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
  exitCode = code;
  exitImport(code == 0 ? 0 : 1);
  unreachable();
}
