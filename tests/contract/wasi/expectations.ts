/** What must trap, by the names that guests/traps.ts has. */
export const TRAPS = [
  'poll-nothing',
  'poll-no-pollable',
  'create-family',
  'shutdown-how',
  'random-too-much',
  'insecure-random-too-much',
  'descriptor',
  'drop-descriptor',
  'drop-directory-stream',
  'drop-terminal-input',
  'drop-terminal-output',
  'write-above-grant',
  'write-twice',
  'write-ungranted',
  'write-outside-memory',
  'write-zeroes-above-grant',
  'write-zeroes-ungranted',
  'blocking-write-too-much',
  'blocking-zeroes-too-much',
  'stdout-write-ungranted',
  'stdout-blocking-write-too-much',
  'stdout-blocking-zeroes-too-much',
  'udp-send-ungranted',
  'udp-send-above-grant',
  'udp-send-twice',
  'udp-drop-before-streams',
  'drop-socket-before-streams',
  'drop-socket-before-pollable',
  'drop-input-before-pollable',
  'drop-output-before-pollable',
  'drop-twice',
  'drop-of-another-kind',
  'drop-and-use',
];

type Difference = readonly [host: 'node-net' | 'wasmtime' | 'jco', what: string, reason: string];

/** Where Node's own sockets, wasmtime (49) or jco's code (1.35) do something else than the Node host on epoll, and why. */
export const DIFFERENCES: Difference[] = [
  [
    'node-net',
    'limit',
    'Node opens a file only when a socket listens, connects or is bound, so any number can be made; it accepts before the guest asks',
  ],
  [
    'wasmtime',
    'replaced',
    'the WIT text lets a host trap when `stream` is called while the former pair is there; wasmtime does, the Node host lets it live',
  ],
  ['wasmtime', 'stat-at: is a fifo', 'the WIT text has a type for pipes; wasmtime says unknown'],
  [
    'wasmtime',
    'read-only',
    'the command line of wasmtime offers folders for writing too; and to open a pipe, wasmtime waits for one that writes',
  ],
  [
    'wasmtime',
    'error-code',
    'the WIT text says what `network-error-code` is for; wasmtime has it for files only, and says none for sockets',
  ],
  [
    'wasmtime',
    'limit',
    'the WIT text has new-socket-limit for a host that is out of files; wasmtime says unknown',
  ],
  [
    'wasmtime',
    'check-write: after a failure it is closed',
    'the WIT text says that a failure closes the stream; wasmtime tells of the failure of a write again and again',
  ],
  ...[
    'local-address: while binding, it is invalid-state',
    'udp local-address: while binding, it is invalid-state',
    'is-listening: before finish-listen, it is not',
    'accept: before finish-listen, it is invalid-state',
  ].map(
    (fact) =>
      [
        'wasmtime',
        fact,
        'the WIT text counts a state from its `finish-…` on, wasmtime from `start-…`',
      ] as const,
  ),
  [
    'wasmtime',
    'write-zeroes-ungranted',
    'the WIT text wants a `check-write` before it; wasmtime asks by itself, and traps only above that',
  ],
  [
    'wasmtime',
    'stdout-write-ungranted',
    'the WIT text wants a `check-write` before it; wasmtime writes to standard output without',
  ],
  ...['descriptor', 'directory-stream', 'terminal-input', 'terminal-output'].map(
    (kind) => ['jco', `drop-${kind}`, 'jco lets a handle be dropped that there never was'] as const,
  ),
  [
    'jco',
    'drop-of-another-kind',
    'jco has a table of handles for each kind, and takes the one of the kind named',
  ],
  ['jco', 'write-outside-memory', 'jco takes what there is of a list that reaches out of the memory'],
];
