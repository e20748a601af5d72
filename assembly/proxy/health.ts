/** Whether an upstream is well, by the checks that have passed and failed. */
export class Health {
  /** Whether it counts as up: until a check has failed, it does. */
  isUp: bool = true;
  /** Checks in a row that say the opposite of `isUp`. */
  private contrary: i32 = 0;
  private isChecked: bool = false;

  /** A check has passed; with `rise` of them in a row it is up. Returns whether that is new. */
  pass(rise: i32): bool {
    this.isChecked = true;
    return this.take(true, rise);
  }

  /** A check has failed; with `fall` of them in a row, or at the first check, it is down. Returns whether that is new. */
  fail(fall: i32): bool {
    const needed = this.isChecked ? fall : 1;
    this.isChecked = true;
    return this.take(false, needed);
  }

  private take(isWell: bool, needed: i32): bool {
    this.contrary = isWell == this.isUp ? 0 : this.contrary + 1;
    if (this.contrary < needed) return false;
    this.contrary = 0;
    this.isUp = isWell;
    return true;
  }
}
