import { loadEntry } from './compile.ts';

/** The exports of tests/core/guests/nats.ts. */
export interface NatsCore {
  openParser(maxPayloadBytes: number, maxLineBytes: number, maxInfoBytes: number): void;
  parse(data: Uint8Array): void;
  told(): string[];
  isSubject(text: string, allowsWildcards: boolean): boolean;
  encodeToken(name: string): string;
  decodeToken(token: string): string | null;
  serverOf(text: string): string;
}

/** The bounds that tests have. */
export const MAX_PAYLOAD_BYTES = 20;
export const MAX_LINE_BYTES = 64;
export const MAX_INFO_BYTES = 300;

/** Instantiates the guest. */
export function loadNats(): Promise<NatsCore> {
  return loadEntry('tests/core/guests/nats.ts');
}

/** Returns what a client is told of pieces that arrive one after the other, and at last what is wrong with them. */
export function toldOf(core: NatsCore, pieces: Iterable<Uint8Array>): string[] {
  core.openParser(MAX_PAYLOAD_BYTES, MAX_LINE_BYTES, MAX_INFO_BYTES);
  for (const piece of pieces) core.parse(piece);
  return core.told();
}
