import { exit as exitProgram, getArguments, getEnvironment, nowNs, wallMilliseconds } from '../wasi';

let argv: string[] | null = null;
let env: Map<string, string> | null = null;

/** The process of AssemblyScript's standard library. */
export class Process {
  /** What `exit` takes when it is not told. */
  static exitCode: i32 = 0;

  static get arch(): string {
    return 'wasm32';
  }

  static get platform(): string {
    return 'wasi';
  }

  /** The command line, the program's name first. */
  static get argv(): string[] {
    if (argv == null) argv = getArguments();
    return argv!;
  }

  /** The variables that the host lets the program see. */
  static get env(): Map<string, string> {
    if (env == null) env = variables();
    return env!;
  }

  /** Ends the program; does not return. */
  static exit(code: i32 = Process.exitCode): void {
    exitProgram(code);
  }

  /** Reads the time of day: milliseconds since 1970. */
  static time(): i64 {
    return wallMilliseconds();
  }

  /** Reads the clock that never goes back: nanoseconds since some fixed moment. */
  static hrtime(): u64 {
    return <u64>nowNs();
  }
}

function variables(): Map<string, string> {
  const texts = getEnvironment();
  const named = new Map<string, string>();
  for (let i = 0; i + 1 < texts.length; i += 2) named.set(texts[i], texts[i + 1]);
  return named;
}
