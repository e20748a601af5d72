import { getEnvironment } from '../wasi';

const PREFIX: string = 'AS_SELECTORS_';
const CAPITAL_A: i32 = 0x41;
const CAPITAL_Z: i32 = 0x5a;
const UNDERSCORE: i32 = 0x5f;

/** An option that the environment sets. */
export class Variable {
  constructor(
    /** Its name on a command line, such as `--max-connections` for AS_SELECTORS_MAX_CONNECTIONS. */
    readonly option: string,
    /** Its value. */
    readonly value: string,
  ) {}
}

/** Returns the options that the environment sets. */
export function readEnvironment(): Variable[] {
  const variables: Variable[] = [];
  const texts = getEnvironment();
  for (let i = 0; i + 1 < texts.length; i += 2)
    if (texts[i].startsWith(PREFIX)) variables.push(new Variable(optionOf(texts[i]), texts[i + 1]));
  return variables;
}

function optionOf(variable: string): string {
  let option = '--';
  for (let i = PREFIX.length; i < variable.length; i++) {
    const unit = variable.charCodeAt(i);
    if (unit == UNDERSCORE) option += '-';
    else option += String.fromCharCode(unit >= CAPITAL_A && unit <= CAPITAL_Z ? unit | 0x20 : unit);
  }
  return option;
}
