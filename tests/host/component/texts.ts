/** Components as other tools make them, as WebAssembly text. */

/** A main module that returns 0, and its instance. */
export const MAIN = `(core module $module (func (export "run") (result i32) (i32.const 0)))
  (core instance $main (instantiate $module))`;

/** The host's clock, lowered as `$now`. */
export const CLOCK = `(import "wasi:clocks/monotonic-clock@0.2.3" (instance $clock (export "now" (func (result u64)))))
  (core func $now (canon lower (func $clock "now")))`;

/** The host's exit, lowered as `$exit`. */
export const EXIT = `(import "wasi:cli/exit@0.2.3" (instance $cli-exit (export "exit" (func (param "status" (result))))))
  (core func $exit (canon lower (func $cli-exit "exit")))`;

/** Makes a command of what defines the core instance `$main`: its `run` goes through a nested component, as wit-component has it. */
export function command(parts: string, version = '0.2.3'): string {
  return `(component ${parts}
    (type $run-type (func (result (result))))
    (alias core export $main "run" (core func $core-run))
    (func $run (type $run-type) (canon lift (core func $core-run)))
    (component $wrap
      (type $t (func (result (result))))
      (import "import-func-run" (func $f (type $t)))
      (export "run" (func $f)))
    (instance $command (instantiate $wrap (with "import-func-run" (func $run))))
    (export "wasi:cli/run@${version}" (instance $command)))`;
}

/**
 * A main module and an adapter, each with memory to give: 512 and 1024 on. The main module is instantiated before there is a memory to
 * lower functions with, and so calls a shim, whose table the last module fills.
 *
 * It is well where the main module's arguments lie at 512 and the adapter's at 1024, and both are a list of two.
 */
export const ADAPTED = command(`
  (import "wasi:cli/environment@0.2.3" (instance $environment (export "get-arguments" (func (result (list string))))))
  (core module $main-module
    (import "shim" "0" (func $arguments (param i32)))
    (import "shim" "1" (func $of-adapter (result i32)))
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 512))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
      (local.set $at (global.get $next))
      (global.set $next (i32.add (global.get $next) (i32.and (i32.add (local.get 3) (i32.const 7)) (i32.const -8))))
      (local.get $at))
    (func $is-list (param $at i32) (param $from i32) (result i32)
      (i32.and (i32.eq (i32.load offset=4 (local.get $at)) (i32.const 2))
        (i32.and (i32.ge_u (i32.load (local.get $at)) (local.get $from))
          (i32.lt_u (i32.load (local.get $at)) (i32.add (local.get $from) (i32.const 512))))))
    (func (export "run") (result i32)
      (call $arguments (i32.const 16))
      (i32.eqz (i32.and (call $is-list (i32.const 16) (i32.const 512))
        (call $is-list (call $of-adapter) (i32.const 1024))))))
  (core module $shim
    (type $a (func (param i32))) (type $b (func (result i32)))
    (table (export "$imports") 3 3 funcref)
    (func (export "0") (param i32) (call_indirect (type $a) (local.get 0) (i32.const 0)))
    (func (export "1") (result i32) (call_indirect (type $b) (i32.const 1)))
    (func (export "2") (param i32) (call_indirect (type $a) (local.get 0) (i32.const 2))))
  (core module $adapter
    (import "env" "memory" (memory 0))
    (import "host" "arguments" (func $arguments (param i32)))
    (global $next (mut i32) (i32.const 1024))
    (func (export "cabi_import_realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
      (local.set $at (global.get $next))
      (global.set $next (i32.add (global.get $next) (i32.and (i32.add (local.get 3) (i32.const 7)) (i32.const -8))))
      (local.get $at))
    (func (export "arguments") (result i32) (call $arguments (i32.const 32)) (i32.const 32)))
  (core module $fixup
    (import "" "$imports" (table 3 3 funcref))
    (import "" "0" (func $0 (param i32))) (import "" "1" (func $1 (result i32))) (import "" "2" (func $2 (param i32)))
    (elem (i32.const 0) func $0 $1 $2))
  (core instance $shims (instantiate $shim))
  (core instance $main (instantiate $main-module (with "shim" (instance $shims))))
  (alias core export $main "memory" (core memory $memory))
  (alias core export $main "cabi_realloc" (core func $realloc))
  (alias core export $shims "$imports" (core table $table))
  (alias core export $shims "2" (core func $late))
  (core instance $late-host (export "arguments" (func $late)))
  (core instance $env (export "memory" (memory $memory)))
  (core instance $adapting (instantiate $adapter (with "env" (instance $env)) (with "host" (instance $late-host))))
  (alias core export $adapting "cabi_import_realloc" (core func $import-realloc))
  (alias core export $adapting "arguments" (core func $of-adapter))
  (core func $of-main (canon lower (func $environment "get-arguments") (memory $memory) (realloc $realloc)))
  (core func $direct (canon lower (func $environment "get-arguments") (memory $memory) (realloc $import-realloc)))
  (core instance $fixes
    (export "$imports" (table $table)) (export "0" (func $of-main)) (export "1" (func $of-adapter)) (export "2" (func $direct)))
  (core instance (instantiate $fixup (with "" (instance $fixes))))`);
