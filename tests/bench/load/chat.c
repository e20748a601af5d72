/*
 * A room of a chat: its members take turns at saying a line, so many a second, and each line must arrive once at everyone.
 *
 * A line tells its number and when it was due, so that a delay of the generator counts, too.
 */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_PER_WAIT 256
#define QUIET_MS 300
#define SETTLE_MS 60000
/* People come in small groups, so that the notices of their coming fill nobody's queue. */
#define JOINS_AT_ONCE 10
#define PAUSE_NS 1000000
#define IDLE_ROOM_MEMBERS 100
#define MARK '@'

static const struct options *options;
static int epoll;
static struct connection *members;
static uint64_t errors;
static uint64_t deliveries;
static uint64_t measured_from_ns = UINT64_MAX; /* lines that were due before are not counted */
static char buffer[262144];

static void give_up(struct connection *connection, const char *why) {
  if (errors++ == 0) fprintf(stderr, "load: %s\n", why);
  close(connection->fd);
  connection->fd = -1;
}

/* What is said is so little that the kernel always has room. */
static void say(struct connection *connection, const char *text, int bytes) {
  if (connection->fd >= 0 && send(connection->fd, text, (size_t)bytes, MSG_DONTWAIT | MSG_NOSIGNAL) != bytes)
    give_up(connection, "a line could not be sent");
}

/* Takes a line, which is a notice unless it has a mark. */
static void take_line(struct connection *connection, const char *line, const char *end) {
  const char *mark = memchr(line, MARK, (size_t)(end - line));
  unsigned long long number, due_ns;
  if (mark == NULL || sscanf(mark + 1, "%llu %llu", &number, &due_ns) != 2 || due_ns < measured_from_ns) return;
  record_latency(now_ns() - due_ns);
  deliveries++;
  connection->served++;
  connection->sum += number;
}

/* The part of a line that a read has cut off is kept. */
static void receive(struct connection *connection) {
  size_t kept = connection->head_bytes;
  memcpy(buffer, connection->head, kept);
  ssize_t bytes = recv(connection->fd, buffer + kept, sizeof buffer - kept - 1, MSG_DONTWAIT);
  if (bytes < 0 && errno == EAGAIN) return;
  if (bytes <= 0) return give_up(connection, bytes == 0 ? "the server closed a connection" : strerror(errno));
  char *end = buffer + kept + bytes;
  char *line = buffer;
  for (char *feed; (feed = memchr(line, '\n', (size_t)(end - line))) != NULL; line = feed + 1) {
    *feed = '\0';
    take_line(connection, line, feed);
  }
  connection->head_bytes = (size_t)(end - line);
  if (connection->head_bytes > MAX_HEAD_BYTES) fail("a line is too long");
  memcpy(connection->head, line, connection->head_bytes);
}

/* Receives what comes until a time; returns whether anything did. */
static bool receive_until(uint64_t until_ns) {
  bool has_come = false;
  for (uint64_t now = now_ns(); now < until_ns; now = now_ns()) {
    struct epoll_event events[EVENTS_PER_WAIT];
    struct timespec wait = {.tv_nsec = (long)(until_ns - now < 500000000 ? until_ns - now : 500000000)};
    int count = epoll_pwait2(epoll, events, EVENTS_PER_WAIT, &wait, NULL);
    for (int i = 0; i < count; i++) receive(events[i].data.ptr);
    has_come |= count > 0;
  }
  return has_come;
}

static void settle(void) {
  uint64_t end_ns = now_ns() + SETTLE_MS * 1000000ull;
  while (receive_until(now_ns() + QUIET_MS * 1000000ull))
    if (now_ns() > end_ns) fail("the chat does not come to rest");
}

/* Connects people and has them enter rooms, which are new: those of the load before may still be leaving theirs. */
static struct connection *gather(int count, bool is_idle) {
  struct connection *connections = open_connections(options, epoll, count);
  for (int i = 0; i < count; i++) {
    char text[96];
    const char *name = is_idle ? "idle" : "m";
    int room = is_idle ? i / IDLE_ROOM_MEMBERS + 1 : 0;
    say(&connections[i], text, snprintf(text, sizeof text, "/nick %s%d\r\n/join room%d-%d\r\n", name, i, getpid(), room));
    if (i % JOINS_AT_ONCE == 0)
      while (receive_until(now_ns() + PAUSE_NS)) continue;
  }
  settle();
  return connections;
}

static void say_line(uint64_t number, uint64_t due_ns) {
  char text[96];
  struct connection *member = &members[number % (uint64_t)options->connections];
  say(member, text,
      snprintf(text, sizeof text, "line %c%llu %llu\r\n", MARK, (unsigned long long)number, (unsigned long long)due_ns));
}

/* Everyone must have had each line once: their count and the sum of their numbers tell. */
static void check(uint64_t first, uint64_t count) {
  uint64_t sum = count * first + count * (count - 1) / 2;
  for (int i = 0; i < options->connections; i++)
    if (members[i].fd >= 0 && (members[i].served != count || members[i].sum != sum)) give_up(&members[i], "lines are missing");
}

struct result measure_chat(const struct options *all) {
  options = all;
  epoll = epoll_create1(EPOLL_CLOEXEC);
  struct result result = {.idle_kib = -server_rss_kib(options), .idle_guest_kib = -server_guest_kib(options)};
  gather(options->idle, true);
  result.idle_kib += server_rss_kib(options);
  result.idle_guest_kib += server_guest_kib(options);
  members = gather(options->connections, false);
  uint64_t first = (uint64_t)options->rate * (uint64_t)options->warm_up_ms / 1000;
  uint64_t lines = first + (uint64_t)options->rate * (uint64_t)options->measure_ms / 1000;
  uint64_t start_ns = now_ns();
  uint64_t cpu_ns = 0;
  for (uint64_t i = 0; i < lines; i++) {
    uint64_t due_ns = start_ns + i * 1000000000 / (uint64_t)options->rate;
    receive_until(due_ns);
    if (i == first) {
      measured_from_ns = due_ns;
      cpu_ns = server_cpu_ns(options);
    }
    say_line(i, due_ns);
  }
  settle();
  result.cpu_ns = server_cpu_ns(options) - cpu_ns;
  result.seconds = (double)options->measure_ms / 1000;
  result.messages = deliveries;
  check(first, lines - first);
  result.errors = errors;
  find_served(&result, members, options->connections);
  return result;
}
