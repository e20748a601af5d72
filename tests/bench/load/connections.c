#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

void watch(int epoll, struct connection *connection, uint32_t events) {
  if (events == connection->watched) return;
  struct epoll_event event = {.events = events, .data.ptr = connection};
  epoll_ctl(epoll, connection->watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, connection->fd, &event);
  connection->watched = events;
}

/* Connects, and waits for it: on the loopback interface the kernel answers at once, as long as the server's backlog has room. */
static void open_connection(const struct options *options, int epoll, struct connection *connection) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options->port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connection->fd = socket(AF_INET, (options->is_datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  if (connection->fd < 0) fail("no socket: %s", strerror(errno));
  int on = 1;
  if (!options->is_datagram) setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(connection->fd, (struct sockaddr *)&address, sizeof address) != 0)
    fail("connecting to port %d: %s", options->port, strerror(errno));
  watch(epoll, connection, EPOLLIN);
}

void reopen_connection(const struct options *options, int epoll, struct connection *connection) {
  close(connection->fd);
  connection->watched = 0;
  open_connection(options, epoll, connection);
}

struct connection *open_connections(const struct options *options, int epoll, int count) {
  struct connection *connections = calloc((size_t)count + 1, sizeof *connections);
  for (int i = 0; i < count; i++) open_connection(options, epoll, &connections[i]);
  return connections;
}

void find_served(struct result *result, const struct connection *connections, int count) {
  for (int i = 0; i < count; i++) {
    uint64_t served = connections[i].served;
    if (i == 0 || served < result->least_served) result->least_served = served;
    if (served > result->most_served) result->most_served = served;
  }
}
