import { getArguments, getEnvironment } from '../wasi';

/** Returns the arguments of the program, without its name. */
export function args(): string[] {
  return getArguments().slice(1);
}

/** Returns a variable of the environment; null: there is none of that name, or the host does not let the program see it. */
export function env(name: string): string | null {
  const texts = getEnvironment();
  for (let i = 0; i + 1 < texts.length; i += 2) if (texts[i] == name) return texts[i + 1];
  return null;
}
