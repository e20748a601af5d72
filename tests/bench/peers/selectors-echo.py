"""The peer: an echo as one writes it with Python's selectors. Argument: the port."""

import selectors
import socket
import sys

selector = selectors.DefaultSelector()


def accept(listener: socket.socket, mask: int) -> None:
    client, _ = listener.accept()
    client.setblocking(False)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    selector.register(client, selectors.EVENT_READ, serve)


def leave(client: socket.socket) -> None:
    selector.unregister(client)
    client.close()


def send(client: socket.socket, data: memoryview) -> None:
    try:
        data = data[client.send(data) :]
    except BlockingIOError:
        pass
    except OSError:
        return leave(client)
    if len(data) > 0:
        selector.modify(client, selectors.EVENT_WRITE, lambda client, mask: send(client, data))
    elif selector.get_key(client).data is not serve:
        selector.modify(client, selectors.EVENT_READ, serve)


def serve(client: socket.socket, mask: int) -> None:
    try:
        data = client.recv(65536)
    except OSError:
        data = b""
    if data:
        send(client, memoryview(data))
    else:
        leave(client)


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=4096)
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ, accept)
while True:
    for key, mask in selector.select():
        key.data(key.fileobj, mask)
