import { loadEntry } from './compile.ts';

/** The exports of tests/core/guests/proxy-protocol.ts. */
export interface ProxyProtocol {
  setNetworks(text: string): boolean;
  contains(host: string): boolean;
  write(
    version: number,
    source: string,
    sourcePort: number,
    destination: string,
    destinationPort: number,
  ): Uint8Array;
  writeLocal(version: number): Uint8Array;
  load(data: Uint8Array): void;
  read(cuts: number[]): string;
}

/** Instantiates the guest. */
export function loadProxyProtocol(): Promise<ProxyProtocol> {
  return loadEntry('tests/core/guests/proxy-protocol.ts');
}
