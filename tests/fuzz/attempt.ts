/** Tries what a seed makes; returns what was found, '' if nothing. A subject's module exports `prepare`, which makes one. */
export type Attempt = (seed: number) => string | Promise<string>;
