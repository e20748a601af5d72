/** Thrown through a guest that is wanted to end. */
export class Stopped extends Error {}
