/** What can't be measured on this machine, by its name, and why. */
export const leftOut = new Map<string, string>();

/** Says that something is left out, once. */
export function leaveOut(name: string, why: string): void {
  if (leftOut.has(name)) return;
  leftOut.set(name, why);
  console.log(`left out: ${name}: ${why}`);
}
