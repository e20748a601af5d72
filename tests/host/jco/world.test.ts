/** What as-selectors/jco lets a component do, and how it is closed: its functions called without a component. */
import { readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OptionError } from '../../../host/errors.ts';
import { close, configure, createImports, instanceNetwork } from '../../../host/jco/index.ts';
import type { WasiOptions } from '../../../host/jco/index.ts';
import type { IpSocketAddress } from '../../../host/jco/values.ts';

const test = suite('jco: world');
const LOOPBACK: IpSocketAddress = { tag: 'ipv4', val: { address: [127, 0, 0, 1], port: 0 } };
const SOMEWHERE: IpSocketAddress = { tag: 'ipv4', val: { address: [127, 0, 0, 1], port: 9 } };

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Tries to listen, to connect and to look a name up; gives what each threw. */
function attempts(options: WasiOptions): unknown[] {
  const imports = createImports(options);
  const network = imports['wasi:sockets/instance-network'].instanceNetwork();
  const { createTcpSocket } = imports['wasi:sockets/tcp-create-socket'];
  const [listener, client] = [createTcpSocket('ipv4'), createTcpSocket('ipv4')];
  try {
    return [
      () => {
        listener.startBind(network, LOOPBACK);
        listener.finishBind();
        listener.startListen();
        listener.finishListen();
      },
      () => client.startConnect(network, SOMEWHERE),
      () => imports['wasi:sockets/ip-name-lookup'].resolveAddresses(network, 'localhost'),
    ].map(thrownBy);
  } finally {
    imports.close();
  }
}

test('jco: a component may use the whole network where nothing is said, and nothing where nothing is permitted', () => {
  assert.equal(attempts({}), [undefined, undefined, undefined]);
  assert.equal(attempts({ permissions: 'all' }), [undefined, undefined, undefined]);
  assert.equal(attempts({ permissions: {} }), ['access-denied', 'access-denied', 'access-denied']);
});

test('jco: permissions are those of serve', () => {
  const permissions = { listen: '127.0.0.1:*', connect: '10.0.0.0/8:*', resolve: 'localhost' };
  assert.equal(attempts({ permissions }), [undefined, 'access-denied', undefined]);
});

test('jco: a component sees the variables that are permitted, and those that are given', () => {
  const imports = createImports({ permissions: { env: ['PATH', 'NO_SUCH'] }, env: { LANG: 'C' } });
  const seen = imports['wasi:cli/environment'].getEnvironment();
  assert.equal(seen, [
    ['PATH', process.env['PATH']],
    ['LANG', 'C'],
  ]);
  imports.close();
});

const WRONG: [option: string, options: object, problem: RegExp][] = [
  ['preopen', { preopen: {} }, /^preopen: no such option; did you mean preopens\?$/],
  ['permissions.listne', { permissions: { listne: '*' } }, /^permissions\.listne: .* did you mean listen\?$/],
  ['permissions.listen', { permissions: { listen: 'here' } }, /^permissions\.listen: here: /],
  ['args', { args: [1] }, /^args/],
];
for (const [option, options, problem] of WRONG) {
  test(`jco: an option ${option} that makes no sense is an OptionError`, () => {
    const error = thrownBy(() => {
      const imports = createImports(options as WasiOptions);
      imports['wasi:cli/environment'].getArguments();
    });
    assert.instance(error, OptionError);
    assert.match((error as OptionError).message, problem);
  });
}

test('jco: close frees all that a component has open; then its calls throw, and closing again does nothing', () => {
  const before = readdirSync('/proc/self/fd').length;
  const imports = createImports({});
  const network = imports['wasi:sockets/instance-network'].instanceNetwork();
  const listener = imports['wasi:sockets/tcp-create-socket'].createTcpSocket('ipv4');
  listener.startBind(network, LOOPBACK);
  const pollable = listener.subscribe();
  imports.close();
  imports.close();
  assert.is(readdirSync('/proc/self/fd').length, before);
  const closed = /as-selectors\/jco: .* closed$/;
  assert.throws(() => imports['wasi:sockets/instance-network'].instanceNetwork(), closed);
  assert.throws(() => pollable.block(), closed);
  assert.throws(() => listener.finishBind(), closed);
});

test('jco: close also closes the interfaces that --map uses', () => {
  configure({ args: ['server'] });
  instanceNetwork.instanceNetwork();
  close();
  assert.throws(() => instanceNetwork.instanceNetwork(), /closed$/);
});

test.run();
