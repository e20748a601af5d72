/** Hostile guests, written as WebAssembly text. */
import binaryen from 'binaryen';
import { componentOf } from '../bytes.ts';

/** Imports that a guest's text may name: `$read` is what `call $read` calls. */
const IMPORTS: Record<string, string> = {
  exit: '"wasi:cli/exit@0.2.0" "exit" (param i32)',
  stderr: '"wasi:cli/stderr@0.2.0" "get-stderr" (result i32)',
  stdin: '"wasi:cli/stdin@0.2.0" "get-stdin" (result i32)',
  arguments: '"wasi:cli/environment@0.2.0" "get-arguments" (param i32)',
  now: '"wasi:clocks/monotonic-clock@0.2.0" "now" (result i64)',
  after: '"wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration" (param i64) (result i32)',
  random: '"wasi:random/random@0.2.0" "get-random-bytes" (param i64 i32)',
  poll: '"wasi:io/poll@0.2.0" "poll" (param i32 i32 i32)',
  block: '"wasi:io/poll@0.2.0" "[method]pollable.block" (param i32)',
  dropPollable: '"wasi:io/poll@0.2.0" "[resource-drop]pollable" (param i32)',
  read: '"wasi:io/streams@0.2.0" "[method]input-stream.read" (param i32 i64 i32)',
  checkWrite: '"wasi:io/streams@0.2.0" "[method]output-stream.check-write" (param i32 i32)',
  write: '"wasi:io/streams@0.2.0" "[method]output-stream.write" (param i32 i32 i32 i32)',
  network: '"wasi:sockets/instance-network@0.2.0" "instance-network" (result i32)',
};

/** What a guest has where its text says nothing of it. `$realloc` hands out place after place from 4096 on. */
const DEFAULTS: [part: string, text: string][] = [
  ['(export "memory"', '(memory (export "memory") 2)'],
  [
    '(export "cabi_realloc"',
    `(global $next (mut i32) (i32.const 4096))
     (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
       (global.set $next (i32.add (global.get $next) (i32.const 64))) (global.get $next))`,
  ],
];

/** Makes a core module of a text, which has to have the function `$run`: it gives 0 or 1. */
export function coreOf(text: string): Uint8Array {
  const imports = Object.entries(IMPORTS).filter(([name]) => new RegExp(`\\$${name}\\b`).test(text));
  const source = [
    '(module',
    ...imports.map(([name, type]) => {
      const [, where, rest] = /^("[^"]+" "[^"]+") ?(.*)$/.exec(type)!;
      return `(import ${where} (func $${name} ${rest}))`;
    }),
    text,
    ...DEFAULTS.filter(([part]) => !text.includes(part)).map(([, missing]) => missing),
    text.includes('#run"') ? '' : '(export "wasi:cli/run@0.2.0#run" (func $run))',
    ')',
  ].join('\n');
  const module = binaryen.parseText(source);
  module.setFeatures(binaryen.Features.All);
  try {
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** Makes a component of a text. */
export function hostile(text: string): Uint8Array {
  return componentOf(coreOf(text));
}
