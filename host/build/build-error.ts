/** What keeps a source from becoming a component. */
export type BuildProblem =
  | 'ERR_WASI_VERSION'
  | 'ERR_NOT_A_SOURCE'
  | 'ERR_NO_SUCH_SOURCE'
  | 'ERR_MISSING_TOOLS'
  | 'ERR_COMPILE'
  | 'ERR_NO_RUN'
  | 'ERR_COMPONENT'
  | 'ERR_OUTPUT';

/**
 * A server can't be built; the message says why and what to do, in one line.
 *
 * The codes: a version of WASI that there is no build for, a file that is no `.ts`, or is not there, tools that are not installed,
 * a source that does not compile (the compiler's messages follow the line), exports no `run`, or imports what no host has, and a
 * file that can't be written.
 */
export class BuildError extends Error {
  /** Always this, in stack traces too. */
  override name = 'BuildError';

  constructor(
    /** What kind of problem it is. */
    readonly code: BuildProblem,
    message: string,
  ) {
    super(message);
  }
}
