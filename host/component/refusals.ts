/** What a component has that can't be run here, as errors. */
import { ComponentError } from '../errors.ts';

/** A component is of a kind, or has parts, that this host does not run. `what` it has. */
export function unsupported(what: string): ComponentError {
  return new ComponentError(
    'ERR_UNSUPPORTED',
    `it has ${what}, which this host does not run: as-selectors/jco may`,
  );
}

/** A component needs a function that this host does not have. */
export function missing(from: string, name: string): ComponentError {
  return new ComponentError('ERR_MISSING_IMPORT', `it needs ${from} ${name}, which this host does not have`);
}

/** A core module imports a function of the host's as if it had other parameters or results. */
export function otherType(from: string, name: string): ComponentError {
  return new ComponentError(
    'ERR_MISSING_IMPORT',
    `its import ${from} ${name} has another type than the host's`,
  );
}

/** A function has not the type that the component model asks for. */
export function wrongType(name: string): ComponentError {
  return new ComponentError('ERR_MALFORMED', `${name} has another type than the component model asks for`);
}

/** A component is built for WASI 0.3. */
export function forWasi03(): ComponentError {
  return new ComponentError(
    'ERR_WASI_VERSION',
    'it is built for WASI 0.3, which only wasmtime 46 and later runs: use the build for WASI 0.2 here',
  );
}

/** A component does not export what is run; `exports`: what it does export. */
export function notACommand(exports: Iterable<string>): ComponentError {
  const isHandler = [...exports].some((name) => name.startsWith('wasi:http/'));
  const hint = isHandler
    ? 'it handles HTTP requests, as for wasmtime serve'
    : 'only commands can be run here';
  return new ComponentError('ERR_NOT_A_COMMAND', `it does not export wasi:cli/run@0.2: ${hint}`);
}
