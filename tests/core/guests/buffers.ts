import { READ_BUDGET, allowBytes, giveBytes, takeBytes } from '../../../assembly/wasi/p3/async/buffers';

export function allowRead(wantedBytes: i32): i32 {
  return allowBytes(READ_BUDGET, wantedBytes);
}

export function takeRead(bytes: i32): usize {
  return takeBytes(READ_BUDGET, bytes);
}

export function giveRead(pointer: usize, bytes: i32): void {
  giveBytes(READ_BUDGET, pointer, bytes);
}
