/** Loads a component: from a name, path, URL or bytes to the program that runs. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComponentError, loadProgram } from './read-program.ts';
import type { Program } from './program.ts';
import type { Component } from '../options/options.ts';
import { printable } from '../printable.ts';
import { isBundled, bundledFile } from './bundled.ts';

/** The names of a component. */
export interface Label {
  /** In messages. */
  file: string;
  /** Its first argument. */
  program: string;
}

/** Returns the names of a component. Throws where its URL is no file's. */
export function labelOf(component: Component): Label {
  if (typeof component !== 'string' && !(component instanceof URL))
    return { file: 'the component', program: 'component.wasm' };
  const path = pathOf(component);
  return { file: printable(path), program: basename(path) };
}

/** Reads and compiles a component, with a limit of its memory. Rejects with ComponentError. */
export async function load(component: Component, maxMemoryBytes: number): Promise<Program> {
  return loadProgram(await bytesOf(component), maxMemoryBytes);
}

function pathOf(component: string | URL): string {
  if (component instanceof URL) return fileURLToPath(component);
  if (isBundled(component)) return bundledFile(component);
  return component.startsWith('file:') ? fileURLToPath(component) : component;
}

async function bytesOf(component: Component): Promise<Uint8Array> {
  if (component instanceof Uint8Array) return component;
  if (typeof component !== 'string' && !(component instanceof URL))
    return component.byteLength === 0 ? new Uint8Array() : new Uint8Array(component); // a detached buffer can't have a view
  try {
    return await readFile(pathOf(component));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new ComponentError('ERR_FILE_NOT_FOUND', 'no such file');
    throw new ComponentError('ERR_FILE_UNREADABLE', message);
  }
}
