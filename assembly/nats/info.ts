import { JsonReader } from './json-reader';

/** The longest list of other servers that is kept. */
const MAX_URLS: i32 = 64;

/** What a server says of itself, as far as the client needs it. Source: docs.nats.io, "NATS protocol", INFO. */
export class NatsInfo {
  /** The longest payload that it takes, in bytes. */
  maxPayloadBytes: i32 = 1 << 20;
  /** Whether it wants to be spoken to by TLS. */
  needsTls: bool = false;
  /** Whether it is about to leave ("lame duck mode"). */
  isLeaving: bool = false;
  /** Where other servers of its cluster are. */
  urls: string[] = [];

  /** Reads the JSON object from `start` to `end`. Returns null when it is none, or has values of another kind. */
  static parse(buffer: StaticArray<u8>, start: i32, end: i32): NatsInfo | null {
    const reader = new JsonReader(buffer, start, end);
    const info = new NatsInfo();
    for (let goesOn = reader.openObject(); goesOn; goesOn = reader.hasMember()) {
      const name = reader.readName();
      if (name == 'max_payload') info.maxPayloadBytes = reader.readCount();
      else if (name == 'tls_required') info.needsTls = reader.readFlag();
      else if (name == 'ldm') info.isLeaving = reader.readFlag();
      else if (name == 'connect_urls') info.readUrls(reader);
      else reader.skip();
    }
    return reader.isAtEnd && !reader.hasFailed ? info : null;
  }

  private readUrls(reader: JsonReader): void {
    this.urls.length = 0;
    for (let goesOn = reader.openArray(); goesOn; goesOn = reader.hasItem()) {
      const url = reader.readText();
      if (this.urls.length < MAX_URLS) this.urls.push(url);
    }
  }
}
