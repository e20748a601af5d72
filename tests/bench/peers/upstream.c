/*
 * What stands behind a measured proxy, on the load generator's CPU. Arguments: `echo`, or `stream`, where each byte asks for a stream of
 * messages; the port; the bytes of a message.
 */
#define _GNU_SOURCE
#include "../load/load.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 256
#define BUFFER_BYTES 262144

struct client {
  int fd;
  uint64_t due; /* bytes of the stream to send */
  size_t at;    /* where the next one stands in a message */
};

static char buffer[BUFFER_BYTES];
static const char *message;
static size_t message_bytes;

static void stream(struct client *client) {
  while (client->due > 0) {
    ssize_t sent = send(client->fd, message + client->at, message_bytes - client->at, MSG_NOSIGNAL);
    if (sent < 0) return;
    client->due -= (uint64_t)sent;
    client->at = (client->at + (size_t)sent) % message_bytes;
  }
}

/* An echo of what a client awaits always fits into the socket's buffer. */
static void receive(struct client *client, bool is_echo) {
  ssize_t bytes;
  while ((bytes = recv(client->fd, buffer, BUFFER_BYTES, 0)) > 0) {
    if (is_echo) send(client->fd, buffer, (size_t)bytes, MSG_NOSIGNAL);
    else client->due += (uint64_t)bytes * STREAM_MESSAGES * message_bytes;
    if (bytes < BUFFER_BYTES) return stream(client);
  }
  if (bytes == 0) {
    close(client->fd);
    free(client);
  }
}

static void accept_all(int listener, int epoll) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
    struct client *client = calloc(1, sizeof *client);
    client->fd = fd;
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = client};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  bool is_echo = strcmp(argv[1], "echo") == 0;
  message_bytes = (size_t)atol(argv[3]);
  message = pattern(message_bytes);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) return 1;
  int epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[MAX_EVENTS];
  for (;;) {
    int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      struct client *client = events[i].data.ptr;
      if (client == NULL) {
        accept_all(listener, epoll);
        continue;
      }
      stream(client);
      receive(client, is_echo);
    }
  }
}
