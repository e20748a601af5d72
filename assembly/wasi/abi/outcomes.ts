/**
 * The outcome of a call as one number. Positive: bytes or a handle. 0: done, or the end of a stream that is read. Negative: a code.
 *
 * The code is `-1 - index`, where index is that of the `error-code` in wasi:sockets/network@0.2.0, so WASI 0.2 needs no table.
 * Codes that it lacks follow after the last one; the last of them are those of files.
 */

/** Reading: the peer has sent its last byte. */
export const END_OF_STREAM: i32 = 0;
/** The host gave no reason. */
export const UNKNOWN: i32 = -1;
/** The host does not permit the operation. */
export const ACCESS_DENIED: i32 = -2;
/** The host does not support the operation. */
export const NOT_SUPPORTED: i32 = -3;
/** The host rejects an argument. */
export const INVALID_ARGUMENT: i32 = -4;
/** The host is out of memory. */
export const OUT_OF_MEMORY: i32 = -5;
/** The operation took too long. */
export const TIMEOUT: i32 = -6;
/** Another operation is under way on the same object. */
export const CONCURRENCY_CONFLICT: i32 = -7;
/** No operation is under way that could be finished. */
export const NOT_IN_PROGRESS: i32 = -8;
/** Not ready: wait until the object is ready, then call again. This is no failure. */
export const WOULD_BLOCK: i32 = -9;
/** The object is closed, or not in the state that the call needs; of a listener: the host has stopped listening. */
export const INVALID_STATE: i32 = -10;
/** The host can't open another socket, usually because of its limit of open files. */
export const NEW_SOCKET_LIMIT: i32 = -11;
/** The address does not belong to this machine. */
export const ADDRESS_NOT_BINDABLE: i32 = -12;
/** Another socket uses the address, or no port is free. */
export const ADDRESS_IN_USE: i32 = -13;
/** No route leads to the address. */
export const REMOTE_UNREACHABLE: i32 = -14;
/** Nothing listens at the address. */
export const CONNECTION_REFUSED: i32 = -15;
/** The peer reset the connection. */
export const CONNECTION_RESET: i32 = -16;
/** The connection ended before it was accepted. */
export const CONNECTION_ABORTED: i32 = -17;
/** The datagram is longer than the path to its receiver allows. */
export const DATAGRAM_TOO_LARGE: i32 = -18;
/** The name does not exist, or has no address. */
export const NAME_UNRESOLVABLE: i32 = -19;
/** Names can't be looked up for the moment. */
export const TEMPORARY_RESOLVER_FAILURE: i32 = -20;
/** Names can't be looked up here. */
export const PERMANENT_RESOLVER_FAILURE: i32 = -21;
/** The connection failed (reset, timed out, network gone); WASI 0.2's streams don't report which. */
export const CONNECTION_BROKEN: i32 = -22;
/** There is no such file or folder. */
export const NOT_FOUND: i32 = -23;
/** The path leads out of the folder, no such folder is offered, or the host does not permit the operation. */
export const NOT_PERMITTED: i32 = -24;
/** What should be a folder is none. */
export const NOT_DIRECTORY: i32 = -25;
/** What should be a file is a folder. */
export const IS_DIRECTORY: i32 = -26;
/** Symbolic links lead in a circle, or there are too many. */
export const LINK_LOOP: i32 = -27;
/** A name in the path, or the path, is longer than the host's file system allows. */
export const NAME_TOO_LONG: i32 = -28;
/** The device failed, or the host may not open any more files. */
export const IO_FAILURE: i32 = -29;
