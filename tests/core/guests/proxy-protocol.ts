/** What the tests reach the PROXY protocol by: numbers, strings and bytes only. */
import { SocketAddress, parseIpAddress } from '../../../assembly/net';
import { Bytes } from '../../../assembly/net/bytes';
import { Networks, localProxyHeader, proxyHeader } from '../../../assembly/proxy-protocol';

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
