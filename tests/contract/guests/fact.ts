/** How the guests of the tests state what holds: a line on standard output for each fact (see ../facts.ts). */
import { getStdout, writeText } from '../../../assembly/wasi';

/** States a fact. */
export function fact(name: string, holds: bool): void {
  state(name, holds, '');
}

/** States that a value is what it should be; where it is not, the line says both. */
export function factEqual<T>(name: string, actual: T, expected: T): void {
  const holds = actual == expected;
  state(name, holds, holds ? '' : ' # expected ' + textOf<T>(expected) + ', was ' + textOf<T>(actual));
}

function state(name: string, holds: bool, comment: string): void {
  writeText(getStdout(), (holds ? 'ok ' : 'not ok ') + name + comment + '\n');
}

function textOf<T>(value: T): string {
  if (isBoolean<T>()) return value ? 'true' : 'false';
  if (isString<T>()) return "'" + changetype<string>(value) + "'";
  if (isInteger<T>()) return value.toString();
  return 'another object';
}
