import { appendFileSync, truncateSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Descriptor } from '../../../../host/wasi/filesystem/descriptor.ts';
import { GuestFiles } from '../../../../host/wasi/filesystem/guest-files.ts';
import { filesystemTypes } from '../../../../host/wasi/filesystem/types.ts';
import { NO_OBSERVER } from '../../../../host/wasi/sockets/observer.ts';
import { fakeGuest, testHost } from '../../hosts.ts';
import { Tree } from './tree.ts';

const RESULT = 64;
const PATH = 512;
const IO = 13;
const OFFERED = 'site';

const test = suite('wasi:filesystem/types');
const tree = new Tree(true);
test.after(() => tree.remove());

/** A guest that is offered the tree. `most`: how many files it may have open. */
class Reader {
  readonly host = testHost();
  readonly guest = fakeGuest(64);
  readonly files: GuestFiles;
  readonly root: number;
  private readonly calls: Record<string, (...args: (number | bigint)[]) => number>;
  private count = 0;

  constructor(most = Infinity) {
    const observer = {
      ...NO_OBSERVER,
      mayOpen: () => this.count < most,
      fileOpened: () => void this.count++,
      fileClosed: () => void this.count--,
    };
    this.files = this.host.files = new GuestFiles([[OFFERED, tree.site]], observer);
    this.host.memory.attach(this.guest);
    this.calls = filesystemTypes(this.host) as never;
    this.root = this.host.resources.add(new Descriptor(this.files, this.files.openPreopens()[0]![0]));
  }

  /** Calls a method; the first byte of its result says whether it failed. */
  call(name: string, ...args: (number | bigint)[]): boolean {
    this.calls[`[method]descriptor.${name}`]!(...args, RESULT);
    return this.host.memory.bytes[RESULT] === 0;
  }

  /** The handle of a file, or the error code below 0. */
  open(path: string): number {
    const { memory } = this.host;
    const bytes = Buffer.from(path);
    memory.bytes.set(bytes, PATH);
    const isOpen = this.call('open-at', this.root, 1, PATH, bytes.length, 0, 1);
    return isOpen ? memory.words[RESULT / 4 + 1]! : -memory.bytes[RESULT + 4]!;
  }

  read(file: number, length: bigint, offset: bigint): string {
    this.guest.asked.length = 0;
    assert.ok(this.call('read', file, length, offset));
    const [pointer, bytes] = this.host.memory.words.subarray(RESULT / 4 + 1) as unknown as [number, number];
    return Buffer.from(this.host.memory.bytes.subarray(pointer, pointer + bytes)).toString();
  }
}

test('read: asks the guest for as much memory as there are bytes, whatever it asks for', () => {
  const reader = new Reader();
  tree.write('five.txt', 'hello');
  const file = reader.open('five.txt');
  assert.is(reader.read(file, 2n ** 63n, 0n), 'hello');
  assert.equal(reader.guest.asked, [5]);
  assert.is(reader.read(file, 100n, 2n), 'llo');
  assert.equal(reader.guest.asked, [3]);
  assert.is(reader.read(file, 100n, 5n), '');
  assert.equal(reader.guest.asked, [], 'the end takes none');
  reader.files.close();
});

test('read: gives at most 1 MiB', () => {
  const reader = new Reader();
  tree.write('large.txt', 'x'.repeat(2 ** 20 + 1));
  assert.is(reader.read(reader.open('large.txt'), -1n, 0n).length, 2 ** 20);
  reader.files.close();
});

test('read: sees that an open file has grown or shrunk', () => {
  const reader = new Reader();
  tree.write('changing.txt', 'one');
  const file = reader.open('changing.txt');
  appendFileSync(tree.at('changing.txt'), ' two');
  assert.is(reader.read(file, 100n, 3n), ' two');
  truncateSync(tree.at('changing.txt'), 2);
  assert.is(reader.read(file, 100n, 0n), 'on');
  assert.is(reader.read(file, 100n, 2n), '');
  assert.equal(reader.guest.asked, []);
  reader.files.close();
});

test('open-at: at the limit of files and sockets it is io, and goes on when one is dropped', () => {
  const reader = new Reader(3); // the folder is one
  const first = reader.open('hello.txt');
  assert.ok(first > 0);
  assert.ok(reader.open('hello.txt') > 0);
  assert.is(reader.open('hello.txt'), -IO);
  assert.not(reader.call('read-directory', reader.root));
  reader.host.resources.drop(first, Descriptor);
  assert.ok(reader.open('hello.txt') > 0);
  reader.files.close();
});

test('read-via-stream: the stream lives on when its descriptor is dropped', () => {
  const reader = new Reader(2);
  const file = reader.open('hello.txt');
  assert.ok(reader.call('read-via-stream', file, 0n));
  reader.host.resources.drop(file, Descriptor);
  assert.is(reader.open('hello.txt'), -IO, 'its file is still open');
  reader.files.close();
});

test.run();
