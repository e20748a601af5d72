import { utf8Bytes } from '../wasi';

/** The longest subject, in bytes: two of them fit into a line of 4096, which is what servers take. */
const MAX_SUBJECT_BYTES: i32 = 1024;
const SPACE: i32 = 0x20;
const STAR: i32 = 0x2a;
const DOT: i32 = 0x2e;
const GREATER: i32 = 0x3e;
const DELETE: i32 = 0x7f;

/**
 * Whether a text may be a subject: tokens between dots, none of them empty, without white space or control characters, 1,024 bytes at
 * most. `*` and `>` are wildcards, and only with `allowsWildcards`, as tokens of their own; `>` is the last.
 *
 * Source: docs.nats.io, "Subject-Based Messaging".
 */
export function isSubject(text: string, allowsWildcards: bool = false): bool {
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : DOT;
    if (unit == DOT) {
      if (i == start) return false;
      start = i + 1;
    } else if (unit <= SPACE || unit == DELETE) return false;
    else if (unit == STAR || unit == GREATER) {
      const isLast = i + 1 == text.length;
      const isToken = i == start && (isLast || (unit == STAR && text.charCodeAt(i + 1) == DOT));
      if (!allowsWildcards || !isToken) return false;
    }
  }
  return utf8Bytes(text) <= MAX_SUBJECT_BYTES;
}
