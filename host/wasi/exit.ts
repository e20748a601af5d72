/** wasi:cli/exit. */
import { Exit, type Interface } from './host.ts';
import { Trap } from './resources.ts';

export function exit(): Interface {
  return {
    exit: (failed: number) => {
      if (failed >>> 0 > 1) throw new Trap(`${failed} is no result`);
      throw new Exit(failed === 0 ? 0 : undefined);
    },
    'exit-with-code': (code: number) => {
      throw new Exit(code & 0xff);
    },
  };
}
