import { SocketAddress } from '../net';

/** One of the two forms of a header, read byte by byte. */
export abstract class HeaderForm {
  /** Who the client is, once the header is complete; null: it does not say. */
  source: SocketAddress | null = null;
  /** Where the client has connected to, once the header is complete; null: it does not say. */
  destination: SocketAddress | null = null;

  constructor(
    /** How many bytes are still to come, at least. 0: it is complete; below 0: it is wrong. */
    public neededBytes: i32,
  ) {}

  /** Takes the next byte. */
  abstract take(byte: u8): void;
}
