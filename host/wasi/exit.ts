/** wasi:cli/exit. */
import { Exit, type Interface } from './host.ts';

export function exit(): Interface {
  return {
    exit: (failed: number) => {
      throw new Exit(failed === 0 ? 0 : undefined);
    },
    'exit-with-code': (code: number) => {
      throw new Exit(code & 0xff);
    },
  };
}
