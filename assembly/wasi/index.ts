/**
 * The seam, guest side: what all rooms above know of WASI.
 *
 * A version of WASI is a folder, `p2` (0.2) or `p3` (0.3), that supplies
 *
 * - the command line, the standard streams and the exit code (cli);
 * - a monotonic clock and pollables for durations (clocks);
 * - a `Pollable`, an i32: what can be waited for (poll). A selector's backend for the version knows how to wait for many;
 * - streams of bytes that are read and written without waiting (streams), of the program, and of TCP connections;
 * - TCP sockets (tcp): created, bound, listening (tcp-listen), connecting (tcp-connect), with options (tcp-options);
 * - UDP sockets with options (udp), and their datagrams (udp-datagrams);
 * - name look-ups (ip-name-lookup);
 * - `exports.ts`: what the core module exports.
 *
 * Streams, sockets and look-ups are i32 too, whatever the version keeps behind them; a negative one is an outcome. Pollables are
 * dropped before what they were made from, streams before their socket.
 *
 * This file alone names the version. The build for WASI 0.3 reads `p3` here in place of `p2`, see host/build/wasi-version.ts.
 */
export { exit, getArguments, getStderr, getStdin, getStdout, writeText } from './p2/cli';
export { nowNs, subscribeDuration } from './p2/clocks';
export { Lookup, dropLookup, nextAddress, startLookup, subscribeLookup } from './p2/ip-name-lookup';
export { HAS_WAITABLE_SETS, Pollable, blockOn, dropPollable } from './p2/poll';
export {
  GRANTS_LAPSE,
  InputStream,
  OutputStream,
  abandonOutput,
  dropInput,
  dropOutput,
  readStream,
  readStreamBlocking,
  subscribeInput,
  subscribeOutput,
  writableBytes,
  writeBlock,
  writeBufferBlocking,
  writeStream,
} from './p2/streams';
export {
  TcpSocket,
  bindSocket,
  createTcpSocket,
  dropSocket,
  localAddress,
  remoteAddress,
  shutdownSocket,
  subscribeSocket,
} from './p2/tcp';
export { connectedInput, connectedOutput, finishConnect, startConnect } from './p2/tcp-connect';
export { acceptSocket, acceptedInput, acceptedOutput, listenSocket, setBacklog } from './p2/tcp-listen';
export { getTcpOption, setTcpOption } from './p2/tcp-options';
export {
  UdpSocket,
  bindUdp,
  createUdpSocket,
  dropUdp,
  getUdpOption,
  openDatagrams,
  openedIncoming,
  openedOutgoing,
  setUdpOption,
  udpLocalAddress,
  udpRemoteAddress,
} from './p2/udp';
export {
  IncomingDatagrams,
  OutgoingDatagrams,
  dropIncoming,
  dropOutgoing,
  receiveDatagram,
  sendDatagram,
  subscribeIncoming,
  subscribeOutgoing,
} from './p2/udp-datagrams';

// The same in every version.
export { IPV4, IPV6, IpSocketAddress } from './abi/addresses';
export {
  Block,
  MIN_BLOCK_BYTES,
  allocateBlock,
  copyToBlock,
  encodeToBlock,
  freeBlock,
  moveBlock,
} from './abi/blocks';
export { copyBytes } from './abi/memory';
export * from './abi/options';
export * from './abi/outcomes';
export { bytesOfText, formatNumber, textOfBytes } from './abi/text';
export { Words } from './abi/words';
