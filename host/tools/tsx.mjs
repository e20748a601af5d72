/**
 * Makes Node run TypeScript, by tsx, but keeps tsx away from installed modules: `node --import ./host/tools/tsx.mjs FILE.ts`.
 *
 * tsx would rewrite those too, which takes it some seven seconds for the AssemblyScript compiler and its optimizer.
 */
import { readFileSync } from 'node:fs';
import * as module from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** A hook for loading modules, which Node calls before those of tsx. */
export function load(url, context, next) {
  if (context.format !== 'module' || !url.includes('/node_modules/')) return next(url, context);
  return { format: 'module', source: readFileSync(new URL(url)), shortCircuit: true };
}

/** Marks this file where older versions of Node load it for its hook alone, in a thread of its own. */
const HOOKS = '#hooks';
if (!import.meta.url.endsWith(HOOKS)) {
  if (isMainThread) await import('tsx');
  else (await import('tsx/esm/api')).register();
  if (module.registerHooks) module.registerHooks({ load });
  else module.register(`${import.meta.url}${HOOKS}`);
}
