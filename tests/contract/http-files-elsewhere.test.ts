/** Nothing is served but the files of the folder, however it is asked for, on each host. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FileServer, SOURCES } from './file-server.ts';
import { HOSTS } from './hosts.ts';
import { SECRET } from './site.ts';

/** Targets below the files that lead nowhere, however a server may read them. */
const NOWHERE = [
  '../secret.txt',
  '..%2fsecret.txt',
  '..%5csecret.txt',
  '..\\secret.txt',
  '%2e%2e/secret.txt',
  '%2E%2E%2Fsecret.txt',
  '.%2e/secret.txt',
  'sub/../../secret.txt',
  'sub/%2e%2e/%2e%2e/secret.txt',
  'sub/../index.html',
  'sub%2f..%2findex.html',
  'sub%2findex.html',
  'sub%2Findex.html',
  'sub%c0%afindex.html',
  'sub%e0%80%afindex.html',
  '%c0%ae%c0%ae/secret.txt',
  '%c0%ae%c0%ae%c0%afsecret.txt',
  'sub%5cindex.html',
  'sub\\index.html',
  './index.html',
  'sub/./index.html',
  '/index.html',
  '//index.html',
  'sub//index.html',
  '../site2/secret.txt',
  '..%252fsecret.txt',
  '%252e%252e/secret.txt',
  '....//secret.txt',
  '..;/secret.txt',
  '/etc/passwd',
  '%2fetc%2fpasswd',
  'C:/secret.txt',
  'C:%5csecret.txt',
  'index.html/',
  'index.html/..',
  'index.html/x',
  'index.html%20',
  'index.html.',
  'index.html::$DATA',
  'index.html%0a',
  'INDEX.HTML',
  'only.txt',
  'none/',
  'index/',
  'nothing',
  '.env',
  '%2eenv',
  '.git/config',
  '.git',
  'sub/.hidden',
  '%ff%fe',
  'index.html%ff',
  '%ff',
  'sub/%f0%9f',
  '%ed%a0%80.html',
  `${'a/'.repeat(1000)}b`,
  'a'.repeat(5000),
];
/** Only in a folder: links that lead out or nowhere, and a pipe, which must not be waited for. */
const TRAPS = [
  'out.txt',
  'absolute.txt',
  'out',
  'out/',
  'out/secret.txt',
  'out/site/index.html',
  'circle',
  'circle/',
  'pipe.txt',
];

for (const host of HOSTS) {
  const test = suite(`other files over http on ${host.name}`);
  const server = new FileServer(test, host);

  for (const from of SOURCES) {
    const get = (path: string, fields = {}, method = 'GET') => server.ask(from + path, fields, method);

    test(`files: what is not there, or elsewhere, gets the page for that: ${from}`, async () => {
      for (const target of NOWHERE) {
        const { status, body } = await get(target);
        assert.is(status, 404, target);
        assert.is(body.toString(), 'the page for what is not there', target);
      }
      assert.is((await get('index.html%00')).status, 400);
      assert.is((await get('index.html%')).status, 400);
      assert.is((await server.ask(`http://a${from}sub/`)).body.toString(), 'sub');
      assert.is((await server.ask(`/x/..${from}index.html`)).status, 404);
      assert.is((await server.ask(from.slice(0, -1) + '%2findex.html')).status, 404);
    });
  }

  test('files: nothing outside a folder is reached by its links, and a pipe is not waited for', async () => {
    for (const target of TRAPS) {
      for (const from of ['/folder/', '/all/']) {
        const { status, body } = await server.ask(from + target);
        assert.is(status, 404, target);
        assert.not.match(body.toString(), SECRET);
      }
    }
    assert.is((await server.ask('/folder/inside.html')).body.toString(), 'page');
  });

  test.run();
}
