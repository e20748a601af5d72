import { readFileSync, readdirSync } from 'node:fs';

const NS_PER_SECOND = 1e9;

/** Gives the CPU time that processes have used, with all their threads. */
export function cpuSecondsOf(pids: readonly (number | string)[]): number {
  const threads = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}`),
  );
  const ns = threads.map((thread) => Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]));
  return ns.reduce((sum, each) => sum + each, 0) / NS_PER_SECOND;
}
