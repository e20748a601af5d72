// The peer: a server as one writes it for Deno. Arguments: the port, the folder of /file.
const [port, folder] = Deno.args;
const file = `${folder}/file`;

Deno.serve({ hostname: '127.0.0.1', port: Number(port), onListen() {} }, async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === '/ws') {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => socket.send(data));
    return response;
  }
  if (pathname === '/file') {
    const content = await Deno.open(file);
    const { size } = await content.stat();
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(size) };
    return new Response(content.readable, { headers });
  }
  if (pathname === '/echo') {
    const headers = { 'Content-Type': request.headers.get('content-type') };
    return new Response(await request.arrayBuffer(), { headers });
  }
  return new Response('Hello, world!', { headers: { 'Content-Type': 'text/plain' } });
});
