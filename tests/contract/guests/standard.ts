import { args, env } from '../../../assembly';

const builtAt = Date.now(); // before `run`: the host can be called all the same

/** Says what the names of AssemblyScript's standard library mean here, a fact a line; ends with the number in its first argument. */
export function run(): i32 {
  console.log('log');
  console.info('info');
  console.debug('debug');
  console.warn('warn');
  console.error('error');
  console.assert(true, 'not said');
  console.assert(args().length > 9, 'nine arguments');
  console.time('timer');
  console.timeEnd('timer');
  console.timeEnd('timer');
  trace('traced', 2, 1, 2.5);
  const now = new Date();
  console.log('now ' + now.toISOString());
  console.log('not before ' + (now.getTime() >= builtAt && Date.now() >= now.getTime()).toString());
  const parsed: Date = Date.parse('2026-02-03T04:05:06.007Z');
  console.log('date ' + (parsed.getTime() - Date.UTC(2026, 1, 3)).toString());
  console.log('random ' + (Math.random() != Math.random()).toString());
  const bytes = new Uint8Array(100);
  crypto.getRandomValues(bytes);
  console.log('bytes ' + (distinct(bytes) > 20).toString());
  console.log('clocks ' + (process.hrtime() > 0 && performance.now() > 0).toString());
  console.log('argv ' + process.argv.slice(1).join(' '));
  console.log('args ' + args().join(' '));
  console.log('GREETING ' + process.env.get('GREETING') + ' ' + env('GREETING')!);
  console.log('missing ' + (env('MISSING') == null).toString());
  if (args()[0] == 'exit') process.exit(5);
  return I32.parseInt(args()[0]);
}

function distinct(bytes: Uint8Array): i32 {
  const seen = new Set<u8>();
  for (let i = 0; i < bytes.length; i++) seen.add(bytes[i]);
  return seen.size;
}
