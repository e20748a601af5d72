/** A program with a worker in which a component waits for ever; once it waits, the program does what its command line says. */
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

if (isMainThread) {
  const [, file, jco, how] = process.argv;
  const worker = new Worker(file, { workerData: jco });
  worker.once('message', () => new Function('worker', how)(worker));
} else {
  const { createImports } = await import(workerData);
  const imports = createImports();
  const forever = imports['wasi:clocks/monotonic-clock'].subscribeDuration(2n ** 60n);
  parentPort.postMessage('waits');
  forever.block();
}
