import { ByteWriter } from '../../http/byte-writer';
import { JsonWriter } from '../json-writer';
import { ChatEvent } from './chat-event';

/** Something that the server says: `-- text`. */
export class Notice extends ChatEvent {
  constructor(readonly text: string) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('-- ' + this.text);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'notice');
    json.text('text', this.text);
  }
}

/** What is wrong with a line of a client: `!! text`. */
export class Refusal extends ChatEvent {
  constructor(readonly text: string) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('!! ' + this.text);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'error');
    json.text('text', this.text);
  }
}
