import { ByteWriter } from './byte-writer';

const DAY_SECONDS: i64 = 86_400;
/** The end of the year 9999. */
const MAX_SECONDS: i64 = 253_402_300_799;
const DAYS: string = 'ThuFriSatSunMonTueWed';
const MONTHS: string = 'JanFebMarAprMayJunJulAugSepOctNovDec';

let year = 0;
/** From 0 on. */
let month = 0;
let day = 0;
let dayOfWeek = 0;
let secondOfDay = 0;

/** Writes a time, in seconds since 1970, as `Sun, 06 Nov 1994 08:49:37 GMT`: RFC 9110, section 5.6.7. */
export function writeDate(writer: ByteWriter, seconds: i64): void {
  split(seconds);
  writer.writeText(DAYS.substr(dayOfWeek * 3, 3) + ', ');
  writeTwoDigits(writer, day);
  writer.writeText(' ' + MONTHS.substr(month * 3, 3) + ' ');
  writer.writeNumber(year);
  writer.writeText(' ');
  writeClock(writer);
  writer.writeText(' GMT');
}

/** Writes a time as access logs have it: `06/Nov/1994:08:49:37 +0000`. */
export function writeLogTime(writer: ByteWriter, seconds: i64): void {
  split(seconds);
  writeTwoDigits(writer, day);
  writer.writeText('/' + MONTHS.substr(month * 3, 3) + '/');
  writer.writeNumber(year);
  writer.writeText(':');
  writeClock(writer);
  writer.writeText(' +0000');
}

/** Writes a time as `1994-11-06T08:49:37Z`: RFC 3339. */
export function writeTimestamp(writer: ByteWriter, seconds: i64): void {
  split(seconds);
  writer.writeNumber(year);
  writer.writeText('-');
  writeTwoDigits(writer, month + 1);
  writer.writeText('-');
  writeTwoDigits(writer, day);
  writer.writeText('T');
  writeClock(writer);
  writer.writeText('Z');
}

/** Finds the date of a time. Years begin in March there, so that the leap day is their last one; 400 of them, an era, have 146,097 days. */
function split(seconds: i64): void {
  const time = min<i64>(max<i64>(seconds, 0), MAX_SECONDS);
  const days = <i32>(time / DAY_SECONDS);
  secondOfDay = <i32>(time % DAY_SECONDS);
  dayOfWeek = days % 7;
  const shifted = days + 719_468; // since the first of March of the year 0
  const era = shifted / 146_097;
  const dayOfEra = shifted % 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const monthFromMarch = (5 * dayOfYear + 2) / 153;
  day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
  month = (monthFromMarch + 2) % 12;
  year = era * 400 + yearOfEra + (month < 2 ? 1 : 0);
}

function writeClock(writer: ByteWriter): void {
  writeTwoDigits(writer, secondOfDay / 3600);
  writer.writeText(':');
  writeTwoDigits(writer, (secondOfDay / 60) % 60);
  writer.writeText(':');
  writeTwoDigits(writer, secondOfDay % 60);
}

function writeTwoDigits(writer: ByteWriter, value: i32): void {
  writer.writeNumber(value / 10);
  writer.writeNumber(value % 10);
}
