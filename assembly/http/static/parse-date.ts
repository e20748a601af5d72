/** A bit for each month that has 31 days, January the lowest. */
const LONG_months: i32 = 0xad5;
const DAY_SECONDS: i64 = 86_400;
const YEAR_SECONDS: i64 = 31_556_952;

/** `parseDate`: the text is no date. */
export const NO_DATE: i64 = i64.MIN_VALUE;

/**
 * Reads a date of a field, in each of the three forms of RFC 9110, section 5.6.7, to the letter.
 *
 * `nowSeconds`: the time, in seconds since 1970, which tells the century of the form with two digits. Returns the date, in seconds since
 * 1970, or NO_DATE.
 */
export function parseDate(text: string, nowSeconds: i64): i64 {
  const comma = text.indexOf(','); // texts are in functions here, so that programs which serve no files do not have them
  if (comma > 3) {
    const names = ',Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,';
    if (!names.includes(',' + text.substring(0, comma + 1))) return NO_DATE;
    return readDate(text.substring(comma), ', DD-NNN-YY hh:mm:ss GMT', nowSeconds);
  }
  if (!isInList('SunMonTueWedThuFriSat', text.substring(0, 3))) return NO_DATE;
  const rest = text.substring(3);
  return readDate(rest, comma == 3 ? ', DD NNN YYYY hh:mm:ss GMT' : ' NNN _D hh:mm:ss YYYY', nowSeconds);
}

/** Reads a date that looks like a pattern: letters stand for digits of what they mean, N for the month, `_` for a digit or a space. */
function readDate(text: string, pattern: string, nowSeconds: i64): i64 {
  if (text.length != pattern.length) return NO_DATE;
  let year: i32 = 0;
  let day: i32 = 0;
  let hour: i32 = 0;
  let minute: i32 = 0;
  let second: i32 = 0;
  for (let i = 0; i < text.length; i++) {
    const expected = pattern.charCodeAt(i);
    const unit = text.charCodeAt(i);
    const digit = unit - 0x30;
    if (expected == 0x4e || (expected == 0x5f && unit == 0x20)) continue; // N, _
    if (isLiteral(expected)) {
      if (unit != expected) return NO_DATE;
      continue;
    }
    if (digit < 0 || digit > 9) return NO_DATE;
    if (expected == 0x59) year = year * 10 + digit;
    else if (expected == 0x68) hour = hour * 10 + digit;
    else if (expected == 0x6d) minute = minute * 10 + digit;
    else if (expected == 0x73) second = second * 10 + digit;
    else day = day * 10 + digit;
  }
  const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
  const name = text.substr(pattern.indexOf('N'), 3);
  if (!isInList(months, name)) return NO_DATE;
  const month = months.indexOf(name) / 3;
  if (pattern.includes('-')) year = fullYear(year, nowSeconds);
  if (day < 1 || day > daysOf(year, month) || hour > 23 || minute > 59 || second > 60) return NO_DATE;
  return daysBefore(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
}

/** Whether a character of a pattern stands for itself: all but `_`, D, Y, h, m and s, of which none is in `GMT` or between numbers. */
function isLiteral(unit: i32): bool {
  return unit != 0x5f && unit != 0x44 && unit != 0x59 && unit != 0x68 && unit != 0x6d && unit != 0x73;
}

function isInList(list: string, name: string): bool {
  return name.length == 3 && list.includes(name) && list.indexOf(name) % 3 == 0;
}

/** Two digits mean the last such year that is not more than 50 years ahead. */
function fullYear(digits: i32, nowSeconds: i64): i32 {
  const limit = 1970 + <i32>(nowSeconds / YEAR_SECONDS) + 50;
  return limit - ((limit - digits) % 100);
}

function isLeap(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

function daysOf(year: i32, month: i32): i32 {
  if (month == 1) return isLeap(year) ? 29 : 28;
  return 30 + ((LONG_months >> month) & 1);
}

/** The days from 1 January 1970 to a date; years begin in March, so that the leap day is their last. */
function daysBefore(year: i32, month: i32, day: i32): i64 {
  const shifted = month < 2 ? year - 1 : year;
  const monthFromMarch = (month + 10) % 12;
  const era = (shifted + 400) / 400 - 1; // also for the year before 0
  const yearOfEra = shifted - era * 400;
  const dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
}
