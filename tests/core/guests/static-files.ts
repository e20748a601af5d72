import { ByteRange, PART, WHOLE } from '../../../assembly/http/static/byte-range';
import { codingQuality } from '../../../assembly/http/static/coding-quality';
import { Version, checkConditions, isOfRange } from '../../../assembly/http/static/conditions';
import { MediaType } from '../../../assembly/http/static/media-type';
import { NO_DATE, parseDate } from '../../../assembly/http/static/parse-date';

export { codingQuality };

/** Seconds since 1970; NaN: it is no date. */
export function dateSeconds(text: string, nowSeconds: f64): f64 {
  const seconds = parseDate(text, <i64>nowSeconds);
  return seconds == NO_DATE ? NaN : <f64>seconds;
}

/** Returns the media type of a path, with ` +` where compressed copies may lie beside it. */
export function mediaType(path: string): string {
  const type = new MediaType(path);
  return type.toString() + (type.isCompressible ? ' +' : '');
}

/** Returns `first+length` of a part, `whole` or `none`. */
export function byteRange(field: string, size: f64): string {
  const range = new ByteRange();
  const found = range.parse(field, <i64>size);
  if (found == PART) return range.start.toString() + '+' + range.length.toString();
  return found == WHOLE ? 'whole' : 'none';
}

/** `conditions`: If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since. */
export function conditions(tag: string, modified: f64, now: f64, fields: string[]): i32 {
  const version = new Version(tag, <i64>modified, <i64>now);
  return checkConditions(version, fields[0], fields[1], fields[2], fields[3]);
}

export function ifRange(tag: string, modified: f64, now: f64, field: string): bool {
  return isOfRange(new Version(tag, <i64>modified, <i64>now), field);
}
