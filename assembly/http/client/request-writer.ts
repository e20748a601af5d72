import { Connection } from '../../loop';
import { Bytes } from '../../net';
import { BodyWriter } from '../body-writer';
import { ByteWriter } from '../byte-writer';
import { ClientRequest } from './client-request';
import { writeRequestHead } from './request-head';

/** A body up to this length is sent together with the head. */
const MAX_JOINED_BYTES: i32 = 16384;
/** The least of a piece: even where other connections hold all the memory, a request makes progress. */
const MIN_PIECE_BYTES: i32 = 512;

/** Writes a request after the other to a connection: the body piece by piece, or as much of it as the server takes. */
export class RequestWriter {
  /** Whether the whole request has been written. */
  hasSent: bool = true;
  private readonly body: BodyWriter = new BodyWriter();
  private readonly piece: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);
  /** The body, if it is there in one piece, and how much of it has been written. */
  private content: Bytes | null = null;
  private writtenBytes: i32 = 0;

  constructor(
    /** Memory to put a message together in. */
    private scratch: ByteWriter,
  ) {}

  /** Begins with a request: writes its head, and of a body in one piece what the server takes. */
  begin(connection: Connection, request: ClientRequest): void {
    const head = this.scratch;
    let content = request.content;
    if (request.isStreamed) content = null;
    this.hasSent = false;
    this.content = content;
    this.writtenBytes = 0;
    writeRequestHead(head, this.body, request, request.location!);
    if (content != null && content.length <= MAX_JOINED_BYTES) {
      head.write(content);
      this.writtenBytes = content.length;
    }
    connection.write(head.bytes);
    if (!request.isStreamed) this.goOn(connection);
  }

  /** Writes more of a body in one piece. */
  goOn(connection: Connection): void {
    const content = this.content;
    const piece = this.piece;
    const bytes = content == null ? 0 : content.length;
    while (this.writtenBytes < bytes && !connection.isFull && connection.isOpen) {
      const room = max(connection.writableBytes, MIN_PIECE_BYTES);
      piece.set(content!.buffer, content!.start + this.writtenBytes, min(room, bytes - this.writtenBytes));
      this.body.write(connection, piece, this.scratch);
      this.writtenBytes += piece.length;
    }
    if (this.writtenBytes == bytes) this.hasSent = true;
  }

  /** Whether a piece is within the length that was announced. */
  takes(data: Bytes): bool {
    return data.length <= this.body.restBytes;
  }

  /** Writes a piece of a streamed body. Returns whether more is welcome. */
  write(connection: Connection, data: Bytes): bool {
    return this.body.write(connection, data, this.scratch);
  }

  /** Ends a streamed body. False: bytes that were announced are missing. */
  end(connection: Connection): bool {
    this.hasSent = this.body.end(connection);
    return this.hasSent;
  }
}
