/** What the core module exports besides `run`: compiled as a second entry with every server. */
import '../abort'; // asc's option `use` names it, but does not load it

export { cabi_realloc } from '../abi/memory';
export { unpackData as __unpack } from '../abi/packed-data';
export { finish as __finish } from '../finish';
