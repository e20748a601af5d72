import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError, readCommandLine } from '../../../host/cli/command-line.ts';
import { randomCommandLine } from '../attacks/command-words.ts';

const test = suite('command line of the Node host');
const NONE = { listen: [], connect: [], resolve: [], env: [] };

function after(flag: string): string {
  return `${flag} follows the file, so that the component got it: it goes before`;
}

function serve(component: string, more: object): object {
  return { name: 'serve', component, args: [], engine: 'auto', permissions: NONE, preopens: {}, ...more };
}

const READ: [line: string, command: object][] = [
  ['--help', { name: 'help', about: 'all' }],
  ['-h', { name: 'help', about: 'all' }],
  ['-h echo', { name: 'help', about: 'all' }],
  ['run --help', { name: 'help', about: 'run' }],
  ['serve --help', { name: 'help', about: 'run' }],
  ['demo -h', { name: 'help', about: 'demo' }],
  ['demo web', { name: 'demo', demo: 'web' }],
  ['serve a.wasm', serve('a.wasm', {})],
  ['--version', { name: 'version' }],
  ['-V', { name: 'version' }],
  ['build -o a.wasm a.ts', { name: 'build', args: ['-o', 'a.wasm', 'a.ts'] }],
  ['echo', serve('echo', { permissions: { listen: ['localhost:9001'] } })],
  ['--engine epoll echo', serve('echo', { engine: 'epoll', permissions: { listen: ['localhost:9001'] } })],
  ['--engine=node-net -- run a.wasm', serve('a.wasm', { engine: 'node-net' })],
  ['--engine=epoll --engine auto run a.wasm', serve('a.wasm', {})],
  [
    'run a.wasm --allow-all -x --',
    serve('a.wasm', { args: ['--allow-all', '-x', '--'], hint: after('--allow-all') }),
  ],
  [
    'run a.wasm --x --engine=epoll',
    serve('a.wasm', { args: ['--x', '--engine=epoll'], hint: after('--engine') }),
  ],
  ['run a.wasm -- --allow-all', serve('a.wasm', { args: ['--', '--allow-all'] })],
  ['run a.wasm --allow-nothing', serve('a.wasm', { args: ['--allow-nothing'] })],
  ['run -- -a.wasm -- b', serve('-a.wasm', { args: ['--', 'b'] })],
  ['run echo', serve('./echo', {})],
  ['run --allow-all a.wasm', serve('a.wasm', { permissions: 'all' })],
  [
    'run --allow-connect=a:1,b:2 --allow-connect [::1]:3 --allow-resolve=* --allow-env A,B a.wasm',
    serve('a.wasm', {
      permissions: { listen: [], connect: ['a:1', 'b:2', '[::1]:3'], resolve: ['*'], env: ['A', 'B'] },
    }),
  ],
  [
    'lines --listen 127.0.0.1:1 --quiet --listen=[::1]:2 --listen nonsense --help',
    serve('lines', {
      args: ['--listen', '127.0.0.1:1', '--quiet', '--listen=[::1]:2', '--listen', 'nonsense', '--help'],
      permissions: { listen: ['127.0.0.1:1', '[::1]:2'] },
    }),
  ],
  [
    'lines --admin 127.0.0.1:1 --admin=nonsense',
    serve('lines', {
      args: ['--admin', '127.0.0.1:1', '--admin=nonsense'],
      permissions: { listen: ['127.0.0.1:1', 'localhost:9002'] },
    }),
  ],
  [
    'run --allow-read site,../images --allow-read=/srv a.wasm --allow-read x',
    serve('a.wasm', {
      args: ['--allow-read', 'x'],
      hint: after('--allow-read'),
      preopens: { site: 'site', '../images': '../images', '/srv': '/srv' },
    }),
  ],
  [
    'echo --root site --root=/srv --root',
    serve('echo', {
      args: ['--root', 'site', '--root=/srv', '--root'],
      permissions: { listen: ['localhost:9001'] },
      preopens: { site: 'site', '/srv': '/srv' },
    }),
  ],
  [
    'chat --listen 127.0.0.1:1 --listen-http off --nats 10.0.0.1:4222 --nats=a:1,nonsense',
    serve('chat', {
      args: [
        '--listen',
        '127.0.0.1:1',
        '--listen-http',
        'off',
        '--nats',
        '10.0.0.1:4222',
        '--nats=a:1,nonsense',
      ],
      permissions: { listen: ['127.0.0.1:1'], connect: ['10.0.0.1:4222', 'a:1'] },
    }),
  ],
  ['echo --listen', serve('echo', { args: ['--listen'], permissions: { listen: ['localhost:9001'] } })],
];
for (const [line, command] of READ) {
  test(`command line: ${line}`, () => assert.equal(readCommandLine(line.split(' ')), command));
}

