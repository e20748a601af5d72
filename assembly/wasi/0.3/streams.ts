/** The streams of WASI 0.3 behind what `wasi:io/streams` of WASI 0.2 offers. */
export * from './input-streams';
export * from './output-streams';
