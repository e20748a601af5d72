/** What every component of this project is made from beside its own source, below the project's top: the library, and what builds it. */
export const COMPONENT_INPUTS = [
  'assembly',
  'wit',
  'asconfig.json',
  'host/build',
  'host/component/sections.ts',
  'node_modules/.package-lock.json', // npm's list of the versions that are installed
];
