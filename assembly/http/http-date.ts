import { ByteWriter } from './byte-writer';

const DAY_SECONDS: i64 = 86_400;
const DAYS: string = 'ThuFriSatSunMonTueWed';
const MONTHS: string = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Writes a time, in seconds since 1970 (from then to the end of 9999), as `Sun, 06 Nov 1994 08:49:37 GMT`: RFC 9110, section 5.6.7. */
export function writeDate(writer: ByteWriter, seconds: i64): void {
  const time = min<i64>(max<i64>(seconds, 0), 253_402_300_799);
  const days = <i32>(time / DAY_SECONDS);
  const second = <i32>(time % DAY_SECONDS);
  // Years begin in March, so that the leap day is their last one; 400 of them, an era, have 146,097 days.
  const shifted = days + 719_468;
  const era = shifted / 146_097;
  const dayOfEra = shifted % 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const monthFromMarch = (5 * dayOfYear + 2) / 153;
  const day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
  const month = (monthFromMarch + 2) % 12;
  const year = era * 400 + yearOfEra + (month < 2 ? 1 : 0);

  writer.writeText(DAYS.substr((days % 7) * 3, 3) + ', ');
  writeTwoDigits(writer, day);
  writer.writeText(' ' + MONTHS.substr(month * 3, 3) + ' ');
  writeTwoDigits(writer, year / 100);
  writeTwoDigits(writer, year % 100);
  writer.writeText(' ');
  writeTwoDigits(writer, second / 3600);
  writer.writeText(':');
  writeTwoDigits(writer, (second / 60) % 60);
  writer.writeText(':');
  writeTwoDigits(writer, second % 60);
  writer.writeText(' GMT');
}

function writeTwoDigits(writer: ByteWriter, value: i32): void {
  writer.writeNumber(value / 10);
  writer.writeNumber(value % 10);
}
