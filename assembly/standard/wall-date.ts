// @ts-ignore: a file of asc's standard library
import { Date as StandardDate } from 'date';
import { wallMilliseconds } from '../wasi';

/** The Date of AssemblyScript's standard library, with WASI's clock; `new WallDate()` is now. All dates are UTC. */
export class WallDate extends StandardDate {
  constructor(milliseconds: i64 = wallMilliseconds()) {
    super(milliseconds);
  }

  static now(): i64 {
    return wallMilliseconds();
  }

  static UTC(
    year: i32,
    month: i32 = 0,
    day: i32 = 1,
    hour: i32 = 0,
    minute: i32 = 0,
    second: i32 = 0,
    millisecond: i32 = 0,
  ): i64 {
    return StandardDate.UTC(year, month, day, hour, minute, second, millisecond);
  }

  static fromString(text: string): WallDate {
    return new WallDate(StandardDate.fromString(text).getTime());
  }

  static parse(text: string): WallDate {
    return WallDate.fromString(text);
  }
}
