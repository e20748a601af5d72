import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BINARY, CLOSE, PING, PONG, TEXT, closing, frame, serverFrame } from '../support/frames.ts';
import { loadWebSocket, openEcho } from '../support/web-socket.ts';

const test = suite('web-socket: sending');
const core = await loadWebSocket();

/** What is sent by a WebSocket that does this. */
function sentBy(act: () => void): Buffer {
  openEcho(core);
  act();
  return Buffer.from(core.sent());
}

/** Lengths at which a header, or the way that a frame is written, changes. */
for (const length of [0, 1, 125, 126, 127, 1020, 1021, 65535, 65536, 70_000]) {
  const text = 'é'.repeat(length >> 1) + 'e'.repeat(length & 1);
  const data = Buffer.alloc(length, 200);

  test(`sending: a text of ${length} bytes`, () => {
    assert.ok(sentBy(() => core.sendText(text)).equals(serverFrame(TEXT, text)));
    assert.ok(sentBy(() => core.sendFrameOf(text)).equals(serverFrame(TEXT, text)));
  });

  test(`sending: ${length} bytes`, () => {
    assert.ok(sentBy(() => core.sendBytes(data)).equals(serverFrame(BINARY, data)));
    assert.ok(sentBy(() => core.sendFrameOfBytes(data)).equals(serverFrame(BINARY, data)));
  });
}

const HALVES = { '\ud83d': '\ufffd', 'a\ud83db': 'a\ufffdb', '\ude00\ud83d': '\ufffd\ufffd' };
test('sending: half of a surrogate pair becomes U+FFFD', () => {
  for (const [half, expected] of Object.entries(HALVES))
    for (const send of [core.sendText, core.sendFrameOf])
      assert.equal(
        sentBy(() => send(half)),
        serverFrame(TEXT, expected),
      );
});

test('sending: false from the high watermark on, true before', () => {
  openEcho(core, { highWatermarkBytes: 10 });
  assert.ok(core.sendText('abc'));
  assert.not(core.sendText('abc'));
});

test('sending: a ping', () =>
  assert.equal(
    sentBy(() => core.ping()),
    serverFrame(PING),
  ));

test('closing: the close frame comes last; nothing is sent or told after it, and pings are not answered', () => {
  openEcho(core);
  core.sendText('bye');
  core.close(4000, 'why');
  core.close(1000, '');
  assert.not(core.sendText('late') || core.sendFrameOf('late') || core.sendBytes(Buffer.from('late')));
  core.ping();
  core.receive(Buffer.concat([frame(TEXT, 'late'), frame(PING, 'late')]));
  assert.ok(core.isOpen());
  core.receive(Buffer.concat([frame(CLOSE, closing(4000)), frame(TEXT, 'late')]));
  assert.not(core.isOpen());
  core.leave();
  assert.is(core.calls(), 'open close 4000');
  const expected = [serverFrame(TEXT, 'bye'), serverFrame(CLOSE, closing(4000, 'why'))];
  assert.equal(Buffer.from(core.sent()), Buffer.concat(expected));
});

test('closing: a client that breaks the rules meanwhile is no longer waited for', () => {
  openEcho(core);
  core.close(1000, '');
  core.receive(frame(TEXT, 'a', { key: null }));
  assert.not(core.isOpen());
  core.leave();
  assert.is(core.calls(), 'open close 1002');
  assert.equal(Buffer.from(core.sent()), serverFrame(CLOSE, closing(1000)));
});

function sentByClose(reason: string): Buffer {
  return sentBy(() => core.close(1000, reason));
}

test('closing: a reason is cut to 123 bytes, between two characters', () => {
  assert.equal(sentByClose('r'.repeat(123)), serverFrame(CLOSE, closing(1000, 'r'.repeat(123))));
  assert.equal(sentByClose('r'.repeat(200)), serverFrame(CLOSE, closing(1000, 'r'.repeat(123))));
  assert.equal(sentByClose('é'.repeat(100)), serverFrame(CLOSE, closing(1000, 'é'.repeat(61))));
  assert.equal(sentByClose('€'.repeat(100)), serverFrame(CLOSE, closing(1000, '€'.repeat(41))));
});

test('closing: a drain closes with 1001', () => {
  assert.equal(
    sentBy(() => core.drain()),
    serverFrame(CLOSE, closing(1001)),
  );
});

test('closing: a code that no close frame may have is a bug of the program', async () => {
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000]) {
    const own = await loadWebSocket(); // a guest that aborted is not to be used again
    openEcho(own);
    assert.throws(() => own.close(code, ''), /get-stderr/);
  }
});

test('sending: pongs of a client that sends pings and does not read stop at the high watermark', () => {
  openEcho(core, { highWatermarkBytes: 1000 });
  const flood = Buffer.concat(Array.from({ length: 10_000 }, () => frame(PING)));
  assert.ok(core.receive(flood.subarray(0, 65_000)));
  assert.is(core.sent().length, 1000);
  assert.not(core.receive(flood));
  core.take();
  assert.is(core.sent().length, 2000);
  assert.equal(Buffer.from(core.sent()).subarray(0, 2), serverFrame(PONG));
});

test.run();
