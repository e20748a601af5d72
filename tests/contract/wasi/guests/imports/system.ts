/** wasi:clocks, random and cli, as a core module imports it. `result`: where the host stores what is no core value. */

@external('wasi:clocks/monotonic-clock@0.2.0', 'now')
export declare function now(): u64;


@external('wasi:clocks/monotonic-clock@0.2.0', 'resolution')
export declare function resolution(): u64;


@external('wasi:clocks/monotonic-clock@0.2.0', 'subscribe-instant')
export declare function subscribeInstant(when: u64): i32;


@external('wasi:clocks/monotonic-clock@0.2.0', 'subscribe-duration')
export declare function subscribeDuration(duration: u64): i32;


@external('wasi:clocks/wall-clock@0.2.0', 'now')
export declare function wallNow(result: usize): void;


@external('wasi:clocks/wall-clock@0.2.0', 'resolution')
export declare function wallResolution(result: usize): void;


@external('wasi:random/random@0.2.0', 'get-random-bytes')
export declare function getRandomBytes(length: u64, result: usize): void;


@external('wasi:random/random@0.2.0', 'get-random-u64')
export declare function getRandomU64(): u64;


@external('wasi:random/insecure@0.2.0', 'get-insecure-random-bytes')
export declare function getInsecureRandomBytes(length: u64, result: usize): void;


@external('wasi:random/insecure@0.2.0', 'get-insecure-random-u64')
export declare function getInsecureRandomU64(): u64;


@external('wasi:random/insecure-seed@0.2.0', 'insecure-seed')
export declare function insecureSeed(result: usize): void;


@external('wasi:cli/environment@0.2.0', 'get-environment')
export declare function getEnvironment(result: usize): void;


@external('wasi:cli/environment@0.2.0', 'get-arguments')
export declare function getArguments(result: usize): void;


@external('wasi:cli/environment@0.2.0', 'initial-cwd')
export declare function initialCwd(result: usize): void;


@external('wasi:cli/exit@0.2.0', 'exit')
export declare function exit(failed: i32): void;


@external('wasi:cli/exit@0.2.0', 'exit-with-code')
export declare function exitWithCode(code: i32): void;


@external('wasi:cli/stdin@0.2.0', 'get-stdin')
export declare function getStdin(): i32;


@external('wasi:cli/stdout@0.2.0', 'get-stdout')
export declare function getStdout(): i32;


@external('wasi:cli/stderr@0.2.0', 'get-stderr')
export declare function getStderr(): i32;


@external('wasi:cli/terminal-stdin@0.2.0', 'get-terminal-stdin')
export declare function getTerminalStdin(result: usize): void;


@external('wasi:cli/terminal-stdout@0.2.0', 'get-terminal-stdout')
export declare function getTerminalStdout(result: usize): void;


@external('wasi:cli/terminal-stderr@0.2.0', 'get-terminal-stderr')
export declare function getTerminalStderr(result: usize): void;


@external('wasi:cli/terminal-input@0.2.0', '[resource-drop]terminal-input')
export declare function dropTerminalInput(self: i32): void;


@external('wasi:cli/terminal-output@0.2.0', '[resource-drop]terminal-output')
export declare function dropTerminalOutput(self: i32): void;
