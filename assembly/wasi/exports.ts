/** What the core module exports besides `run`: compiled as a second entry with every server. */
import './abort'; // the option `use` names it, asc finds only what is imported

export { cabi_realloc } from './memory';
export { exitCode } from './exit';
