/** Files spliced to connections, with the fake engine, which is given a `sendFile`. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WOULD_BLOCK, failure } from '../../../../host/engines/outcome.ts';
import { Descriptor } from '../../../../host/wasi/filesystem/descriptor.ts';
import { GuestFiles } from '../../../../host/wasi/filesystem/guest-files.ts';
import { filesystemTypes } from '../../../../host/wasi/filesystem/types.ts';
import { wordsAt } from '../../hosts.ts';
import { Connection } from '../sockets/connection.ts';
import { Tree } from './tree.ts';

const RESULT = 64;
const PATH = 512;

const test = suite('splice of files');
const tree = new Tree(true);
tree.write('alphabet.txt', 'abcdefghijklmnopqrstuvwxyz');
test.after(() => tree.remove());

/** A connection, and a file that it sends. `outcomes`: what the engine's `sendFile` returns, call by call; none: it has no such thing. */
class Sender extends Connection {
  readonly asked: string[] = [];
  private readonly file: number;

  constructor(outcomes?: number[]) {
    super();
    const { host } = this;
    host.files = new GuestFiles([['site', tree.site]]);
    Object.assign(this.calls, filesystemTypes(host));
    if (outcomes !== undefined)
      host.engine.sendFile = (socket, _descriptor, offset, bytes) => {
        this.asked.push(`${bytes}@${offset}`);
        const outcome = outcomes.shift()!;
        if (outcome === WOULD_BLOCK) socket.writable = false;
        return outcome;
      };
    const root = host.resources.add(new Descriptor(host.files, host.files.openPreopens()[0]![0]));
    host.memory.bytes.set(Buffer.from('alphabet.txt'), PATH);
    this.calls['[method]descriptor.open-at']!(root, 1, PATH, 12, 0, 1, RESULT);
    this.file = wordsAt(host.memory, RESULT, 2)[1]!;
  }

  /** Splices from a place in the file: how many bytes, 'closed' or 'failed'. */
  splice(offset: number, bytes: number): number | string {
    this.calls['[method]descriptor.read-via-stream']!(this.file, BigInt(offset), RESULT);
    const input = wordsAt(this.host.memory, RESULT, 2)[1]!;
    this.calls['[method]output-stream.splice']!(this.handles.output, input, BigInt(bytes), RESULT);
    const [failed, , count] = wordsAt(this.host.memory, RESULT, 3);
    this.calls['[resource-drop]input-stream']!(input);
    return (failed! & 0xff) === 0 ? count! : (count! & 0xff) === 1 ? 'closed' : 'failed';
  }
}

test('splice of files: the engine sends them, as much at once as it takes', () => {
  const it = new Sender([10, 5, 0]);
  assert.is(it.splice(1, 15), 15);
  assert.is(it.splice(26, 15), 'closed');
  assert.equal(it.asked, ['15@1', '5@11', '15@26']);
  assert.ok((it.checkWrite() as number) > 0);
});

test('splice of files: when the peer has to take something first, nothing is granted until it has', () => {
  const it = new Sender([10, WOULD_BLOCK, 3]);
  assert.is(it.splice(0, 26), 10);
  assert.is(it.checkWrite(), 0);
  assert.not(it.isReady('output'));
  assert.is(it.splice(10, 3), 0);
  it.socket.take(1);
  assert.ok(it.isReady('output'));
  assert.is(it.splice(10, 3), 3);
  assert.equal(it.socket.log, [], 'nothing else is sent');
});

test('splice of files: what the engine can not send is read and written', () => {
  for (const outcomes of [undefined, [failure('invalid-argument')], [failure('unknown')]]) {
    const it = new Sender(outcomes);
    it.socket.take(100);
    assert.is(it.splice(3, 4), 4);
    assert.equal(it.socket.log, ['defg']);
  }
});

test.run();
