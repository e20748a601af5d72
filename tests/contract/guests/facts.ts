/** What the parts of the selector guest share. */
import { DefaultSelector, print } from '../../../assembly';

/** What a registration carries here. */
export class Data {
  constructor(readonly name: string) {}
}

export const first = new Data('first');
export const second = new Data('second');

/** States a fact on standard output. */
export function fact(name: string, holds: bool): void {
  print((holds ? 'ok ' : 'not ok ') + name + '\n');
}

export function make(): DefaultSelector<Data> {
  return new DefaultSelector<Data>();
}
