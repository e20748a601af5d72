"""Python's own selectors and sockets: an echo server that ends when its last client has left."""

import selectors
import socket
import sys

from wit_world import exports


class Run(exports.Run):
    def run(self) -> None:
        selector = selectors.DefaultSelector()
        listener = socket.create_server((sys.argv[1], 0))
        listener.setblocking(False)
        selector.register(listener, selectors.EVENT_READ)
        print(f"on port {listener.getsockname()[1]}", file=sys.stderr, flush=True)
        clients = 0
        while True:
            for key, _ in selector.select():
                if key.fileobj is listener:
                    client, _ = listener.accept()
                    client.setblocking(False)
                    selector.register(client, selectors.EVENT_READ)
                    clients += 1
                    continue
                client = key.fileobj
                try:
                    data = client.recv(65536)
                except BlockingIOError:  # it was said to be ready, and is not: wasmtime does that
                    continue
                if data:
                    client.setblocking(True)
                    client.sendall(data)
                    client.setblocking(False)
                    continue
                selector.unregister(client)
                client.close()
                clients -= 1
                if clients == 0:
                    return
