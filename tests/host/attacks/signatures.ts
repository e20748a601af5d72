/** The functions of WASI as core modules import them, from the declarations that the tests' guests are compiled with. */
import { readFileSync, readdirSync } from 'node:fs';

/** A function: its interface without version, its name, and its parameters. */
export interface Signature {
  id: string;
  name: string;
  parameters: { name: string; type: 'i32' | 'i64' }[];
  result: 'i32' | 'i64' | undefined;
}

const folder = new URL('../../contract/wasi/guests/imports/', import.meta.url);
const DECLARED =
  /@external\(\s*'([^'@]+)@[^']*',\s*'([^']+)',?\s*\)\s*export declare function \w+\(([^)]*)\): (\w+);/g;

function typeOf(text: string): 'i32' | 'i64' {
  return text.endsWith('64') ? 'i64' : 'i32';
}

function signaturesOf(text: string): Signature[] {
  return [...text.matchAll(DECLARED)].map(([, id, name, list, result]) => ({
    id: id!,
    name: name!,
    parameters: [...list!.matchAll(/(\w+): (\w+)/g)].map(([, parameter, type]) => ({
      name: parameter!,
      type: typeOf(type!),
    })),
    result: result === 'void' ? undefined : typeOf(result!),
  }));
}

/** All that are declared. */
export const SIGNATURES: Signature[] = readdirSync(folder).flatMap((file) =>
  signaturesOf(readFileSync(new URL(file, folder), 'utf8')),
);
