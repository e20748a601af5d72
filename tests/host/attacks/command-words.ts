/** Command lines of real words and of garbage, from a seed. */
import { Random } from '../../simulator/random.ts';

const LEADING = [
  '--engine',
  '--engine=epoll',
  '--engine=',
  'epoll',
  'node-net',
  '--help',
  '-h',
  '--version',
  '-V',
  '-hV',
  '--',
  '-',
];
const COMMANDS = [
  'echo',
  'blocking-echo',
  'lines',
  'udp-echo',
  'proxy',
  'chat',
  'http',
  'run',
  'build',
  'Echo',
  'constructor',
  '__proto__',
];
const SERVER = [
  '--listen',
  '--listen=127.0.0.1:0',
  '127.0.0.1:0',
  '[::1]:0',
  '*:0',
  '--max-connections',
  '0',
  '--quiet',
  '--upstream=a:1,b:2',
  '--listen-websocket=127.0.0.1:0',
  '--root=/nowhere',
  '--idle-timeout',
];
const RUN = [
  '--allow-listen',
  '--allow-connect=a:1',
  '--allow-resolve',
  '--allow-env=',
  '--allow-all',
  '--allow-all=1',
  '--allow-read=/',
  '--allow-read=/nowhere,',
  '--allow-none',
];
const BUILD = ['-o', '--output=', '--wasi', '0.4', '--debug', '--debug=1', 'none.ts', 'none.js', '/'];
const FILES = [
  '/nowhere.wasm',
  'none.wasm',
  '/',
  '',
  'file:///nowhere',
  'file://host/a',
  'http://a/b.wasm',
  process.execPath,
];
const GARBAGE = [
  '--__proto__',
  '--constructor=1',
  '\x1b[31mred',
  'a\nb',
  '\u202etxt',
  '\u2028',
  '--\x07',
  'x'.repeat(5000),
  '--=',
  '=',
  '-x=y',
  '€',
  '%s',
];
const WORDS = [LEADING, COMMANDS, SERVER, RUN, BUILD, FILES, GARBAGE];

/** Makes a command line of up to six words; NUL can't be passed to a process. */
export function randomCommandLine(seed: number): string[] {
  const random = new Random(seed, 'command line');
  const likely = random.pick([
    [LEADING, COMMANDS, SERVER],
    [COMMANDS, SERVER, GARBAGE],
    [['run'], RUN, FILES, GARBAGE],
    [['build'], BUILD, GARBAGE],
    WORDS,
  ]);
  const count = random.int(0, 6);
  return Array.from({ length: count }, (_, i) => random.pick(i === 0 ? likely[0]! : random.pick(likely)));
}
