export { AdminServer } from './admin-server';
export { LoopProgram } from './loop-program';
export { AdminOptions } from './options';
export { AdminProgram } from './program';
