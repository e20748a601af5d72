/** Requests as bytes, and what must come of each: RFC 9110 and 9112, line by line. */
import type { HttpCase } from './case.ts';
import { CHUNKS, TRAILERS } from './chunks.ts';
import { CODINGS } from './codings.ts';
import { CONNECTION, EXPECT, PIPELINES } from './connection.ts';
import { BEFORE, FIELDS, HOST } from './fields.ts';
import { LENGTHS, LENGTHS_1_0 } from './lengths.ts';
import { METHODS } from './methods.ts';
import { TARGETS, VERSIONS } from './targets.ts';

export type { Expected, HttpCase } from './case.ts';

/** All of them; a server with the routes of the shipped one answers them so. */
export const HTTP_CORPUS: readonly HttpCase[] = [
  ...METHODS,
  ...TARGETS,
  ...VERSIONS,
  ...FIELDS,
  ...HOST,
  ...BEFORE,
  ...LENGTHS,
  ...CODINGS,
  ...LENGTHS_1_0,
  ...CHUNKS,
  ...TRAILERS,
  ...CONNECTION,
  ...PIPELINES,
  ...EXPECT,
];
