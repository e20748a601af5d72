/**
 * The seam, guest side: what the other rooms know of WASI.
 *
 * Each version of WASI has a folder, `p2` (0.2) and `p3` (0.3), which must supply:
 *
 * - cli: the command line, the standard streams and the exit code;
 * - clocks: a monotonic clock, pollables for durations, and the time of day;
 * - random: random numbers;
 * - poll: `Pollable`, what can be waited for. How to wait for many is known to the version's backend in selectors/backends;
 * - streams: streams of bytes, of TCP connections and of the program, read and written without waiting;
 * - tcp, tcp-listen, tcp-connect, tcp-options: TCP sockets;
 * - udp, udp-datagrams: UDP sockets;
 * - filesystem: the folders that the host offers, and reading files;
 * - ip-name-lookup: name look-ups;
 * - exports: what the core module exports, which is not for other rooms.
 *
 * Pollables, streams, sockets, descriptors and look-ups are of type i32; where a call can fail, a negative one is an outcome. A pollable must be
 * dropped before the object that made it, a stream before its socket.
 *
 * This is the only place that chooses a version: the build for WASI 0.3 reads `p3` for `p2` in this file, see
 * host/build/wasi-version.ts.
 */
export { exit, getArguments, getEnvironment, getStderr, getStdin, getStdout, writeText } from './p2/cli';
export { nowNs, subscribeDuration, wallMilliseconds, wallSeconds } from './p2/clocks';
export {
  Descriptor,
  SPLICES_FILES,
  closeFile,
  getPreopens,
  openAt,
  readFile,
  spliceFile,
  statAt,
  statFile,
} from './p2/filesystem';
export { Lookup, dropLookup, nextAddress, startLookup, subscribeLookup } from './p2/ip-name-lookup';
export { HAS_WAITABLE_SETS, Pollable, blockOn, dropPollable } from './p2/poll';
export { randomBits } from './p2/random';
export {
  GRANTS_LAPSE,
  InputStream,
  OutputStream,
  abandonOutput,
  dropInput,
  dropOutput,
  readStream,
  readStreamBlocking,
  spliceStream,
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
  copyFromBlock,
  copyToBlock,
  encodeToBlock,
  freeBlock,
  moveBlock,
} from './abi/blocks';
export { copyEmbedded, embeddedByte, embeddedWord } from './abi/embedded';
export { FileStat, Preopen } from './abi/files';
export { countLarge } from './abi/garbage';
export { copyBytes } from './abi/memory';
export * from './abi/options';
export * from './abi/outcomes';
export { bytesOfText, encodeAscii, encodeText, formatNumber, textOfBytes, utf8Bytes } from './abi/text';
export { Words } from './abi/words';
export { xorBytes } from './abi/xor';
