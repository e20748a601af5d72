import { Request } from '../request';

const SLASH: u8 = 0x2f;
const SLASH_UNIT: i32 = 0x2f;
const DOT: i32 = 0x2e;

/**
 * Returns the path of the file that a request asks for: the rest of its route, decoded. Null: none may be sent for it, since a slash in it
 * is encoded, in whatever way, or a name begins with a dot and `dotfiles` does not allow that.
 */
export function requestedPath(request: Request, dotfiles: bool): string | null {
  const path = request.param('*');
  const last = 2 * (request.paramNames.length - 1); // the rest is the last parameter
  const buffer = request.location.buffer;
  let slashes = 0;
  for (let i = request.paramRanges[last]; i < request.paramRanges[last + 1]; i++)
    if (buffer[i] == SLASH) slashes++;
  let isStart = true;
  for (let i = 0; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    if (isStart && unit == DOT && !dotfiles) return null;
    isStart = unit == SLASH_UNIT;
    if (isStart) slashes--;
  }
  return slashes == 0 ? path : null;
}
