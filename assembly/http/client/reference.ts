/** References of URLs: RFC 3986, sections 4.2 and 5.2. */

const SLASH: i32 = 0x2f;
const COLON: i32 = 0x3a;
const QUESTION_MARK: i32 = 0x3f;
const NUMBER_SIGN: i32 = 0x23;

/** Returns the URL that `reference` means in a document at `origin` (scheme and authority) and `target` (path and query). */
export function resolveReference(origin: string, target: string, reference: string): string {
  if (hasScheme(reference)) return reference;
  if (reference.startsWith('//')) return origin.substring(0, origin.indexOf('//')) + reference;
  const path = target.substring(0, endOfPath(target));
  const first = reference.length == 0 ? NUMBER_SIGN : reference.charCodeAt(0);
  if (first == NUMBER_SIGN) return origin + target;
  if (first == QUESTION_MARK) return origin + path + reference;
  const whole = first == SLASH ? reference : path.substring(0, path.lastIndexOf('/') + 1) + reference;
  const end = endOfPath(whole);
  return origin + withoutDots(whole.substring(0, end)) + whole.substring(end);
}

/** Whether a colon comes before what ends a scheme: then the reference is a URL of its own. */
function hasScheme(reference: string): bool {
  for (let i = 0; i < reference.length; i++) {
    const unit = reference.charCodeAt(i);
    if (unit == COLON) return true;
    if (unit == SLASH || unit == QUESTION_MARK || unit == NUMBER_SIGN) return false;
  }
  return false;
}

function endOfPath(target: string): i32 {
  let i = 0;
  while (i < target.length && target.charCodeAt(i) != QUESTION_MARK && target.charCodeAt(i) != NUMBER_SIGN)
    i++;
  return i;
}

/** Returns a path, which begins with a slash, without its segments `.` and `..` (RFC 3986, section 5.2.4). */
function withoutDots(path: string): string {
  let result = '';
  let start = 0;
  while (start < path.length) {
    let end = start + 1;
    while (end < path.length && path.charCodeAt(end) != SLASH) end++;
    const segment = path.substring(start, end);
    const isParent = segment == '/..';
    if (isParent) result = result.substring(0, max(result.lastIndexOf('/'), 0));
    if (!isParent && segment != '/.') result += segment;
    else if (end == path.length) result += '/';
    start = end;
  }
  return result;
}
