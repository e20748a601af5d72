/*
 * The floor: epoll, one read, a search for the empty line that ends each request, one send of fixed answers. Nothing is parsed.
 * Argument: the port.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 1024
#define MAX_ANSWERS 1024

static const char ANSWER[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n"
                             "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nHello, world!";
static char requests[65536];
static char answers[MAX_ANSWERS * (sizeof ANSWER - 1)];

/* Requests are taken to arrive whole, as they do from the load generator. */
static void answer(int fd) {
  ssize_t bytes = recv(fd, requests, sizeof requests, 0);
  if (bytes < 0) return;
  if (bytes == 0) {
    close(fd);
    return;
  }
  size_t count = 0;
  const char *end = requests + bytes;
  for (const char *at = requests; (at = memmem(at, (size_t)(end - at), "\r\n\r\n", 4)) != NULL && count < MAX_ANSWERS; at += 4) count++;
  send(fd, answers, count * (sizeof ANSWER - 1), MSG_NOSIGNAL);
}

int main(int argc, char **argv) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  for (int i = 0; i < MAX_ANSWERS; i++) memcpy(answers + i * (sizeof ANSWER - 1), ANSWER, sizeof ANSWER - 1);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[argc - 1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) return 1;
  int epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[MAX_EVENTS];
  for (;;) {
    int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd != listener) {
        answer(events[i].data.fd);
        continue;
      }
      for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        event = (struct epoll_event){.events = EPOLLIN | EPOLLET, .data.fd = fd};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
      }
    }
  }
}
