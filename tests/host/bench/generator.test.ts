import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generatorFor } from '../../bench/side-by-side/generator.ts';
import { leftOut } from '../../bench/side-by-side/left-out.ts';

const test = suite('bench: generator');

test('without a C compiler a Node client makes the load by TCP, other loads are left out, and the output says so', () => {
  const { PATH } = process.env;
  process.env['PATH'] = '';
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => void lines.push(line);
  try {
    assert.is(generatorFor({ protocol: 'tcp' })?.[0], process.execPath);
    assert.is(generatorFor({ protocol: 'http' }), undefined);
    assert.is(generatorFor({ protocol: 'http' }), undefined);
  } finally {
    console.log = log;
    process.env['PATH'] = PATH;
  }
  assert.is(lines.length, 2);
  assert.match(lines[0]!, 'there is no C compiler');
  assert.equal([...leftOut.keys()], ['the load generator in C', 'load by http']);
});

test.run();
