import { ByteWriter } from '../../http/byte-writer';
import { WebSocketFrame } from '../../http';
import { Bytes } from '../../net';
import { JsonWriter } from '../json-writer';

const lineWriter = new ByteWriter(2048);
const jsonWriter = new JsonWriter(2048);
const LINE_END = Bytes.of('\r\n');

/** Something that members are told. It is encoded once for all clients of a kind. */
export abstract class ChatEvent {
  private encodedLine: Bytes | null = null;
  private encodedFrame: WebSocketFrame | null = null;

  /** Writes it as a line, without its end. */
  protected abstract writeLine(line: ByteWriter): void;

  /** Writes it as the keys of an object. */
  protected abstract writeJson(json: JsonWriter): void;

  /** The line for TCP clients, with its end. */
  get line(): Bytes {
    const known = this.encodedLine;
    if (known != null) return known;
    lineWriter.reset();
    this.writeLine(lineWriter);
    lineWriter.write(LINE_END);
    return (this.encodedLine = lineWriter.bytes.copy());
  }

  /** The message for WebSocket clients. */
  get frame(): WebSocketFrame {
    const known = this.encodedFrame;
    if (known != null) return known;
    jsonWriter.reset();
    jsonWriter.beginObject();
    this.writeJson(jsonWriter);
    jsonWriter.endObject();
    return (this.encodedFrame = WebSocketFrame.ofUtf8(jsonWriter.bytes));
  }
}
