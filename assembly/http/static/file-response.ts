import { wallSeconds } from '../../wasi';
import { ByteWriter } from '../byte-writer';
import { writeDate } from '../http-date';
import { Request } from '../request';
import { Response } from '../response';
import { ByteRange, PART, WHOLE } from './byte-range';
import { Version, checkConditions, isOfRange } from './conditions';
import { FileBody } from './file-body';
import { FileOptions } from './file-options';
import { StaticFile } from './file-source';
import { MediaType } from './media-type';

/**
 * Answers a GET or HEAD request with a file, or a part of it, or that the client has it. Takes the file over.
 *
 * `type`: what is in it; `coding`: how it is compressed, empty: it is not.
 */
export function sendFile(
  request: Request,
  response: Response,
  file: StaticFile,
  type: MediaType,
  coding: string,
  options: FileOptions,
): void {
  const version = versionOf(file, coding);
  const range = new ByteRange();
  let status = checkConditions(
    version,
    request.header('if-match'),
    request.header('if-unmodified-since'),
    request.header('if-none-match'),
    request.header('if-modified-since'),
  );
  if (status == 0) status = rangeStatus(request, response, version, range, file.size);
  if (status >= 400) {
    if (status == 416) response.header('Content-Range', contentRange(null, file.size));
    file.close();
    return response.fail(status);
  }
  if (version.tag.length > 0) response.header('ETag', version.tag);
  if (options.precompressed && type.isCompressible) response.header('Vary', 'Accept-Encoding');
  if (options.cacheControl.length > 0) response.header('Cache-Control', options.cacheControl);
  if (status == 304) {
    file.close();
    return response.empty(304);
  }
  response.status(status).type(type.toString()).header('Accept-Ranges', 'bytes');
  if (version.modifiedSeconds > 0) response.header('Last-Modified', dateText(version.modifiedSeconds));
  if (coding.length > 0) response.header('Content-Encoding', coding);
  if (status == 206) response.header('Content-Range', contentRange(range, file.size));
  response.stream(new FileBody(file, range.start, range.length), range.length);
}

function versionOf(file: StaticFile, coding: string): Version {
  const now = wallSeconds();
  const modified = max<i64>(min(file.modifiedSeconds, now), 0); // one to come may not be told: RFC 9110, section 8.8.2.1
  const text = file.makeTag();
  if (text.length == 0) return new Version('', modified, now);
  const tag = '"' + text + (coding.length > 0 ? '-' + coding : '') + '"';
  const version = new Version(tag, modified, now);
  return version.isRecent ? new Version('W/' + tag, modified, now) : version;
}

/** Returns 200, 206 or 416. Parts of what HEAD asks for are not defined. */
function rangeStatus(
  request: Request,
  response: Response,
  version: Version,
  range: ByteRange,
  size: i64,
): i32 {
  const field =
    response.isHead || !isOfRange(version, request.header('if-range')) ? '' : request.header('range');
  const found = range.parse(field, size);
  return found == WHOLE ? 200 : found == PART ? 206 : 416;
}

/** Makes a value of `Content-Range`; null: what was asked for is not there. */
function contentRange(range: ByteRange | null, size: i64): string {
  const writer = new ByteWriter(64);
  writer.writeText('bytes ');
  if (range == null) writer.writeText('*');
  else {
    writer.writeNumber(range.start);
    writer.writeText('-');
    writer.writeNumber(range.start + range.length - 1);
  }
  writer.writeText('/');
  writer.writeNumber(size);
  return writer.bytes.toString();
}

function dateText(seconds: i64): string {
  const writer = new ByteWriter(32);
  writeDate(writer, seconds);
  return writer.bytes.toString();
}
