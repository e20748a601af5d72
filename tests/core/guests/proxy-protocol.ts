/** What the tests reach the PROXY protocol by: numbers, strings and bytes only. */
import { SocketAddress, parseIpAddress } from '../../../assembly/net';
import { Bytes } from '../../../assembly/net/bytes';
import { Networks, localProxyHeader, proxyHeader } from '../../../assembly/proxy-protocol';
import { HeaderReader } from '../../../assembly/proxy-protocol/header-reader';

let networks: Networks = new Networks();

function addressOf(host: string, port: i32): SocketAddress {
  return parseIpAddress(host, <u16>port)!;
}

function bytesOf(data: Bytes): Uint8Array {
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) bytes[i] = data.at(i);
  return bytes;
}

/** Parses the networks that are asked after from now on. Returns whether they are some. */
export function setNetworks(text: string): bool {
  const parsed = Networks.parse(text);
  if (parsed != null) networks = parsed;
  return parsed != null;
}

export function contains(host: string): bool {
  return networks.contains(addressOf(host, 1));
}

export function write(
  version: i32,
  source: string,
  sourcePort: i32,
  destination: string,
  destinationPort: i32,
): Uint8Array {
  return bytesOf(
    proxyHeader(version, addressOf(source, sourcePort), addressOf(destination, destinationPort)),
  );
}

export function writeLocal(version: i32): Uint8Array {
  return bytesOf(localProxyHeader(version));
}

let input: StaticArray<u8> = new StaticArray<u8>(0);

/** The bytes that are read from now on. */
export function load(data: StaticArray<u8>): void {
  input = data;
}

/**
 * Reads a header from what was loaded, in pieces that end at the cuts and, last, at its end; without cuts, in pieces of as many bytes as
 * are needed. Returns `more`, `refused`, or how many bytes the header has and the addresses in it.
 */
export function read(cuts: StaticArray<i32>): string {
  const reader = new HeaderReader();
  let taken = 0;
  for (let i = 0; taken < input.length && reader.neededBytes > 0; i++) {
    let end = taken + reader.neededBytes;
    if (cuts.length > 0) end = i < cuts.length ? cuts[i] : input.length;
    const piece = input.slice<StaticArray<u8>>(taken, end);
    taken += reader.take(piece, piece.length);
  }
  if (reader.neededBytes < 0) return 'refused';
  if (reader.neededBytes > 0) return 'more';
  const form = reader.form!;
  const source = form.source;
  const destination = form.destination;
  if (source == null || destination == null) return taken.toString();
  return taken.toString() + ' ' + source.toString() + ' ' + destination.toString();
}
