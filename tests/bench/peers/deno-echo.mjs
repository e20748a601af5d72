// The peer: an echo as one writes it for Deno. Argument: the port.
async function serve(client) {
  const buffer = new Uint8Array(65536);
  client.setNoDelay();
  try {
    for (let bytes = await client.read(buffer); bytes !== null; bytes = await client.read(buffer))
      for (let sent = 0; sent < bytes;) sent += await client.write(buffer.subarray(sent, bytes));
  } catch {
    // it has gone
  }
  client.close();
}

for await (const client of Deno.listen({ hostname: '127.0.0.1', port: Number(Deno.args[0]) })) serve(client);
