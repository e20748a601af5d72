import { bytesOfText, copyEmbedded, embeddedByte, embeddedWord, formatNumber } from '../../wasi';
import { FileSource, StaticFile } from './file-source';

/*
 * What `as-selectors build --embed` puts into the program (host/build/embed.ts): the number of files, an entry of six words for each, in
 * the order of the names' bytes, then names and contents. A file without any has a zero there: no files.
 */
const HEADER_BYTES: i32 = 4;
const ENTRY_BYTES: i32 = 24;
const NAME_START: i32 = 0;
const NAME_LENGTH: i32 = 4;
const DATA_START: i32 = 8;
const DATA_LENGTH: i32 = 12;
const DIGEST: i32 = 16;
const SLASH: i32 = 0x2f;

/** `compareName`: the name is that of a file below the folder that is looked for. */
const BELOW: i32 = 2;

/** Returns the files that were compiled in by `as-selectors build --embed DIR`; none, if that was not asked for. */
export function embeddedFiles(): FileSource {
  return new EmbeddedSource();
}

/** The files that were compiled in. They have no time: the same folder always makes the same program. */
class EmbeddedSource extends FileSource {
  find(path: string): StaticFile | null {
    const name = bytesOfText(path);
    let low = 0;
    let high = embeddedWord(0);
    let folder: StaticFile | null = null;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = HEADER_BYTES + middle * ENTRY_BYTES;
      const order = compareName(entry, name);
      if (order == 0) return new EmbeddedFile(entry);
      if (order == BELOW && folder == null) {
        folder = new EmbeddedFile(entry);
        folder.isFolder = true;
      }
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return folder;
  }
}

/** A file that was compiled in. */
class EmbeddedFile extends StaticFile {
  constructor(private entry: i32) {
    super();
    this.size = embeddedWord(entry + DATA_LENGTH);
  }

  makeTag(): string {
    const digest = this.entry + DIGEST;
    return formatNumber(embeddedWord(digest), 16) + '-' + formatNumber(embeddedWord(digest + 4), 16);
  }

  read(buffer: StaticArray<u8>, offset: i64, limitBytes: i32): i32 {
    const bytes = <i32>min<i64>(limitBytes, this.size - offset);
    copyEmbedded(embeddedWord(this.entry + DATA_START) + <i32>offset, buffer, 0, bytes);
    return bytes;
  }
}

/** Compares the name of an entry: below 0, it comes before; 0, it is the same; above 0, it comes after, and BELOW tells how. */
function compareName(entry: i32, name: StaticArray<u8>): i32 {
  const start = embeddedWord(entry + NAME_START);
  const length = embeddedWord(entry + NAME_LENGTH);
  for (let i = 0; i < min(length, name.length); i++) {
    const difference = <i32>embeddedByte(start + i) - <i32>name[i];
    if (difference != 0) return difference < 0 ? -1 : 1;
  }
  if (length <= name.length) return length - name.length;
  return embeddedByte(start + name.length) == SLASH ? BELOW : 1;
}
