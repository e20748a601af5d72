import { areSameStrongly, hasTag } from './entity-tag';
import { NO_DATE, parseDate } from './parse-date';

const EARLIER: i32 = -1;
const SAME: i32 = 0;
const LATER: i32 = 1;
const NOT_COMPARED: i32 = -2;

/** What is known of the version of a file that could be sent. */
export class Version {
  constructor(
    /** Its entity tag, with its quotes; empty: it has none. */
    readonly tag: string,
    /** When it was changed last, in seconds since 1970; 0: not known. */
    readonly modifiedSeconds: i64,
    /** The time of the request, in seconds since 1970. */
    readonly nowSeconds: i64,
  ) {}

  /** Whether it may have been changed twice within the second that `modifiedSeconds` stands for: that second may not be over. */
  get isRecent(): bool {
    return this.modifiedSeconds > 0 && this.modifiedSeconds + 1 >= this.nowSeconds;
  }
}

/**
 * Looks at the conditions of a GET or HEAD request, in the order of RFC 9110, section 13.2.2. A field that is not there is empty; a date
 * that is none does not count.
 *
 * Returns 412 (a precondition failed), 304 (the client has that version) or 0 (it is to be sent).
 */
export function checkConditions(
  version: Version,
  ifMatch: string,
  ifUnmodifiedSince: string,
  ifNoneMatch: string,
  ifModifiedSince: string,
): i32 {
  if (ifMatch.length > 0) {
    if (!hasTag(ifMatch, version.tag, true)) return 412;
  } else if (compareTo(version, ifUnmodifiedSince) == LATER) return 412;
  if (ifNoneMatch.length > 0) return hasTag(ifNoneMatch, version.tag, false) ? 304 : 0;
  const order = compareTo(version, ifModifiedSince);
  return order == EARLIER || order == SAME ? 304 : 0;
}

/** Whether the range that a request asks for is one of the version that the client has: `If-Range`, RFC 9110, section 13.1.5. */
export function isOfRange(version: Version, ifRange: string): bool {
  if (ifRange.length == 0) return true;
  if (ifRange.endsWith('"')) return areSameStrongly(ifRange, version.tag);
  return compareTo(version, ifRange) == SAME && !version.isRecent;
}

/** Tells whether a version was changed later than at a date; NOT_COMPARED: one of the two is not known. */
function compareTo(version: Version, date: string): i32 {
  if (date.length == 0 || version.modifiedSeconds == 0) return NOT_COMPARED;
  const seconds = parseDate(date, version.nowSeconds);
  if (seconds == NO_DATE) return NOT_COMPARED;
  if (version.modifiedSeconds > seconds) return LATER;
  return version.modifiedSeconds == seconds ? SAME : EARLIER;
}
