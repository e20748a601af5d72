/**
 * What AssemblyScript's standard library takes from its host: asc's option `use` puts these in the place of its own (see
 * host/build/compile.ts), so that `console.log`, `Date.now` and the like mean what they mean in Node. What a program does not use is not
 * compiled.
 */
import './console';
import './wall-date';
import './performance';
import './process';
import './random';
import './trace';
