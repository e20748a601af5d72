import { IO_FAILURE, UNKNOWN } from '../wasi';

/** The meaning of each outcome, one line each, from -1 on. */
const TEXTS: string = `unknown error
access denied
not supported here
invalid
out of memory
timed out
busy
not started
not yet
closed
no more sockets allowed (limit of open files)
no such address on this machine
address in use
unreachable
connection refused
connection reset
connection aborted
too large
no such name
look-up failed for now
look-up failed
connection lost
no such file or folder
not permitted
not a folder
is a folder
symbolic links in a circle
name too long
device failure, or limit of open files
`;

/** Returns a short lower-case text that tells why an operation failed. */
export function describe(outcome: i32): string {
  let start = 0;
  for (let i = outcome < IO_FAILURE ? UNKNOWN : outcome; i < UNKNOWN; i++)
    start = TEXTS.indexOf('\n', start) + 1;
  return TEXTS.substring(start, TEXTS.indexOf('\n', start));
}
