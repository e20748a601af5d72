import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadHttpClient } from '../support/http-client.ts';

const test = suite('http url');
const core = await loadHttpClient();

/** A URL, and its host, port, authority and target. */
const VALID: [url: string, parts: string][] = [
  ['http://example.com', 'example.com 80 example.com /'],
  ['HTTP://Example.COM/A', 'example.com 80 example.com /A'],
  ['http://example.com:80/', 'example.com 80 example.com /'],
  ['http://example.com:8080/a/b?c=d#e', 'example.com 8080 example.com:8080 /a/b?c=d'],
  ['http://a?b', 'a 80 a /?b'],
  ['http://a#b', 'a 80 a /'],
  ['http://a/b#c?d#e', 'a 80 a /b'],
  ['http://a.b-c_d.9x./', 'a.b-c_d.9x. 80 a.b-c_d.9x. /'],
  ['http://127.0.0.1:9/', '127.0.0.1 9 127.0.0.1:9 /'],
  ['http://[::1]/', '::1 80 [::1] /'],
  ['http://[2001:DB8::1]:65535/', '2001:db8::1 65535 [2001:db8::1]:65535 /'],
  ['http://a/../b/./c', 'a 80 a /../b/./c'],
  ['http://a/@:%zz?"<>', 'a 80 a /@:%zz?"<>'],
];
for (const [url, parts] of VALID) test(`http url: ${url}`, () => assert.is(core.parseUrl(url), parts));

const INVALID = [
  '',
  'http',
  'http:',
  'http:/a',
  'http://',
  'http:///a',
  '//a',
  '/a',
  'ftp://a',
  'ws://a',
  ' http://a',
  'http://a ',
  'http://user@a/',
  'http://user:word@a/',
  'http://a@b',
  'http://a\\b',
  'http://a b/',
  'http://a/b c',
  'http://a/é',
  'http://a/\r\nX: y',
  'http://a/\0',
  'http://a\n',
  'http://é/',
  'http://a%41/',
  'http://a..b',
  'http://.a',
  'http://.',
  'http://a:',
  'http://a:0',
  'http://a:65536',
  'http://a:080000',
  'http://a:-1',
  'http://a:+1',
  'http://a:8a',
  'http://a:1:2',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://a.0x1/',
  'http://127.0.0.01',
  'http://1.2.3.4.',
  'http://[::1',
  'http://::1/',
  'http://[::g]/',
  'http://[127.0.0.1]/',
  'http://[]/',
  'http://[::1]a/',
  'http://[fe80::1%25a]/',
  `http://${'a'.repeat(254)}/`,
];
for (const url of INVALID)
  test(`http url: ${JSON.stringify(url)} is none`, () => assert.is(core.parseUrl(url), 'invalid'));

test('http url: https is told from what is no URL', () => {
  assert.is(core.parseUrl('https://a/'), 'not supported here');
  assert.is(core.parseUrl('HTTPS://a/'), 'not supported here');
  assert.is(core.parseUrl('httpss://a/'), 'invalid');
});

/** References at http://a:8/b/c/d?q, and what they mean: as in RFC 3986, section 5.4. Empty: they lead to no http URL. */
const REFERENCES: [reference: string, url: string][] = [
  ['', 'http://a:8/b/c/d?q'],
  ['#s', 'http://a:8/b/c/d?q'],
  ['g', 'http://a:8/b/c/g'],
  ['./g', 'http://a:8/b/c/g'],
  ['g/', 'http://a:8/b/c/g/'],
  ['/g', 'http://a:8/g'],
  ['//g', 'http://g/'],
  ['//g:80/x', 'http://g/x'],
  ['?y', 'http://a:8/b/c/d?y'],
  ['g?y/./x', 'http://a:8/b/c/g?y/./x'],
  ['g#s/../x', 'http://a:8/b/c/g'],
  ['.', 'http://a:8/b/c/'],
  ['./', 'http://a:8/b/c/'],
  ['..', 'http://a:8/b/'],
  ['../g', 'http://a:8/b/g'],
  ['../../../g', 'http://a:8/g'],
  ['/./g', 'http://a:8/g'],
  ['/../g', 'http://a:8/g'],
  ['g.', 'http://a:8/b/c/g.'],
  ['..g', 'http://a:8/b/c/..g'],
  ['./g/.', 'http://a:8/b/c/g/'],
  ['g/../h', 'http://a:8/b/c/h'],
  ['http://b/c', 'http://b/c'],
  ['https://a:8/', ''],
  ['HTTPS://a', ''],
  ['javascript:alert(1)', ''],
  ['http:g', ''],
  ['//user@g', ''],
  ['/a b', ''],
  ['///g', ''],
];
for (const [reference, url] of REFERENCES)
  test(`http url: at http://a:8/b/c/d?q, "${reference}" means "${url}"`, () =>
    assert.is(core.resolveUrl('http://a:8/b/c/d?q', reference), url));

test.run();
