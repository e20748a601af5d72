import { loadEntry } from './compile.ts';

/** The exports of tests/core/guests/http-client.ts. */
export interface HttpClientEntry {
  parseUrl(text: string): string;
  resolveUrl(base: string, reference: string): string;
  receiveResponse(method: string, pieces: string[], ends: boolean): string;
  sendRequest(method: string, url: string, headers: string[], body: string | null): string;
}

/** Instantiates it without a host. */
export function loadHttpClient(): Promise<HttpClientEntry> {
  return loadEntry('tests/core/guests/http-client.ts');
}
