/** The demos: in the terminal, which takes five seconds, and as a page, which is there until Ctrl-C. */
export const DEMOS = ['terminal', 'web'] as const;

/** The name of a demo. */
export type DemoName = (typeof DEMOS)[number];

/** Tells whether there is a demo of that name. */
export function isDemo(name: string): name is DemoName {
  return DEMOS.includes(name as DemoName);
}
