/** Steps with TCP sockets that the guests share. */
import { callWithAddress } from '../../../../assembly/wasi/p2/network';
import { block, dropInput, dropOutput, dropPollable } from './imports/io';
import {
  accept,
  createTcpSocket,
  dropTcp,
  finishBind,
  finishConnect,
  finishListen,
  instanceNetwork,
  localAddress,
  startBind,
  startConnect,
  startListen,
  subscribeTcp,
} from './imports/tcp';
import {
  IPV4,
  IpSocketAddress,
  RESULT,
  WOULD_BLOCK,
  handle,
  loopback,
  resultAddress,
  unit,
  wide,
} from './results';

let theNetwork: i32 = 0;

/** The network, asked for once. */
export function network(): i32 {
  if (theNetwork == 0) theNetwork = instanceNetwork();
  return theNetwork;
}

/** Makes a socket. */
export function newTcp(family: i32 = IPV4): i32 {
  createTcpSocket(family, RESULT);
  return handle();
}

/** Starts binding. */
export function bindCode(socket: i32, address: IpSocketAddress): i32 {
  callWithAddress(startBind, socket, network(), address);
  return unit();
}

/** Finishes binding. */
export function finishBindCode(socket: i32): i32 {
  finishBind(socket, RESULT);
  return unit();
}

/** Starts connecting. */
export function connectCode(socket: i32, address: IpSocketAddress): i32 {
  callWithAddress(startConnect, socket, network(), address);
  return unit();
}

/** Finishes connecting; its streams are in the result. */
export function finishConnectCode(socket: i32): i32 {
  finishConnect(socket, RESULT);
  return wide();
}

/** Starts listening. */
export function listenCode(socket: i32): i32 {
  startListen(socket, RESULT);
  return unit();
}

/** Finishes listening. */
export function finishListenCode(socket: i32): i32 {
  finishListen(socket, RESULT);
  return unit();
}

/** Makes a socket that is bound to a free port of the loopback address. */
export function bound(family: i32 = IPV4): i32 {
  const socket = newTcp(family);
  bindCode(socket, loopback(family));
  finishBindCode(socket);
  return socket;
}

/** Makes a socket that listens at a free port of the loopback address. */
export function listening(family: i32 = IPV4): i32 {
  const socket = bound(family);
  listenCode(socket);
  finishListenCode(socket);
  return socket;
}

/** A socket's own address. */
export function addressOf(socket: i32): IpSocketAddress {
  localAddress(socket, RESULT);
  return resultAddress();
}

/** Waits for a pollable and drops it. */
export function waitFor(pollable: i32): void {
  block(pollable);
  dropPollable(pollable);
}

/** One end of a connection. */
export class End {
  constructor(
    readonly socket: i32,
    readonly input: i32,
    readonly output: i32,
  ) {}

  drop(): void {
    dropInput(this.input);
    dropOutput(this.output);
    dropTcp(this.socket);
  }
}

/** Waits for the next client and accepts it. */
export function acceptOne(listener: i32): End {
  do {
    waitFor(subscribeTcp(listener));
    accept(listener, RESULT);
  } while (wide() == WOULD_BLOCK);
  return new End(handle(), handle(8), handle(12));
}

/** Waits until connecting is decided; its code. */
export function decided(socket: i32): i32 {
  let code = finishConnectCode(socket);
  while (code == WOULD_BLOCK) {
    waitFor(subscribeTcp(socket));
    code = finishConnectCode(socket);
  }
  return code;
}

/** Two ends of one connection over loopback. */
export class Pair {
  near: End;
  far: End;

  constructor(family: i32 = IPV4) {
    const listener = listening(family);
    const socket = newTcp(family);
    connectCode(socket, addressOf(listener));
    decided(socket);
    this.far = new End(socket, handle(4), handle(8));
    this.near = acceptOne(listener);
    dropTcp(listener);
  }

  drop(): void {
    this.near.drop();
    this.far.drop();
  }
}
