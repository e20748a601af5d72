/** What `--help` prints. */
import { DRAIN_MS } from '../runners/worker-protocol.ts';

const PERMISSIONS = `What the component may do; by default nothing. Each may be repeated, or have several values between commas:
  --allow-listen HOST:PORT    listen there: an IP address (IPv6 in brackets), localhost or *; a port, 0 for any free one, or *
  --allow-connect HOST:PORT   connect or send datagrams there; HOST may be a name too
  --allow-resolve NAME        look up that name; *.NAME: all names below it; *: any name
  --allow-env NAME            see that environment variable; *: all of them
  --allow-all                 all of the above
  --allow-read DIR            read the files below that folder, which it knows by the same name
`;
const ENDING = `Before the command: --engine epoll|node-net|auto, where its sockets come from; auto, the default: epoll if it is available.
Ctrl-C or SIGTERM: stops listening, lets connections finish (within ${DRAIN_MS / 1000} s) and ends; a second one ends at once.
Exit codes: 0 all went well, 1 failure, 2 wrong command line, 134 the guest trapped; a second signal
ends the process itself (130 or 143 in a shell).
`;

const ALL = `as-selectors: socket servers in WebAssembly

  as-selectors echo [OPTIONS]            the multiplexed echo server; --help for its options
  as-selectors blocking-echo [OPTIONS]   the blocking echo server, for contrast
  as-selectors lines [OPTIONS]           a server that numbers lines, on the event loop
  as-selectors udp-echo [OPTIONS]        a server that echoes datagrams, on the event loop
  as-selectors proxy [OPTIONS]           connects clients to upstream servers
  as-selectors chat [OPTIONS]            a chat: rooms for nc, telnet and browsers
  as-selectors http [OPTIONS]            an HTTP server: files, echo, health, metrics
  as-selectors run [ALLOW...] FILE.wasm [ARGS...]
                                         runs a component of your own, see below; also: serve
  as-selectors demo [web]                what multiplexing is for, in the terminal or as a page
  as-selectors build SERVER.ts           compiles a server of your own to a component; --help for its options
  as-selectors --help | --version        or -h, -V

${PERMISSIONS}
${ENDING}`;

const RUN = `as-selectors run: runs a component of your own, or of others; also: as-selectors serve

  as-selectors run [ALLOW...] FILE.wasm [ARGS...]

  as-selectors run --allow-listen localhost:9001 server.wasm --quiet

What follows the file goes to the component.

${PERMISSIONS}
${ENDING}`;

const DEMO = `as-selectors demo: three clients at the blocking and at the multiplexed echo, at the same time

  as-selectors demo       in the terminal, in five seconds
  as-selectors demo web   as a page, until Ctrl-C
`;

/** The texts by what they are about. */
export const HELP = { all: ALL, run: RUN, demo: DEMO };
