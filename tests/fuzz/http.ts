/**
 * Requests that nobody thought of, against the core's own connections.
 *
 * Nothing traps; the pieces in which bytes come change nothing; there are no more answers than requests, and no more of a body comes
 * out than went in; and where Node's parser understands a request too, it understands the same, body and all.
 */
import { Random } from '../simulator/random.ts';
import { type Answer, readAnswers, saysClose } from '../support/http/answers.ts';
import { understoodByNode } from '../support/http/llhttp.ts';
import { mutated } from '../support/http/mutate.ts';
import { WireServer } from '../support/http/wire.ts';
import type { Attempt } from './attempt.ts';

const SPLITS = 8;
/** The shortest request: `GET / HTTP/1.0` and two line ends. */
const MIN_REQUEST_BYTES = 18;
const RECORD = 'x-record';

/** The bytes of a connection and what came of them. */
interface Outcome {
  answers: Answer[];
  /** What each answer answers; null: a request that was refused. */
  requests: (string | null)[];
}

/** Has a connection receive the input in pieces. */
function receive(server: WireServer, input: Buffer, cuts: number[]): Outcome {
  const bytes = server.exchange(input.length, cuts);
  const { recorded } = server;
  // Answers to HEAD are known by the request they name, and refusals of HEAD by what follows them.
  const answers = readAnswers(bytes, true, (_i, fields) => {
    const record = fields.get(RECORD);
    return record !== undefined && recorded[Number(record)]!.startsWith('HEAD ');
  }).filter(({ status }) => status >= 200); // whether there is a 100 depends on the pieces
  const requests = answers.map(({ fields }) => recorded[Number(fields.get(RECORD) ?? NaN)] ?? null);
  return { answers, requests };
}

/** What must be the same however the bytes come. */
function essence({ answers, requests }: Outcome): string {
  return JSON.stringify(
    answers.map((answer, i) => [answer.status, answer.isWhole, saysClose(answer), requests[i]]),
  );
}

function check(condition: boolean, problem: string): void {
  if (!condition) throw new Error(problem);
}

function checkBounds(input: Buffer, { answers, requests }: Outcome): void {
  check(answers.length <= 1 + input.length / MIN_REQUEST_BYTES, `${answers.length} answers`);
  const understood = requests.reduce((sum, request) => sum + (request?.length ?? 0), 0);
  check(understood <= input.length, `${understood} bytes understood of ${input.length}`);
  const closing = answers.findIndex((answer) => saysClose(answer) || !answer.isWhole);
  check(closing < 0 || closing === answers.length - 1, 'an answer after the last');
}

/** Both may refuse what they like: nothing may be one request to Node and another here. */
async function compareWithNode(input: Buffer, { requests }: Outcome): Promise<void> {
  const understood = await understoodByNode(input);
  requests.forEach((request, i) => {
    const other = understood[i];
    if (request === null || other === undefined) return;
    check(request === other, `understood as ${JSON.stringify(request)}, by Node as ${JSON.stringify(other)}`);
  });
}

function cutsOf(input: Buffer, random: Random): number[][] {
  const each = Array.from({ length: Math.max(input.length - 1, 0) }, (_, i) => i + 1);
  const some = each.filter(() => random.chance(0.1));
  return [each, some, ...Array.from({ length: SPLITS }, () => [random.int(0, input.length)])];
}

/** Tries one input; throws what is wrong. */
async function tryInput(server: WireServer, input: Buffer, random: Random): Promise<void> {
  server.load(input);
  const whole = receive(server, input, []);
  checkBounds(input, whole);
  for (const cuts of cutsOf(input, random)) {
    const [one, other] = [essence(whole), essence(receive(server, input, cuts))];
    check(one === other, `in pieces that end at ${cuts.slice(0, 20)}: ${other}, not ${one}`);
  }
  await compareWithNode(input, whole);
}

/** Compiles the core. */
export async function prepare(): Promise<Attempt> {
  let server = await WireServer.startRecorder();
  return async (seed) => {
    const input = mutated(seed);
    try {
      await tryInput(server, input, new Random(seed, 'pieces'));
      return '';
    } catch (error) {
      server = await WireServer.startRecorder(); // the one before may have trapped
      return `${(error as Error).message}\n${JSON.stringify(input.toString('latin1'))}`;
    }
  };
}
