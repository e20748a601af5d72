/** The functions of wasi:filesystem/types that would change files: the guest may only read, and is told so. */
import type { Host, Lowered } from '../host.ts';
import { Descriptor } from './descriptor.ts';
import { FileFailure } from './file-failure.ts';

/**
 * Their parameters after `self`, and where the error code is in their result. A parameter is `value`: one core value; `bytes` or `text`: two;
 * or another `descriptor`. What they give is checked as if it were used.
 */
const FUNCTIONS: Record<
  string,
  [codeAt: number, ...parameters: ('value' | 'bytes' | 'text' | 'descriptor')[]]
> = {
  'write-via-stream': [4, 'value'],
  'append-via-stream': [4],
  'set-size': [1, 'value'],
  'set-times': [1, 'value', 'value', 'value', 'value', 'value', 'value'],
  write: [8, 'bytes', 'value'],
  'create-directory-at': [1, 'text'],
  'set-times-at': [1, 'value', 'text', 'value', 'value', 'value', 'value', 'value', 'value'],
  'link-at': [1, 'value', 'text', 'descriptor', 'text'],
  'remove-directory-at': [1, 'text'],
  'rename-at': [1, 'text', 'descriptor', 'text'],
  'symlink-at': [1, 'text', 'text'],
  'unlink-file-at': [1, 'text'],
};
const NOT_PERMITTED = new FileFailure('not-permitted');

/** Makes them, by their names in core imports. */
export function refused({ memory, resources }: Host): Record<string, Lowered> {
  const refuse =
    (codeAt: number, parameters: readonly string[]) =>
    (self: number, ...args: number[]): void => {
      resources.get(self, Descriptor);
      let at = 0;
      for (const parameter of parameters) {
        const value = args[at++]!;
        if (parameter === 'descriptor') resources.get(value, Descriptor);
        else if (parameter === 'text') memory.string(value >>> 0, args[at++]! >>> 0);
        else if (parameter === 'bytes') memory.check(value >>> 0, args[at++]! >>> 0);
      }
      const result = args[at]!;
      memory.refresh();
      memory.u8(result, 1);
      memory.u8(result + codeAt, NOT_PERMITTED.index);
    };
  return Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, [codeAt, ...parameters]]) => [
      `[method]descriptor.${name}`,
      refuse(codeAt, parameters) as Lowered,
    ]),
  );
}
