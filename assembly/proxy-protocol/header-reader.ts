import { BinaryForm } from './binary-form';
import { HeaderForm } from './header-form';
import { LineForm } from './line-form';
import { MIN_HEADER_BYTES } from './signature';

const LETTER_P: u8 = 0x50;
const CR: u8 = 0x0d;

/** Reads a header of the PROXY protocol, of either version, in whatever pieces it comes. */
export class HeaderReader {
  /** How many more bytes the header has at least: who reads no more than these gets no byte of what follows. 0: complete; below 0: wrong. */
  neededBytes: i32 = MIN_HEADER_BYTES;
  /** The header so far; null: nothing has come that could be one. */
  form: HeaderForm | null = null;

  /** Takes the first `bytes` bytes of `buffer`. Returns how many of them belong to the header: the others follow it. */
  take(buffer: StaticArray<u8>, bytes: i32): i32 {
    let taken = 0;
    while (taken < bytes && this.neededBytes > 0) this.takeByte(buffer[taken++]);
    return taken;
  }

  private takeByte(byte: u8): void {
    let form = this.form;
    if (form == null) {
      if (byte == LETTER_P) form = new LineForm();
      else if (byte == CR) form = new BinaryForm();
      this.form = form;
    }
    if (form != null) form.take(byte);
    this.neededBytes = form != null ? form.neededBytes : -1;
  }
}
