/**
 * Tells what is under way that the process is about to end. Node ends its threads then and waits for them, and one that blocks in a
 * system call hears nothing of it.
 */
const endings = new Set<() => void>();

function endAll(): void {
  for (const end of endings) end();
}

/** Calls `end` when the process ends. Gives what takes that back. */
export function onProcessExit(end: () => void): () => void {
  // The first of the listeners: another one may throw, or call process.exit, and then no further one is called.
  if (endings.size === 0) process.prependListener('exit', endAll);
  endings.add(end);
  return () => {
    endings.delete(end);
    if (endings.size === 0) process.off('exit', endAll);
  };
}
