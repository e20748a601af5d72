/** What goes wrong, as errors with codes. */
import { printable } from './printable.ts';
import { formatAddress, parseIp } from './net/ip-address.ts';

/** The most characters of a message, which may have parts of any length. */
const MAX_MESSAGE = 2000;

/** What is wrong with a file that was given for a component. */
export type ComponentProblem =
  | 'ERR_FILE_NOT_FOUND'
  | 'ERR_FILE_UNREADABLE'
  | 'ERR_NOT_WASM'
  | 'ERR_CORE_MODULE'
  | 'ERR_MALFORMED'
  | 'ERR_NOT_A_COMMAND'
  | 'ERR_WASI_VERSION'
  | 'ERR_MISSING_IMPORT'
  | 'ERR_UNSUPPORTED'
  | 'ERR_LIMIT';

/** A file can't be run as a component; the message says why and what to do. */
export class ComponentError extends Error {
  /** Its class. */
  override name = 'ComponentError';

  constructor(
    /** What is wrong with it. */
    readonly code: ComponentProblem,
    message: string,
  ) {
    super(printable(message, MAX_MESSAGE)); // it may name what is in the file
  }
}

/** An option of `serve` or `run` makes no sense; it is thrown by the call itself. */
export class OptionError extends TypeError {
  /** Its class. */
  override name = 'OptionError';
  /** Always the same. */
  readonly code = 'ERR_INVALID_OPTION';

  constructor(
    /** Which option, such as `listen` or `permissions.connect`. */
    readonly option: string,
    problem: string,
  ) {
    super(printable(`${option}: ${problem}`, MAX_MESSAGE));
  }
}

/** The operation was aborted by its signal; `cause` is the signal's reason. */
export class AbortError extends Error {
  /** Its class. */
  override name = 'AbortError';
  /** As Node's own. */
  readonly code = 'ABORT_ERR';

  constructor(cause: unknown) {
    super('The operation was aborted', { cause });
  }
}

const IN_WORDS: Record<string, string> = {
  EADDRINUSE: 'address already in use',
  EACCES: 'permission denied by the system',
  EADDRNOTAVAIL: 'no such address on this machine',
  EMFILE: 'too many open files',
  EAFNOSUPPORT: 'the machine does not have this kind of address',
  ERR_ACCESS_DENIED: 'not permitted: add it to permissions.listen',
};

/** The guest could not listen: a Node system error's code, or ERR_ACCESS_DENIED where it has no permission for it. */
export class ListenError extends Error {
  /** Its class. */
  override name = 'ListenError';
  /** As in Node's errors. */
  readonly syscall = 'listen';
  /** EADDRINUSE, EACCES, EADDRNOTAVAIL and the like, or ERR_ACCESS_DENIED. */
  readonly code: string;
  /** The IP address. */
  readonly address: string;
  /** The port, as it was asked for. */
  readonly port: number;

  constructor({ code, address, port }: Omit<ListenFailure, 'kind'>) {
    const where = formatAddress({ ...parseIp(address)!, port });
    super(`listen ${code}: ${IN_WORDS[code] ?? 'it can not be listened on'} ${where}`);
    this.code = code;
    this.address = address;
    this.port = port;
  }
}

/** Codes of a GuestError. */
export type GuestProblem =
  /** The guest trapped: a bug in it, or in this host. */
  | 'ERR_GUEST_TRAP'
  /** Its thread died, out of memory for example. */
  | 'ERR_GUEST_CRASHED'
  /** It ended without having listened. */
  | 'ERR_GUEST_ENDED'
  /** No engine can be had here: the message says what is needed. */
  | 'ERR_ENGINE_UNAVAILABLE';

/** The guest did not go on. */
export class GuestError extends Error {
  /** Its class. */
  override name = 'GuestError';

  constructor(
    /** Why. */
    readonly code: GuestProblem,
    message: string,
    /** What a process that had run it would end with. */
    readonly exitCode: number,
    /** The end of what it said on standard error. */
    readonly stderr: string,
  ) {
    super(printable(message, MAX_MESSAGE)); // it may have words of the guest
  }
}

/** An address that could not be listened on, and why, as Node names it. */
export interface ListenFailure {
  kind: 'listen';
  code: string;
  address: string;
  port: number;
}

/** Why a guest did not go on, as it is found and passed on, between threads too. `toError` makes the error that the program gets. */
export type GuestFailure =
  | ListenFailure
  | { kind: 'component'; code: ComponentProblem; message: string }
  /** It broke a rule: a bug in it, or in this host. */
  | { kind: 'trap'; message: string }
  /** Its thread or this host failed. */
  | { kind: 'crash'; message: string }
  /** There is no engine for it. */
  | { kind: 'engine'; message: string }
  /** It ended without having listened; `message` says how. */
  | { kind: 'unready'; message: string };

/** What an error says of the guest beside the failure. */
export interface FailureContext {
  /** What messages call its component. */
  file: string;
  exitCode: number;
  stderrTail: string;
}

/** What a program in Rust says last when it panics: where, and the first line of why. */
const PANIC = /panicked at (.+):\n(.*)/g;

/** Gives a trap in words, with those of the guest's panic where that has led to it. */
function trapInWords(message: string, stderrTail: string): string {
  const panic = message === 'unreachable' ? [...stderrTail.matchAll(PANIC)].at(-1) : undefined;
  return panic ? `panic at ${panic[1]}: ${panic[2]}` : message;
}

/** Makes the error of a failure. */
export function toError(failure: GuestFailure, { file, exitCode, stderrTail }: FailureContext): Error {
  const guestError = (code: GuestProblem, message: string): GuestError =>
    new GuestError(code, message, exitCode, stderrTail);
  switch (failure.kind) {
    case 'listen':
      return new ListenError(failure);
    case 'component':
      return new ComponentError(failure.code, `can't run ${file}: ${failure.message}`);
    case 'trap':
      return guestError('ERR_GUEST_TRAP', `${file} trapped: ${trapInWords(failure.message, stderrTail)}`);
    case 'crash':
      return guestError('ERR_GUEST_CRASHED', `${file} could not go on: ${failure.message}`);
    case 'engine':
      return guestError('ERR_ENGINE_UNAVAILABLE', failure.message);
    case 'unready':
      return guestError('ERR_GUEST_ENDED', `${file} ${failure.message} before it listened`);
  }
}
