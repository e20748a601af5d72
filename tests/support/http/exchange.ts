/** Sends a case's bytes to a server and compares what comes back. */
import { setImmediate as turn } from 'node:timers/promises';
import { type Answer, readAnswers, saysClose } from './answers.ts';
import type { Expected, HttpCase } from './corpus/index.ts';
import { openRaw } from './raw.ts';

/** Follows each case on its connection: it is answered if, and only if, the connection has stayed. */
export const PROBE = 'GET /healthz HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n';

/** All bytes that a case sends. */
export function bytesOf({ request, isAll }: HttpCase): Buffer {
  return Buffer.from(isAll ? request : request + PROBE, 'latin1');
}

/** Sends the parts one after the other, each by itself as far as the system lets it, and returns all that comes until the end. */
export async function exchange(port: number, parts: Buffer[]): Promise<Buffer> {
  const connection = await openRaw(port);
  for (const part of parts) {
    connection.write(part);
    await turn();
  }
  return connection.rest();
}

/** Throws what is wrong with the bytes that came in answer to a case. */
export function assertAnswers(httpCase: HttpCase, bytes: Buffer, when = ''): void {
  const problem = compare(httpCase, bytes);
  if (problem !== '') throw new Error(when + problem);
}

function compare(httpCase: HttpCase, bytes: Buffer): string {
  const { answers: expected, closes, isAll, isInBody } = httpCase;
  let answers: Answer[];
  try {
    answers = readAnswers(bytes, true, (i) => expected[i]?.isHead === true);
    if (httpCase.mayContinue) answers = answers.filter(({ status }) => status !== 100);
  } catch (error) {
    return (error as Error).message;
  }
  const cut = answers.at(-1);
  const isCut =
    isInBody && cut?.isWhole === false && cut.status === 200 && answers.length === expected.length;
  const count = isCut ? expected.length - 1 : expected.length;
  for (let i = 0; i < count; i++) {
    const problem = mismatch(expected[i]!, answers[i]);
    if (problem !== '') return `answer ${i + 1}: ${problem}`;
  }
  if (isCut) return '';
  const last = answers[expected.length - 1];
  const hasClosed = last !== undefined && saysClose(last);
  if (closes !== undefined && hasClosed !== closes) return `Connection: ${last?.fields.get('connection')}`;
  const probe = answers[expected.length];
  if (hasClosed || isAll) return probe === undefined ? '' : `a further answer ${probe.status}`;
  if (probe?.status !== 200 || !saysClose(probe)) return `the next request was answered ${probe?.status}`;
  return answers.length > expected.length + 1 ? 'more answers than requests' : '';
}

function mismatch(expected: Expected, answer: Answer | undefined): string {
  if (answer === undefined) return 'is missing';
  const statuses = [expected.status].flat();
  if (!statuses.includes(answer.status)) return `is ${answer.status}, not ${statuses.join(' or ')}`;
  if (!answer.isWhole) return 'is cut off';
  if (expected.body !== undefined && answer.body.toString('latin1') !== expected.body) {
    return `has the body ${JSON.stringify(answer.body.toString('latin1').slice(0, 200))}`;
  }
  for (const [name, wanted] of Object.entries(expected.fields ?? {})) {
    const value = answer.fields.get(name);
    const isRight =
      wanted === null ? value === undefined : value !== undefined && new RegExp(wanted).test(value);
    if (!isRight) return `has ${name}: ${value}`;
  }
  return '';
}
