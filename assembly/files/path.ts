const SLASH: i32 = 0x2f;
const BACKSLASH: i32 = 0x5c;
const DOT: i32 = 0x2e;

/**
 * Tells whether a text is a path that names something below a folder: segments with one slash between them, none of them empty, `.` or
 * `..`, and no backslash or NUL. Such a path can't be an absolute one.
 */
export function isPathBelow(path: string): bool {
  let dots = 0;
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    const unit = i < path.length ? path.charCodeAt(i) : SLASH;
    if (unit == 0 || unit == BACKSLASH) return false;
    if (unit == SLASH) {
      const length = i - start;
      if (length == dots && length < 3) return false; // empty, '.' or '..'
      start = i + 1;
      dots = 0;
    } else if (unit == DOT) dots++;
  }
  return true;
}

/** Returns a folder's name without `./` before it and slashes after it; the working folder's is empty, the root's `/`. */
export function normalized(path: string): string {
  let name = path;
  while (name.length > 1 && name.endsWith('/')) name = name.substring(0, name.length - 1);
  while (name.startsWith('./')) name = name.substring(2);
  return name == '.' ? '' : name;
}

/** Returns the path below `folder` that `path` names; empty: they are the same; null: it is not below. Both are normalized. */
export function pathWithin(folder: string, path: string): string | null {
  if (folder == path) return '';
  if (folder.length == 0) return path.startsWith('/') ? null : path;
  const prefix = folder == '/' ? folder : folder + '/';
  return path.startsWith(prefix) ? path.substring(prefix.length) : null;
}
