/**
 * What a call can come to, as one number: bytes or a handle when positive, 0 done (reading: end of stream), else below 0.
 *
 * A negative outcome is `-1 - index` of wasi:sockets/network@0.2.0 `error-code`, so a code of the host's needs no table to
 * become an outcome. What has no index there follows after the last one.
 */

/** Reading: the peer has sent its last byte. */
export const END_OF_STREAM: i32 = 0;
/** The host gave no reason. */
export const UNKNOWN: i32 = -1;
/** The host does not permit it. */
export const ACCESS_DENIED: i32 = -2;
/** The host can't do that at all. */
export const NOT_SUPPORTED: i32 = -3;
/** The host calls an argument wrong. */
export const INVALID_ARGUMENT: i32 = -4;
/** The host has no memory left for it. */
export const OUT_OF_MEMORY: i32 = -5;
/** It took too long. */
export const TIMEOUT: i32 = -6;
/** Another operation is under way on the same object. */
export const CONCURRENCY_CONFLICT: i32 = -7;
/** There is nothing to finish. */
export const NOT_IN_PROGRESS: i32 = -8;
/** Nothing now: wait until the object is ready, then ask again. Not a failure. */
export const WOULD_BLOCK: i32 = -9;
/** The object is closed, or not in the state that the call needs; of a listener: the host has stopped listening. */
export const INVALID_STATE: i32 = -10;
/** The host can't open one more socket (its limit of open files, mostly). */
export const NEW_SOCKET_LIMIT: i32 = -11;
/** That address is none of this machine's. */
export const ADDRESS_NOT_BINDABLE: i32 = -12;
/** Another socket has that address, or no port is left. */
export const ADDRESS_IN_USE: i32 = -13;
/** No way leads to that address. */
export const REMOTE_UNREACHABLE: i32 = -14;
/** Nobody listens at that address. */
export const CONNECTION_REFUSED: i32 = -15;
/** The peer threw the connection away. */
export const CONNECTION_RESET: i32 = -16;
/** The connection ended before it was accepted. */
export const CONNECTION_ABORTED: i32 = -17;
/** The datagram is longer than the way to its receiver takes. */
export const DATAGRAM_TOO_LARGE: i32 = -18;
/** The name does not exist, or has no address. */
export const NAME_UNRESOLVABLE: i32 = -19;
/** Names can't be looked up just now: later it may go well. */
export const TEMPORARY_RESOLVER_FAILURE: i32 = -20;
/** Names can't be looked up, now or later. */
export const PERMANENT_RESOLVER_FAILURE: i32 = -21;
/** The connection failed (reset, timed out, network gone): WASI 0.2's streams don't tell which. */
export const CONNECTION_BROKEN: i32 = -22;
