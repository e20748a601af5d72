import type { Column, Figure } from './outcome.ts';
import type { Slot } from './slot.ts';

const US_PER_SECOND = 1e6;

/** CPU time of the server per message, or whatever the load generator counts. */
export function cpuPer(unit: string): Figure<Slot> {
  return {
    title: `CPU µs/${unit}`,
    of: (slot) => (slot.cpuSeconds / Math.max(slot.messages, 1)) * US_PER_SECOND,
    places: 2,
  };
}

/** How many messages a second are answered. */
export function rateOf(unit: string): Figure<Slot> {
  return { title: `${unit}s/s`, of: (slot) => slot.messages / slot.seconds, isGain: true };
}

/** How much memory an idle connection takes in the server's processes. */
export function kibPerIdle(idle: number): Figure<Slot> {
  return { title: 'KiB/idle connection', of: (slot) => slot.idleKib / idle, places: 2 };
}

/** What the tables tell beside. `idle`: how many idle connections there were. */
export function columnsOf(figure: Figure<Slot>, unit: string, idle: number): Record<string, Column<Slot>> {
  const memory: Record<string, Column<Slot>> = {
    'KiB/idle connection': kibPerIdle(idle),
    'of that the guest': { of: (slot) => slot.idleGuestKib / idle, places: 2 },
  };
  const columns: Record<string, Column<Slot>> = {
    [cpuPer(unit).title]: cpuPer(unit),
    [rateOf(unit).title]: rateOf(unit),
    'server busy %': { of: (slot) => (slot.cpuSeconds / slot.seconds) * 100 },
    'generator busy %': { of: (slot) => (slot.loadSeconds / slot.seconds) * 100 },
    'p50 µs': { of: (slot) => slot.p50Us },
    'p99 µs': { of: (slot) => slot.p99Us },
    'p99.9 µs': { of: (slot) => slot.p999Us },
    'max µs': { of: (slot) => slot.maxUs },
    'least served': { of: (slot) => slot.leastServed },
    'most served': { of: (slot) => slot.mostServed },
    errors: { of: (slot) => slot.errors },
    'RSS MiB': { of: (slot) => slot.rssKib / 1024 },
    ...(idle > 0 ? memory : {}),
  };
  delete columns[figure.title];
  return columns;
}
