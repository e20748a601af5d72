import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FileFailure } from '../../../../host/wasi/filesystem/file-failure.ts';
import { OpenFile } from '../../../../host/wasi/filesystem/open-object.ts';
import { openFiles } from '../../embedding/api.ts';
import { Tree } from './tree.ts';

const OUT = ['..', '../secret.txt', 'sub/../../secret.txt', 'sub/../..', '/etc/passwd', '/', '//etc/passwd'];
const LINKS: [target: string, outcome: string][] = [
  ['hello.txt', 'hello'],
  ['./sub/../hello.txt', 'hello'],
  ['sub', 'a folder'],
  ['../secret.txt', 'not-permitted'],
  ['sub/../../secret.txt', 'not-permitted'],
  ['..', 'not-permitted'],
  ['../site/hello.txt', 'not-permitted'],
  ['/etc/passwd', 'not-permitted'],
  ['nothing', 'no-entry'],
  ['hello.txt/', 'not-directory'],
  ['link', 'loop'],
  ['link/x', 'loop'],
  ['\u{1F600}', 'no-entry'],
];
const OTHERS: [path: string, outcome: string][] = [
  ['', 'no-entry'],
  ['.', 'a folder'],
  ['./sub/.././hello.txt', 'hello'],
  ['sub//inner.txt', 'inner'],
  ['hello.txt\0', 'invalid'],
  ['..\0/secret.txt', 'invalid'],
  ['hello.txt/..', 'not-directory'],
  ['hello.txt/../../secret.txt', 'not-directory'],
  ['nothing/..', 'no-entry'],
  ['...', 'no-entry'],
  ['n'.repeat(256), 'name-too-long'],
  ['./'.repeat(2048), 'name-too-long'],
];

for (const hasDescriptors of [true, false]) {
  const how = hasDescriptors ? 'folders as descriptors' : 'folders as paths';
  const test = suite(how);
  const tree = new Tree(hasDescriptors);
  test.after(() => tree.remove());

  for (const path of OUT)
    test(`${how}: ${path} is not permitted`, () => assert.is(tree.read(path), 'not-permitted'));

  for (const [path, outcome] of OTHERS)
    test(`${how}: ${JSON.stringify(path).slice(0, 40)} is ${outcome}`, () =>
      assert.is(tree.read(path), outcome));

  for (const [target, outcome] of LINKS) {
    test(`${how}: a link to ${target} is ${outcome}`, () => {
      tree.link('link', target);
      assert.is(tree.read('link'), outcome);
      rmSync(tree.at('link'));
    });
  }

  test(`${how}: 40 links in a row are followed, 41 are a loop`, () => {
    tree.link('l0', 'hello.txt');
    for (let i = 1; i <= 40; i++) tree.link(`l${i}`, `l${i - 1}`);
    assert.is(tree.read('l39'), 'hello');
    assert.is(tree.read('l40'), 'loop');
  });

  test(`${how}: a path goes on behind links on its way, and not out there either`, () => {
    tree.link('way', 'sub/deeper');
    assert.is(tree.read('way/../inner.txt'), 'inner');
    assert.is(tree.read('way/../../hello.txt'), 'hello');
    assert.is(tree.read('way/../../../secret.txt'), 'not-permitted');
  });

  test(`${how}: a pipe, a socket and a device are neither opened nor waited for`, async () => {
    execFileSync('mkfifo', [tree.at('pipe')]);
    const server = createServer().listen(tree.at('socket'));
    await once(server, 'listening');
    assert.is(tree.read('pipe'), 'no file');
    assert.is(tree.read('socket'), 'no file');
    server.close();
  });

  test(`${how}: an open file stays what it is when a link takes its name`, () => {
    tree.write('victim.txt', 'mine');
    const opened = tree.files.openAt(tree.root, 'victim.txt', true, false);
    assert.instance(opened, OpenFile);
    rmSync(tree.at('victim.txt'));
    tree.link('victim.txt', '../secret.txt');
    const bytes = new Uint8Array(8);
    const count = (opened as OpenFile).read(bytes, 0, 8, 0);
    assert.is(Buffer.from(bytes.subarray(0, Number(count))).toString(), 'mine');
    (opened as OpenFile).release();
    assert.is(tree.read('victim.txt'), 'not-permitted');
  });

  test(`${how}: a file that is replaced between the look at it and its opening is not opened`, () => {
    tree.write('raced.txt', 'mine');
    const { folder } = tree.root;
    const looked = folder.look('raced.txt');
    assert.not.instance(looked, FileFailure);
    renameSync(tree.at('raced.txt'), tree.at('moved.txt'));
    tree.link('raced.txt', '../secret.txt');
    const opened = folder.openFile('raced.txt', looked as never);
    assert.is((opened as FileFailure).code, 'loop');
    rmSync(tree.at('raced.txt'));
    tree.write('raced.txt', 'another');
    assert.is((folder.openFile('raced.txt', looked as never) as FileFailure).code, 'busy');
  });

  test(`${how}: an open folder does not become another when a link takes its name`, () => {
    mkdirSync(tree.at('held'));
    tree.write('held/secret.txt', 'mine');
    const held = tree.enter('held');
    renameSync(tree.at('held'), tree.at('kept'));
    tree.link('held', '..');
    assert.is(tree.read('secret.txt', held), hasDescriptors ? 'mine' : 'no-entry');
    assert.is(tree.read('held/secret.txt'), 'not-permitted');
    held.release();
  });

  test(`${how}: nothing stays open`, () => {
    const before = openFiles();
    for (const path of ['sub/deeper/../inner.txt', 'sub/deeper/../nothing', 'way/../../../x', 'pipe', 'sub'])
      tree.read(path);
    assert.is(openFiles(), before);
  });

  test.run();
}
