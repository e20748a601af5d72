/** The shipped HTTP server and curl, on each host; nothing where there is no curl. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../support/client.ts';
import { HOSTS, Running, type Server, startServer } from './hosts.ts';

/** So large that curl waits for `100 Continue`. */
const LARGE_BYTES = 3_000_000;
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Runs curl to its end; returns what it printed. A failure of curl's is an error. */
async function curl(...args: string[]): Promise<string> {
  const running = new Running(['curl', '--silent', '--show-error', '--noproxy', '', ...args]);
  assert.is(await within(running.exitCode, 'the end of curl'), 0, running.errorLines.join('\n'));
  return running.output;
}

for (const host of hasCurl ? HOSTS : []) {
  const test = suite(`curl and http on ${host.name}`);
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-curl-'));
  const upload = join(folder, 'upload');
  const output = join(folder, 'output');
  let server: Server;
  let url = '';

  test.before(async () => {
    server = await startServer(host, 'http', '--quiet', '--max-body-bytes', String(LARGE_BYTES));
    url = `http://127.0.0.1:${server.port}`;
    writeFileSync(upload, Buffer.alloc(LARGE_BYTES, 'upload'));
  });
  test.after(async () => {
    rmSync(folder, { recursive: true });
    await server.kill();
  });

  test('curl: posts a form, and gets it back with its type', async () => {
    const answer = await curl('-d', 'a=b', '-w', ' %{http_code} %{content_type}', `${url}/echo`);
    assert.is(answer, 'a=b 200 application/x-www-form-urlencoded');
  });

  test('curl: asks for a head', async () => {
    assert.match(await curl('-I', `${url}/`), /^HTTP\/1\.1 200 [^]*\r\ncontent-length: [1-9]/i);
  });

  test('curl: uses a connection again, also after errors', async () => {
    const urls = ['/', '/nowhere', '/healthz', '/echo'].flatMap((path) => ['-o', '/dev/null', url + path]);
    assert.is(await curl('-w', '%{num_connects} %{http_code}\n', ...urls), '1 200\n0 404\n0 200\n0 200\n');
  });

  test('curl: uploads a large file once it is asked for', async () => {
    await curl('-T', upload, '-o', output, `${url}/echo`);
    assert.ok(readFileSync(output).equals(readFileSync(upload)));
  });

  test('curl: uploads in chunks', async () => {
    await curl('-T', upload, '-H', 'Transfer-Encoding: chunked', '-o', output, `${url}/echo`);
    assert.ok(readFileSync(output).equals(readFileSync(upload)));
  });

  test('curl: is told that a file is too large, and sees no failure', async () => {
    writeFileSync(output, Buffer.alloc(LARGE_BYTES + 1));
    for (const more of [[], ['-H', 'Expect:'], ['-H', 'Transfer-Encoding: chunked', '-H', 'Expect:']]) {
      const format = ['-w', '%{http_code}', '-o', '/dev/null'];
      const chunks = more.includes('Transfer-Encoding: chunked');
      const running = new Running(['curl', '-s', ...format, '-T', output, ...more, `${url}/echo`]);
      const code = await within(running.exitCode, 'the end of curl');
      // The echo of chunks may have begun: then it is cut off, which curl calls a partial file.
      if (running.output === '413') assert.is(code, 0);
      else assert.ok(chunks && code === 18, `curl ended with ${code}, ${running.output}`);
    }
  });

  for (const flags of [['--http1.0'], ['--http1.0', '-H', 'Connection: keep-alive']]) {
    test(`curl: ${flags.join(' ')} gets whole answers`, async () => {
      assert.is(await curl(...flags, '-d', 'a=b', `${url}/echo`), 'a=b');
      assert.match(await curl(...flags, '-w', '%{http_code}', `${url}/`), /<html[^]*200$/);
    });
  }

  test('curl: asks for HTTP/2 and is content with HTTP/1.1', async () => {
    assert.is(
      await curl('--http2', '-o', '/dev/null', '-w', '%{http_code} %{http_version}', `${url}/`),
      '200 1.1',
    );
  });

  test('curl: may take the server for a proxy, which sends absolute forms', async () => {
    const path = 'http://example.com/healthz';
    assert.is(await curl('-x', url, '-o', '/dev/null', '-w', '%{http_code}', path), '200');
  });

  test('curl: may ask for the options of the server', async () => {
    const flags = ['-X', 'OPTIONS', '--request-target', '*', '-i'];
    assert.match(await curl(...flags, url), /^HTTP\/1\.1 204 [^]*\r\nallow: [^\r]*GET/i);
  });

  test('curl: that gives up within its upload leaves the server as it was', async () => {
    const running = new Running(
      ['curl', '-s', '--max-time', '0.5', '-T', '-', '-o', '/dev/null', `${url}/echo`],
      undefined,
      'pipe',
    );
    running.write('hello');
    assert.is(await within(running.exitCode, 'the end of curl'), 28);
    assert.is(await curl('-o', '/dev/null', '-w', '%{http_code}', `${url}/healthz`), '200');
  });

  test.run();
}
