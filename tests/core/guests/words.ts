import { Words } from '../../../assembly/wasi/abi/words';

let words: Words = new Words(0, 0);

export function newWords(length: i32, fill: i32): void {
  words.free();
  words = new Words(length, fill);
}

export function getWord(i: i32): i32 {
  return words.get(i);
}

export function setWord(i: i32, value: i32): void {
  words.set(i, value);
}

export function growWords(length: i32, fill: i32): void {
  words.grow(length, fill);
}

export function wordCount(): i32 {
  return words.length;
}