const REFUSED: [line: string, problem: string][] = [
  ['--engine', `Option '--engine <value>' argument missing`],
  ['--engine --help', `Option '--engine' argument is ambiguous`],
  ['--engine= echo', '--engine : expected epoll, node-net or auto'],
  ['--engine magic echo', '--engine magic: expected epoll, node-net or auto'],
  ['--fast echo', `Unknown option '--fast': options of a server follow its name`],
  ['--allow-all run a.wasm', `Unknown option '--allow-all': options of run follow it`],
  ['--engien epoll echo', `Unknown option '--engien'; did you mean --engine?`],
  ['echo --engine epoll', '--engine goes before echo'],
  ['http --allow-read=/srv', '--allow-read is a flag of run, not of http'],
  ['-x echo', `Unknown option '-x'`],
  ['--help=1', `Option '-h, --help' does not take an argument`],
  ['Echo', 'unknown command Echo; did you mean echo?'],
  ['blocking-ehco', 'unknown command blocking-ehco; did you mean blocking-echo?'],
  ['top', 'unknown command top'],
  ['a.wasm', 'unknown command a.wasm; did you mean run a.wasm?'],
  [
    'src/chat.ts',
    'src/chat.ts is a source: build it first, as-selectors build src/chat.ts, and run src/chat.wasm',
  ],
  [
    'run --allow-all chat.ts -x',
    'chat.ts is a source: build it first, as-selectors build chat.ts, and run chat.wasm',
  ],
  ['demo we', 'unexpected argument we: demo takes one of terminal, web'],
  ['demo --web', `Unknown option '--web'`],
  ['constructor', 'unknown command constructor'],
  ['run', 'run needs a component file'],
  ['run --allow-all', 'run needs a component file'],
  ['run --allow-listen', `Option '--allow-listen <value>' argument missing`],
  ['run --allow-read', `Option '--allow-read <value>' argument missing`],
  ['run --allow-everything a.wasm', `Unknown option '--allow-everything'`],
  ['run --allow-all=1 a.wasm', `Option '--allow-all' does not take an argument`],
  ['run --allow-lisen a:1 a.wasm', `Unknown option '--allow-lisen'; did you mean --allow-listen?`],
  ['run --allow-constructor=1 a.wasm', `Unknown option '--allow-constructor'`],
  ['run --__proto__=1 a.wasm', `Unknown option '--__proto__'`],
  ['run -A a.wasm', `Unknown option '-A'`],
];
for (const [line, problem] of REFUSED) {
  test(`command line: ${line} is told what is wrong`, () => {
    assert.throws(
      () => readCommandLine(line.split(' ')),
      (error: unknown) => error instanceof UsageError && error.message === problem,
    );
  });
}

for (const args of [[], ['--'], ['run', '']]) {
  test(`command line: ${JSON.stringify(args)} lacks something`, () => {
    assert.throws(() => readCommandLine(args), /^(no command given|run needs a component file)$/);
  });
}

test('command line: 5,000 from seeds are read or refused, and nothing else is thrown', () => {
  const counts = { read: 0, refused: 0 };
  for (let seed = 0; seed < 5000; seed++) {
    const line = randomCommandLine(seed);
    try {
      readCommandLine(line);
      counts.read++;
    } catch (error) {
      assert.instance(error, UsageError, `${seed}: ${String(error)}`);
      counts.refused++;
    }
  }
  assert.ok(counts.read > 500 && counts.refused > 500, JSON.stringify(counts));
});

test.run();
