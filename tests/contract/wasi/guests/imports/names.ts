/** wasi:sockets/ip-name-lookup, as a core module imports it. `result`: where the host stores what is no core value. */

@external('wasi:sockets/ip-name-lookup@0.2.0', 'resolve-addresses')
export declare function resolveAddresses(network: i32, pointer: usize, bytes: i32, result: usize): void;


@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.resolve-next-address')
export declare function resolveNextAddress(self: i32, result: usize): void;


@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.subscribe')
export declare function subscribeNames(self: i32): i32;


@external('wasi:sockets/ip-name-lookup@0.2.0', '[resource-drop]resolve-address-stream')
export declare function dropNames(self: i32): void;
