import { Selectable } from '../net';

/** What the loop's selector keeps with each object: who is told that it is ready. */
export abstract class Channel {
  /** Called when `object` is ready for what `mask` says; that may be out of date, so WOULD_BLOCK is no surprise. */
  abstract handle(object: Selectable, mask: i32): void;
}
