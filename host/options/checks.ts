/** Checks values that a program gives as options. They may be of any type, and have getters that throw. */
import { OptionError } from '../errors.ts';
import { nearest } from '../nearest.ts';

// eslint-disable-next-line no-control-regex
const NUL = /\u0000/;

/** Calls `read`, which reads an option; whatever that throws becomes an OptionError. */
export function reading<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(option, 'a getter or a proxy threw while it was read');
  }
}

/**
 * Reads the named properties of an object of options, each once. Throws OptionError, also where the object has other properties.
 *
 * `option`: the object's own name in messages.
 */
export function readOptions<T extends object, K extends keyof T & string>(
  option: string,
  value: unknown,
  names: readonly K[],
): { [Name in K]?: T[Name] | undefined } {
  const pathOf = (name: string): string => (option === 'options' ? name : `${option}.${name}`);
  const from = readObject(option, value === undefined ? {} : value);
  for (const name of reading(option, () => Object.keys(from))) {
    if (!names.includes(name as K)) throw new OptionError(pathOf(name), unknownOption(name, names));
  }
  const read: { [Name in K]?: T[Name] | undefined } = {};
  for (const name of names) read[name] = reading(pathOf(name), () => from[name] as T[K]);
  return read;
}

function unknownOption(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `no such option; ${meant === undefined ? `expected ${known.join(', ')}` : `did you mean ${meant}?`}`;
}

/** Reads an object whose values are texts without NUL. Throws OptionError. */
export function readTexts(option: string, value: unknown): Record<string, string> {
  const entries = reading(option, () => Object.entries(readObject(option, value === undefined ? {} : value)));
  for (const [name, text] of entries) {
    if (typeof text !== 'string')
      throw new OptionError(option, `${name}: expected a string, not ${kindOf(text)}`);
    if (NUL.test(text)) throw new OptionError(option, `${name}: a value can't contain NUL`);
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Reads an object of environment variables. Throws OptionError. */
export function readEnvironment(option: string, value: unknown): Record<string, string> {
  const variables = readTexts(option, value);
  for (const name of Object.keys(variables)) checkVariable(option, name);
  return variables;
}

/** Throws OptionError unless the name is one that an environment variable can have. */
export function checkVariable(option: string, name: string): void {
  if (name === '' || name.includes('=') || NUL.test(name))
    throw new OptionError(option, `${JSON.stringify(name)} can't be the name of a variable`);
}

/** Reads a text. Throws OptionError. */
export function readText(option: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new OptionError(option, `expected a string, not ${kindOf(value)}`);
}

/** Reads an array of strings. Throws OptionError. */
export function readStrings(option: string, value: unknown): string[] {
  return reading(option, () => {
    if (value === undefined) return [];
    if (!Array.isArray(value))
      throw new OptionError(option, `expected an array of strings, not ${kindOf(value)}`);
    const strings: string[] = [];
    for (const text of value as unknown[]) {
      if (typeof text !== 'string') throw new OptionError(option, `expected strings, not ${kindOf(text)}`);
      if (NUL.test(text)) throw new OptionError(option, "a string can't contain NUL");
      strings.push(text);
    }
    return strings;
  });
}

/** Reads an integer from `min` to `max`; undefined is `initial`. Throws OptionError. */
export function readNumber(
  option: string,
  value: unknown,
  initial: number,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined) return initial;
  const isWhole = Number.isInteger(value) || value === Infinity;
  if (isWhole && (value as number) >= min && (value as number) <= Math.max(max, initial))
    return (value as number) + 0; // -0 becomes 0
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  throw new OptionError(option, `expected a whole number ${range}, not ${kindOf(value)}`);
}

/** The longest delay of a Node timer. */
const MAX_MS = 2 ** 31 - 1;

/** Reads a time in milliseconds. Throws OptionError. */
export function readMilliseconds(option: string, value: unknown, initial: number, min = 0): number {
  return readNumber(option, value, initial, min, MAX_MS);
}

/** Describes a value in a message. Calls no method of it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' ? 'an object' : String(value);
}

function readObject(option: string, value: unknown): Record<string, unknown> {
  const isObject = reading(
    option,
    () => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  if (isObject) return value as Record<string, unknown>;
  throw new OptionError(option, `expected an object, not ${kindOf(value)}`);
}
