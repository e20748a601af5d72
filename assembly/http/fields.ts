import { textOfBytes } from '../wasi';
import { lowerCase } from './tokens';

/** What is known of a field: where its name and its value start and end. */
const NUMBERS: i32 = 4;

/**
 * The fields of a message, as ranges of the buffer that they were received in: nothing is copied, and nothing allocated for a message
 * with no more fields than the one before.
 */
export class Fields {
  /** How many there are. */
  count: i32 = 0;
  /** What they are ranges of. */
  buffer: StaticArray<u8> = new StaticArray<u8>(0);
  private ranges: StaticArray<i32> = new StaticArray<i32>(16 * NUMBERS);

  /** Forgets all fields; those to come are ranges of `buffer`. */
  reset(buffer: StaticArray<u8>): void {
    this.count = 0;
    this.buffer = buffer;
  }

  /** Adds a field. */
  add(nameStart: i32, nameEnd: i32, valueStart: i32, valueEnd: i32): void {
    const at = this.count++ * NUMBERS;
    if (at == this.ranges.length) this.grow();
    const ranges = this.ranges;
    unchecked((ranges[at] = nameStart));
    unchecked((ranges[at + 1] = nameEnd));
    unchecked((ranges[at + 2] = valueStart));
    unchecked((ranges[at + 3] = valueEnd));
  }

  /** Has the fields stand for ranges of another buffer, with the same bytes `by` bytes earlier. */
  move(buffer: StaticArray<u8>, by: i32): void {
    this.buffer = buffer;
    for (let i = 0; i < this.count * NUMBERS; i++) this.ranges[i] -= by;
  }

  /** Returns the index of the first field of that name, in whatever case, from `from` on; -1: there is none. */
  find(name: string, from: i32 = 0): i32 {
    for (let i = from; i < this.count; i++) if (this.hasName(i, name)) return i;
    return -1;
  }

  /** Whether the i-th field has that name; case does not matter. */
  hasName(i: i32, name: string): bool {
    const at = i * NUMBERS;
    return isText(this.buffer, unchecked(this.ranges[at]), unchecked(this.ranges[at + 1]), name);
  }

  /** Whether the i-th field has that value; case does not matter. */
  hasValue(i: i32, value: string): bool {
    return isText(this.buffer, this.valueStart(i), this.valueEnd(i), value);
  }

  /** Returns how long the name of the i-th field is. */
  nameBytes(i: i32): i32 {
    const at = i * NUMBERS;
    return unchecked(this.ranges[at + 1] - this.ranges[at]);
  }

  /** Returns where the value of the i-th field starts. */
  valueStart(i: i32): i32 {
    return unchecked(this.ranges[i * NUMBERS + 2]);
  }

  /** Returns where the value of the i-th field ends. */
  valueEnd(i: i32): i32 {
    return unchecked(this.ranges[i * NUMBERS + 3]);
  }

  /** Returns the name of the i-th field, as it was received. */
  name(i: i32): string {
    return this.text(i * NUMBERS);
  }

  /** Returns the value of the i-th field; bytes that are not UTF-8 become another character. */
  value(i: i32): string {
    return this.text(i * NUMBERS + 2);
  }

  /** Returns the values of all fields of that name joined by `, ` (RFC 9110, section 5.3); empty: there is none. */
  joined(name: string): string {
    let i = this.find(name);
    if (i < 0) return '';
    let text = this.value(i);
    for (i = this.find(name, i + 1); i >= 0; i = this.find(name, i + 1)) text += ', ' + this.value(i);
    return text;
  }

  /** Returns the value of each field of that name. */
  all(name: string): string[] {
    const values: string[] = [];
    for (let i = this.find(name); i >= 0; i = this.find(name, i + 1)) values.push(this.value(i));
    return values;
  }

  private text(at: i32): string {
    const start = this.ranges[at];
    return textOfBytes(this.buffer, start, this.ranges[at + 1] - start);
  }

  private grow(): void {
    const ranges = new StaticArray<i32>(this.ranges.length << 1);
    for (let i = 0; i < this.ranges.length; i++) ranges[i] = this.ranges[i];
    this.ranges = ranges;
  }
}

/** Whether bytes are a text in ASCII; case does not matter. */
export function isText(buffer: StaticArray<u8>, start: i32, end: i32, text: string): bool {
  if (end - start != text.length) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = unchecked(buffer[start + i]);
    const unit = <u8>text.charCodeAt(i);
    if (byte != unit && lowerCase(byte) != lowerCase(unit)) return false;
  }
  return true;
}
