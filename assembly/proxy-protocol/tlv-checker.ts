/** PP2_TYPE_CRC32C. */
const TYPE_CRC32C: i32 = 0x03;
const CRC_BYTES: i32 = 4;
/** The polynomial of CRC32c, its lowest bit first (RFC 4960, appendix B). */
const POLYNOMIAL: u32 = 0x82f63b78;
/** The bytes of the type and the length. */
const HEAD_BYTES: i32 = 3;

/** Passes over the type-length-value vectors of a header, and checks its sum where one of them has it (proxy-protocol.txt, section 2.2.3). */
export class TlvChecker {
  private sum: u32 = 0xffffffff;
  private expectedSum: u32 = 0;
  private hasSum: bool = false;
  private type: i32 = 0;
  private headBytes: i32 = 0;
  private length: i32 = 0;

  /** Whether no vector is cut, and the sum is right. */
  get isRight(): bool {
    return this.headBytes == 0 && (!this.hasSum || this.expectedSum == ~this.sum);
  }

  /** Counts a byte of the header in its sum. */
  add(byte: u8): void {
    let sum = this.sum ^ byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ POLYNOMIAL;
    this.sum = sum;
  }

  /** Takes a byte of the vectors, behind which `left` bytes of them come. Returns false where a vector goes beyond the header or is a wrong sum. */
  take(byte: u8, left: i32): bool {
    if (this.headBytes < HEAD_BYTES) {
      this.add(byte);
      return this.takeHead(byte, left);
    }
    this.length--;
    const isSum = this.type == TYPE_CRC32C;
    if (isSum) this.expectedSum = (this.expectedSum << 8) | byte;
    this.add(isSum ? 0 : byte);
    if (this.length == 0) this.headBytes = 0;
    return true;
  }

  private takeHead(byte: u8, left: i32): bool {
    this.headBytes++;
    if (this.headBytes == 1) this.type = byte;
    else this.length = ((this.length & 0xff) << 8) | byte;
    if (this.headBytes < HEAD_BYTES) return true;
    if (this.length > left) return false;
    if (this.length == 0) this.headBytes = 0;
    if (this.type != TYPE_CRC32C) return true;
    const isFirst = !this.hasSum;
    this.hasSum = true;
    return isFirst && this.length == CRC_BYTES;
  }
}
