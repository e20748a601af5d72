/** Why an operation on files failed: `error-code` of wasi:filesystem/types@0.2. */

const ERROR_CODES = [
  'access',
  'would-block',
  'already',
  'bad-descriptor',
  'busy',
  'deadlock',
  'quota',
  'exist',
  'file-too-large',
  'illegal-byte-sequence',
  'in-progress',
  'interrupted',
  'invalid',
  'io',
  'is-directory',
  'loop',
  'too-many-links',
  'message-size',
  'name-too-long',
  'no-device',
  'no-entry',
  'no-lock',
  'insufficient-memory',
  'insufficient-space',
  'not-directory',
  'not-empty',
  'not-recoverable',
  'unsupported',
  'no-tty',
  'no-such-device',
  'overflow',
  'not-permitted',
  'pipe',
  'read-only',
  'invalid-seek',
  'text-file-busy',
  'cross-device',
] as const;

/** A name of an `error-code`. */
export type FileErrorCode = (typeof ERROR_CODES)[number];

/** The outcome of a stream of a file that has failed: this minus the index of its error code. Sockets' outcomes are above it. */
const FIRST_OUTCOME = -1000;

/** A failure, as a value. */
export class FileFailure {
  /** Its index in WIT's `error-code`. */
  readonly index: number;

  constructor(readonly code: FileErrorCode) {
    this.index = ERROR_CODES.indexOf(code);
  }

  /** What stands for it among the outcomes of streams. */
  get outcome(): number {
    return FIRST_OUTCOME - this.index;
  }
}

/** Returns the failure that a stream's outcome stands for; undefined: it is none of a file. */
export function failureOfOutcome(outcome: number): FileFailure | undefined {
  const code = ERROR_CODES[FIRST_OUTCOME - outcome];
  return code && new FileFailure(code);
}

const BY_ERRNO: Record<string, FileErrorCode> = {
  EACCES: 'access',
  EAGAIN: 'would-block',
  EBADF: 'bad-descriptor',
  EBUSY: 'busy',
  EINVAL: 'invalid',
  EISDIR: 'is-directory',
  ELOOP: 'loop',
  ENAMETOOLONG: 'name-too-long',
  ENODEV: 'no-device',
  ENOENT: 'no-entry',
  ENOMEM: 'insufficient-memory',
  ENOTDIR: 'not-directory',
  ENXIO: 'no-such-device',
  EOVERFLOW: 'overflow',
  EPERM: 'not-permitted',
};

/** Returns what `operation` returns; where it throws an error of the system's, the failure. Codes that WASI lacks, EMFILE for one, become `io`. */
export function attempt<T>(operation: () => T): T | FileFailure {
  try {
    return operation();
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    return new FileFailure(BY_ERRNO[code] ?? 'io');
  }
}
