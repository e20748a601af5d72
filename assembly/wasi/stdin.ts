/** wasi:cli/stdin@0.2.0. */
import { InputStream } from './streams';


@external('wasi:cli/stdin@0.2.0', 'get-stdin')
declare function getStdinImport(): InputStream;

/** Gives standard input anew at each call; who asked drops it, after its pollables. */
export function getStdin(): InputStream {
  return getStdinImport();
}
