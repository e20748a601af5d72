/** Why a server could not be built. */
export type BuildProblem =
  | 'ERR_WASI_VERSION'
  | 'ERR_NOT_A_SOURCE'
  | 'ERR_NO_SUCH_SOURCE'
  | 'ERR_MISSING_TOOLS'
  | 'ERR_COMPILE'
  | 'ERR_NO_RUN'
  | 'ERR_COMPONENT'
  | 'ERR_OUTPUT'
  | 'ERR_EMBED'
  | 'ERR_TRANSFORM';

/**
 * A server can't be built; the message says why and what to do, in one line.
 *
 * The codes, in their order: there is no build for that version of WASI; the source is not a `.ts` file; it does not exist; tools are
 * not installed; it does not compile (the compiler's messages follow the line); it exports no `run`; it imports what no host has; the
 * component can't be written; the files of a folder can't be compiled in, or nothing would read them; a transform can't be loaded.
 */
export class BuildError extends Error {
  /** Its class. */
  override name = 'BuildError';

  constructor(
    /** Why. */
    readonly code: BuildProblem,
    message: string,
  ) {
    super(message);
  }
}
