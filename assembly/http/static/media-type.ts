import { textOfBytes } from '../../wasi';
import { lowerCase } from '../tokens';
import { mediaTypes } from './media-types';

const SPACE: u8 = 0x20;
const LF: u8 = 0x0a;
/** Stands behind a type that can't be made smaller. */
const EXCLAMATION_MARK: u8 = 0x21;

let table: StaticArray<u8> | null = null;

/** What the name of a file says of its contents. */
export class MediaType {
  private start: i32 = 0;
  private end: i32 = 0;
  private table: StaticArray<u8> = loadTable();

  /** Looks at the extension of a path; case does not matter. */
  constructor(path: string) {
    const dot = path.lastIndexOf('.') + 1;
    if (dot > path.lastIndexOf('/') + 1) this.find(path, dot);
  }

  /** Whether copies that are compressed may lie beside the file: not where it is compressed itself, like most images. */
  get isCompressible(): bool {
    return this.end == 0 || this.table[this.end - 1] != EXCLAMATION_MARK;
  }

  /** Makes the value of `Content-Type`: text is UTF-8. */
  toString(): string {
    if (this.end == 0) return 'application/octet-stream';
    const end = this.isCompressible ? this.end : this.end - 1;
    const name = textOfBytes(this.table, this.start, end - this.start);
    return name.startsWith('text/') ? name + '; charset=utf-8' : name;
  }

  private find(path: string, dot: i32): void {
    const types = this.table;
    let i = 0;
    while (i < types.length && (types[i] != SPACE || !isExtension(types, i + 1, path, dot))) i++;
    if (i == types.length) return;
    while (i > 0 && types[i - 1] != LF) i--;
    this.start = i;
    while (types[i] != SPACE) i++;
    this.end = i;
  }
}

function loadTable(): StaticArray<u8> {
  let known = table;
  if (known == null) table = known = mediaTypes();
  return known;
}

function isExtension(types: StaticArray<u8>, at: i32, path: string, dot: i32): bool {
  const length = path.length - dot;
  if (at + length >= types.length || types[at + length] > SPACE) return false;
  for (let i = 0; i < length; i++) {
    const unit = path.charCodeAt(dot + i);
    if (unit > 0x7f || lowerCase(<u8>unit) != types[at + i]) return false;
  }
  return true;
}
