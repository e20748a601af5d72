/** What must trap: each is tried in a run of its own, and the guest must not come back from it. */
import * as io from './imports/io';
import {
  createTcpSocket,
  dropNetwork,
  dropTcp,
  instanceNetwork,
  shutdown,
  subscribeTcp,
} from './imports/tcp';
import * as filesystem from './imports/filesystem';
import * as system from './imports/system';
import * as udp from './imports/udp';
import { callWithAddress } from '../../../../assembly/wasi/p2/network';
import { RESULT, handle, loopback } from './results';
import { Pair, addressOf, finishBindCode, listening, network } from './tcp-tools';

const buffer = new StaticArray<u8>(70000);
const at = changetype<usize>(buffer);

class Datagrams {
  socket: i32;
  incoming: i32;
  outgoing: i32;

  constructor() {
    udp.createUdpSocket(0, RESULT);
    this.socket = handle();
    callWithAddress(udp.startBind, this.socket, network(), loopback());
    udp.finishBind(this.socket, RESULT);
    udp.stream(this.socket, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, RESULT);
    this.incoming = handle(4);
    this.outgoing = handle(8);
  }
}

/** Does one of them, by its name. */
export function trap(name: string): void {
  if (name == 'poll-nothing') io.poll(at, 0, RESULT);
  else if (name == 'poll-no-pollable') {
    store<i32>(at, 4711);
    io.poll(at, 1, RESULT);
  } else if (name == 'create-family') createTcpSocket(2, RESULT);
  else if (name == 'random-too-much') system.getRandomBytes(u64.MAX_VALUE, RESULT);
  else if (name == 'insecure-random-too-much') system.getInsecureRandomBytes(64 * 1024 * 1024 + 1, RESULT);
  else if (name == 'descriptor') filesystem.sync(1, RESULT);
  else if (name == 'drop-descriptor') filesystem.dropDescriptor(1);
  else if (name == 'drop-directory-stream') filesystem.dropDirectoryEntryStream(1);
  else if (name == 'drop-terminal-input') system.dropTerminalInput(1);
  else if (name == 'drop-terminal-output') system.dropTerminalOutput(1);
  else if (name.startsWith('stdout')) trapOnOutput(name, system.getStdout());
  else if (name.startsWith('udp')) trapWithUdp(name);
  else if (name.startsWith('drop')) trapOnDrop(name);
  else trapOnOutput(name, new Pair().far.output, true);
}

function trapOnOutput(name: string, output: i32, isGranted: bool = false): void {
  if (isGranted) {
    io.block(io.subscribeOutput(output));
    io.checkWrite(output, RESULT);
  }
  if (name == 'write-above-grant') io.write(output, at, 65537, RESULT);
  else if (name == 'write-twice') {
    io.write(output, at, 1, RESULT);
    io.write(output, at, 1, RESULT);
  } else if (name == 'write-zeroes-above-grant') io.writeZeroes(output, 65537, RESULT);
  else if (name.endsWith('blocking-write-too-much')) io.blockingWriteAndFlush(output, at, 4097, RESULT);
  else if (name.endsWith('blocking-zeroes-too-much')) io.blockingWriteZeroesAndFlush(output, 4097, RESULT);
  else if (name == 'write-outside-memory') io.write(output, (<usize>memory.size()) << 16, 4, RESULT);
  else if (name == 'stdout-write-ungranted') io.write(output, at, 1, RESULT);
  else if (name == 'shutdown-how') shutdown(new Pair().near.socket, 3, RESULT);
  else if (name == 'write-ungranted') io.write(new Pair().far.output, at, 1, RESULT);
  else if (name == 'write-zeroes-ungranted') io.writeZeroes(new Pair().far.output, 1, RESULT);
}

function trapWithUdp(name: string): void {
  const one = new Datagrams();
  io.block(udp.subscribeOutgoing(one.outgoing));
  store<usize>(at, at);
  for (let i = 0; i < 20; i++) {
    store<usize>(at + 44 * i, at);
    store<i32>(at + 44 * i, 0, 4);
    store<u8>(at + 44 * i, 0, 8);
  }
  if (name == 'udp-send-ungranted') udp.send(one.outgoing, at, 1, RESULT);
  else if (name == 'udp-send-above-grant') {
    udp.checkSend(one.outgoing, RESULT);
    udp.send(one.outgoing, at, 17, RESULT);
  } else if (name == 'udp-send-twice') {
    udp.checkSend(one.outgoing, RESULT);
    udp.send(one.outgoing, at, 1, RESULT);
    udp.send(one.outgoing, at, 1, RESULT);
  } else if (name == 'udp-drop-before-streams') udp.dropUdp(one.socket);
}

function trapOnDrop(name: string): void {
  const pair = new Pair();
  if (name == 'drop-socket-before-streams') dropTcp(pair.near.socket);
  else if (name == 'drop-input-before-pollable') {
    io.subscribeInput(pair.near.input);
    io.dropInput(pair.near.input);
  } else if (name == 'drop-output-before-pollable') {
    io.subscribeOutput(pair.near.output);
    io.dropOutput(pair.near.output);
  } else if (name == 'drop-socket-before-pollable') {
    const socket = listening();
    subscribeTcp(socket);
    dropTcp(socket);
  } else if (name == 'drop-twice') {
    const one = instanceNetwork();
    dropNetwork(one);
    dropNetwork(one);
  } else if (name == 'drop-of-another-kind') io.dropInput(pair.near.output);
  else if (name == 'drop-and-use') {
    const socket = listening();
    dropTcp(socket);
    finishBindCode(socket);
    addressOf(socket);
  }
}
