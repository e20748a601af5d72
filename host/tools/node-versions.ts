/**
 * Fetches other versions of Node, to run tests with, from npm into the cache.
 *
 * As a command: prints where the Node of a major version is, for example 24.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideNpmPackage } from './npm.ts';

/** The tested version of each supported major version. */
const VERSIONS: Record<string, string> = {
  '20': '20.20.2',
  '22': '22.23.3',
  '24': '24.21.0',
  '26': '26.10.0',
};

/** The major versions that `provideNode` knows, the oldest first. */
export const NODE_MAJORS = Object.keys(VERSIONS);

/** Gives the executable of a major version of Node: the one that runs, or else one from npm. Throws when it can't be had. */
export function provideNode(major: string): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const version = VERSIONS[major];
  if (version === undefined)
    throw new Error(`unknown Node ${major}: expected one of ${NODE_MAJORS.join(', ')}`);
  // npm's package `node` would fetch this package by an install script.
  const name = `node-${process.platform}-${process.arch}`;
  const folder = provideNpmPackage(name, version, 'node');
  if (folder === undefined) throw new Error(`Node ${version} can't be installed from npm (package ${name})`);
  return join(folder, 'bin/node');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(provideNode(process.argv[2] ?? '20'));
