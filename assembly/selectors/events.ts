/** Interest in, or readiness for, reading or accepting. */
export const EVENT_READ: i32 = 1;
/** Interest in, or readiness for, writing. */
export const EVENT_WRITE: i32 = 2;

/** The `timeoutNs` of a `select` without a time limit. */
export const FOREVER: i64 = i64.MAX_VALUE;

// AssemblyScript can't catch exceptions: what Python raises is in `Selector.lastError`, under Python's name.

/** The last call succeeded. */
export const NO_ERROR: i32 = 0;
/** Python's ValueError: bad events, an object that can't be registered, or a closed selector. */
export const VALUE_ERROR: i32 = 1;
/** Python's KeyError: the object is registered already, or is not. */
export const KEY_ERROR: i32 = 2;
/** Python's RuntimeError: `getKey` on a closed selector; a wait that could never end; a selector that is full. */
export const RUNTIME_ERROR: i32 = 3;
