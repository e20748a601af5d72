import { cpus, release, totalmem } from 'node:os';
import { provideWasmtime } from '../../host/tools/wasmtime.ts';
import { findProgram } from '../support/program.ts';
import { versionOf } from './side-by-side/programs.ts';

const GIB = 2 ** 30;

/** Tells what is measured on: machine, kernel and versions, in one line. */
export function describeMachine(): string {
  const compiler = findProgram('cc', 'gcc', 'clang');
  const parts = [
    `${cpus().length} x ${cpus()[0]!.model}`,
    `${(totalmem() / GIB).toFixed(0)} GiB`,
    `Linux ${release()}`,
    `Node ${process.versions.node}`,
    `wasmtime ${versionOf(provideWasmtime())}`,
  ];
  if (compiler !== undefined) parts.push(`C compiler ${versionOf(compiler)}`);
  return parts.join(', ');
}
