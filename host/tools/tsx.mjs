/**
 * Runs TypeScript by tsx, except for installed modules: `node --import ./host/tools/tsx.mjs FILE.ts`.
 *
 * tsx would transform those too, which takes seven seconds for the AssemblyScript compiler and its optimizer.
 */
import { readFileSync } from 'node:fs';
import * as module from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** A module loading hook, which Node calls before that of tsx. */
export function load(url, context, next) {
  if (context.format !== 'module' || !url.includes('/node_modules/')) return next(url, context);
  return { format: 'module', source: readFileSync(new URL(url)), shortCircuit: true };
}

/** Marks the URL of this file where older versions of Node load it only for its hook, in a thread of its own. */
const HOOKS = '#hooks';
if (!import.meta.url.endsWith(HOOKS)) {
  if (isMainThread) await import('tsx');
  else (await import('tsx/esm/api')).register();
  if (module.registerHooks) module.registerHooks({ load });
  else module.register(`${import.meta.url}${HOOKS}`);
}
