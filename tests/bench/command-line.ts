import { parseArgs } from 'node:util';
import { NODE_MAJORS } from '../../host/tools/node-versions.ts';
import type { Settings } from './side-by-side/group.ts';

/** What is to be done. */
export interface Command {
  settings: Settings;
  isChosen(name: string): boolean;
  isList: boolean;
  isReport: boolean;
}

/** The usage, as one line. */
export const USAGE = 'npm run bench -- [--rounds N] [--node MAJOR]... [--report] [--list] [WORD...]';

/** The Nodes that are measured by default: the one that runs and the newest. */
const DEFAULT_MAJORS = [...new Set([process.versions.node.split('.')[0]!, NODE_MAJORS.at(-1)!])];

/** What is wrong with the command line, in one line. */
export class UsageError extends Error {}

function roundsOf(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,3}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError(`--rounds ${text}: expected a number from 1 to 9999`);
}

function majorsOf(chosen: readonly string[]): readonly string[] {
  const unknown = chosen.find((major) => !NODE_MAJORS.includes(major));
  if (unknown !== undefined)
    throw new UsageError(`--node ${unknown}: expected one of ${NODE_MAJORS.join(', ')}`);
  return chosen.length > 0 ? [...new Set(chosen)] : DEFAULT_MAJORS;
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        rounds: { type: 'string' },
        node: { type: 'string', multiple: true, default: [] },
        report: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}; usage: ${USAGE}`);
  }
}

/** Reads the command line; `names`: of all scenarios. Throws a UsageError. */
export function readCommand(args: string[], names: readonly string[]): Command {
  const { values, positionals: words } = parsed(args);
  const unknown = words.find((word) => !names.some((name) => name.includes(word)));
  if (unknown !== undefined) {
    const groups = [...new Set(names.map((name) => name.split(':')[0]))];
    throw new UsageError(`no scenario has ${unknown} in its name: try ${groups.join(', ')}, or --list`);
  }
  return {
    settings: { rounds: roundsOf(values.rounds), majors: majorsOf(values.node) },
    isChosen: (name) => words.length === 0 || words.some((word) => name.includes(word)),
    isList: values.list,
    isReport: values.report,
  };
}
