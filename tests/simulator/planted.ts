import type { Program } from '../../host/component/program.ts';
import { makeScenario } from './generate.ts';
import { compileServer } from './modules.ts';
import { type Plant, PLANTS } from './plants.ts';
import { run } from './run.ts';
import { shrink } from './shrink.ts';
import { folded } from './time-line.ts';
import type { Property } from './world.ts';

/** How a planted fault was found. */
export interface Finding {
  plant: Plant;
  /** Undefined: it was not. */
  property: Property | undefined;
  message: string;
  seeds: number;
  /** Lines of the shortest trace found. */
  lines: number;
}

/** Compiles a server with a fault in it. Throws when the text to replace is not there exactly once. */
export async function compilePlanted({ server, file, from, to, name }: Plant): Promise<Program> {
  let times = 0;
  const program = await compileServer(server, (path, text) => {
    if (path !== file) return text;
    times = text.split(from).length - 1;
    return times === 1 ? text.replace(from, () => to) : text;
  });
  if (times !== 1) throw new Error(`planted "${name}": ${file} has its text ${times} times, not once`);
  return program;
}

/** Runs seeds on a server with a fault in it until one finds it. */
export async function find(plant: Plant, from: number, seeds: number): Promise<Finding> {
  const program = await compilePlanted(plant);
  for (let tried = 1; tried <= seeds; tried++) {
    const scenario = makeScenario(from + tried - 1, plant.server);
    const outcome = run(program, scenario);
    if (outcome.property === undefined) continue;
    const { trace } = shrink(program, scenario, outcome).outcome;
    return {
      plant,
      property: outcome.property,
      message: outcome.message,
      seeds: tried,
      lines: folded(trace).length,
    };
  }
  return { plant, property: undefined, message: '', seeds, lines: 0 };
}

/** Plants one fault after the other and tells how each was found; returns how many were not. */
export async function findPlanted(from: number, seeds: number): Promise<number> {
  let missed = 0;
  console.log('planted | server | found by | seeds | lines of trace');
  for (const plant of PLANTS) {
    const { property, seeds: tried, lines } = await find(plant, from, seeds);
    if (property === undefined) missed++;
    const found = property === undefined ? 'NOT FOUND' : property;
    console.log([plant.name, plant.server, found, tried, lines].join(' | '));
  }
  console.log(`${PLANTS.length - missed} of ${PLANTS.length} found`);
  return missed;
}
