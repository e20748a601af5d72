/*
 * The floor of a proxy: epoll, a read, a write to the other side; what does not fit is kept, and nothing is read until it is gone.
 * Arguments: the port, the upstream's port.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 256
#define BUFFER_BYTES 65536

struct side {
  int fd;
  struct side *other;
  bool has_ended; /* nothing more is read */
  char *kept;     /* what the other side has sent and this one could not take yet */
  size_t kept_bytes;
};

static int epoll;
static char buffer[BUFFER_BYTES];

static struct sockaddr_in address_of(const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static void end(struct side *side) {
  for (struct side *each = side; each->fd >= 0; each = each->other) {
    close(each->fd);
    each->fd = -1;
  }
}

/* Sends to a side. Returns whether all is gone; else the rest is kept. */
static bool send_to(struct side *side, const char *data, size_t bytes) {
  ssize_t sent = send(side->fd, data, bytes, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) {
    end(side);
    return false;
  }
  size_t rest = bytes - (sent < 0 ? 0 : (size_t)sent);
  if (rest == 0) return true;
  char *kept = malloc(rest);
  memcpy(kept, data + bytes - rest, rest);
  free(side->kept);
  side->kept = kept;
  side->kept_bytes = rest;
  return false;
}

static void receive_from(struct side *side) {
  while (side->fd >= 0 && side->other->kept_bytes == 0 && !side->has_ended) {
    ssize_t bytes = recv(side->fd, buffer, BUFFER_BYTES, 0);
    if (bytes < 0 && errno == EAGAIN) return;
    if (bytes < 0) return end(side);
    side->has_ended = bytes == 0;
    if (bytes > 0) {
      if (!send_to(side->other, buffer, (size_t)bytes) || bytes < BUFFER_BYTES) return;
    } else if (side->other->has_ended) end(side);
    else shutdown(side->other->fd, SHUT_WR);
  }
}

static void flush(struct side *side) {
  size_t bytes = side->kept_bytes;
  side->kept_bytes = 0;
  if (send_to(side, side->kept, bytes)) receive_from(side->other);
}

static void watch(struct side *side) {
  int on = 1;
  setsockopt(side->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = side};
  epoll_ctl(epoll, EPOLL_CTL_ADD, side->fd, &event);
}

static void join(int fd, const struct sockaddr_in *upstream) {
  struct side *pair = calloc(2, sizeof *pair);
  pair[0] = (struct side){.fd = fd, .other = &pair[1]};
  pair[1] = (struct side){.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), .other = &pair[0]};
  connect(pair[1].fd, (const struct sockaddr *)upstream, sizeof *upstream); /* on the loopback interface it is made at once */
  watch(&pair[0]);
  watch(&pair[1]);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  struct sockaddr_in address = address_of(argv[1]);
  struct sockaddr_in upstream = address_of(argv[2]);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) return 1;
  epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[MAX_EVENTS];
  for (;;) {
    int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      struct side *side = events[i].data.ptr;
      if (side == NULL) {
        for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) join(fd, &upstream);
        continue;
      }
      if (side->fd >= 0 && side->kept_bytes > 0) flush(side);
      if (side->fd >= 0 && (events[i].events & ~(uint32_t)EPOLLOUT) != 0) receive_from(side);
    }
  }
}
