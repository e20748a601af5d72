import { utf8Bytes } from '../../wasi';
import { Request } from '../request';

const SLASH: u8 = 0x2f;
const PERCENT: u8 = 0x25;
const SLASH_UNIT: i32 = 0x2f;
const DOT: i32 = 0x2e;

/**
 * Returns the path of the file that a request asks for: the rest of its route, decoded. Null: none may be sent for it, since it is not
 * UTF-8, a slash in it is encoded, or a name begins with a dot and `dotfiles` does not allow that.
 */
export function requestedPath(request: Request, dotfiles: bool): string | null {
  const path = request.param('*');
  const last = 2 * (request.paramNames.length - 1); // the rest is the last parameter
  const buffer = request.location.buffer;
  let slashes = 0;
  let bytes = 0;
  for (let i = request.paramRanges[last]; i < request.paramRanges[last + 1]; i++) {
    if (buffer[i] == SLASH) slashes++;
    else if (buffer[i] == PERCENT) i += 2;
    bytes++;
  }
  let isStart = true;
  for (let i = 0; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    if (isStart && unit == DOT && !dotfiles) return null;
    isStart = unit == SLASH_UNIT;
    if (isStart) slashes--;
  }
  // Bytes that are not UTF-8 are decoded to something that takes another number of them: nothing, or a character that has a shorter form.
  return slashes == 0 && bytes == utf8Bytes(path) ? path : null;
}
