/*
 * The peer: an echo as one writes it in C with epoll, edge-triggered: a read, a write. What does not fit is kept, and nothing is read until
 * it is gone. Argument: the port.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 1024
#define BUFFER_BYTES 65536

struct client {
  int fd;
  char *kept;
  size_t kept_bytes;
};

static char buffer[BUFFER_BYTES];

static void leave(struct client *client) {
  close(client->fd);
  free(client->kept);
  free(client);
}

/* Returns whether all is gone; else the rest is kept. */
static int send_all(struct client *client, const char *data, size_t bytes) {
  ssize_t sent = send(client->fd, data, bytes, MSG_NOSIGNAL);
  if (sent == (ssize_t)bytes) return 1;
  size_t rest = bytes - (sent < 0 ? 0 : (size_t)sent);
  char *kept = malloc(rest);
  memcpy(kept, data + bytes - rest, rest);
  free(client->kept);
  client->kept = kept;
  client->kept_bytes = rest;
  return 0;
}

static void serve(struct client *client) {
  if (client->kept_bytes > 0) {
    size_t bytes = client->kept_bytes;
    client->kept_bytes = 0;
    if (!send_all(client, client->kept, bytes)) return;
  }
  for (;;) {
    ssize_t bytes = recv(client->fd, buffer, BUFFER_BYTES, 0);
    if (bytes < 0 && errno == EAGAIN) return;
    if (bytes <= 0) return leave(client);
    if (!send_all(client, buffer, (size_t)bytes) || bytes < BUFFER_BYTES) return;
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) return 1;
  int epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[MAX_EVENTS];
  for (;;) {
    int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr != NULL) {
        serve(events[i].data.ptr);
        continue;
      }
      for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        struct client *client = calloc(1, sizeof *client);
        client->fd = fd;
        event = (struct epoll_event){.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = client};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
      }
    }
  }
}
