import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('server-options');
const core = await loadCore();
const MOST = 16384;
const PORT = 9001;
const LOCALHOST = '127.0.0.1:9001+[::1]:9001';

/** A command line that is right: what is listened on, which switches are on, how many connections. */
const GOOD: [args: string, endpoints: string[], switches: string, connections: number][] = [
  ['', [LOCALHOST], '', MOST],
  ['--quiet', [LOCALHOST], 'quiet ', MOST],
  ['--help', [LOCALHOST], 'help ', MOST],
  ['--version', [LOCALHOST], 'version ', MOST],
  ['-h', [LOCALHOST], 'help ', MOST],
  ['-V', [LOCALHOST], 'version ', MOST],
  ['--version --help --quiet', [LOCALHOST], 'quiet help version ', MOST],
  ['--listen 0.0.0.0:80', ['0.0.0.0:80'], '', MOST],
  ['--listen=0.0.0.0:80', ['0.0.0.0:80'], '', MOST],
  ['--listen [::]:0', ['[::]:0'], '', MOST],
  ['--listen=[2001:DB8::1]:65535', ['[2001:db8::1]:65535'], '', MOST],
  ['--listen localhost:0', ['127.0.0.1:0+[::1]:0'], '', MOST],
  ['--listen 127.0.0.1:1 --listen [::1]:2', ['127.0.0.1:1', '[::1]:2'], '', MOST],
  ['--max-connections 1', [LOCALHOST], '', 1],
  ['--max-connections=16384', [LOCALHOST], '', MOST],
  ['--max-connections 2 --max-connections 3', [LOCALHOST], '', 3],
];

const HOST_PORT = 'expected HOST:PORT, such as 127.0.0.1:9001, [::1]:9001 or localhost:0';
const BAD_HOST = 'HOST must be an IPv4 address, an IPv6 address in brackets, or localhost';
const BAD_PORT = 'the port must be a number from 0 (any free port) to 65535';
const BAD_COUNT = 'expected a number from 1 to 16384';

const BAD: [args: string[], problem: string][] = [
  [['--verbose'], 'unknown option --verbose'],
  [['-q'], 'unknown option -q'],
  [['-hV'], 'unknown option -hV'],
  [['-v'], 'unknown option -v'],
  [['--quiet=1'], 'unknown option --quiet=1'],
  [['--Listen', '1.2.3.4:5'], 'unknown option --Listen'],
  [['9001'], 'unexpected argument 9001'],
  [[''], 'unexpected argument '],
  [['=x'], 'unexpected argument =x'],
  [['--listen'], '--listen needs a value'],
  [['--quiet', '--max-connections'], '--max-connections needs a value'],
  [['--listen='], `--listen : ${HOST_PORT}`],
  [['--listen', '--quiet'], `--listen --quiet: ${HOST_PORT}`],
  [['--listen', '9001'], `--listen 9001: ${HOST_PORT}`],
  [['--listen', ':9001'], `--listen :9001: ${HOST_PORT}`],
  [['--listen', 'localhost:'], `--listen localhost:: ${HOST_PORT}`],
  [['--listen', '127.0.0.1:65536'], `--listen 127.0.0.1:65536: ${BAD_PORT}`],
  [['--listen', '127.0.0.1:http'], `--listen 127.0.0.1:http: ${BAD_PORT}`],
  [['--listen', 'localhost:-1'], `--listen localhost:-1: ${BAD_PORT}`],
  [['--listen', '[::1]'], `--listen [::1]: ${BAD_PORT}`],
  [['--listen', '::1:80'], `--listen ::1:80: ${BAD_HOST}`],
  [['--listen', '[127.0.0.1]:80'], `--listen [127.0.0.1]:80: ${BAD_HOST}`],
  [['--listen', '[]:80'], `--listen []:80: ${BAD_HOST}`],
  [['--listen', '[:80'], `--listen [:80: ${BAD_HOST}`],
  [['--listen', 'example.org:80'], `--listen example.org:80: ${BAD_HOST}`],
  [['--listen', 'LOCALHOST:80'], `--listen LOCALHOST:80: ${BAD_HOST}`],
  [['--max-connections', '0'], `--max-connections 0: ${BAD_COUNT}`],
  [['--max-connections=16385'], `--max-connections 16385: ${BAD_COUNT}`],
  [['--max-connections', 'many'], `--max-connections many: ${BAD_COUNT}`],
  [['--max-connections='], `--max-connections : ${BAD_COUNT}`],
  [['--nonsense', '--more'], 'unknown option --nonsense'],
];

for (const [args, endpoints, switches, connections] of GOOD) {
  test(`server-options: takes '${args}'`, () => {
    const words = args === '' ? [] : args.split(' ');
    assert.is(core.readOptions(['echo', ...words], PORT), '');
    assert.equal(core.endpoints(), endpoints);
    assert.is(core.switches(), switches);
    assert.is(core.maxConnections(), connections);
  });
}

for (const [args, problem] of BAD) {
  test(`server-options: refuses '${args.join(' ')}'`, () => {
    assert.is(core.readOptions(['echo', ...args], PORT), problem);
  });
}

test("server-options: skips the program's name, even one that looks like an option", () => {
  assert.is(core.readOptions(['--nonsense'], PORT), '');
});

test('server-options: takes a command line without even a name', () => {
  assert.is(core.readOptions([], 80), '');
  assert.equal(core.endpoints(), ['127.0.0.1:80+[::1]:80']);
});

test.run();
