/*
 * The load generator: connections that send messages, check every byte of the answers and send the next, for a time.
 *
 * Prints one line of JSON, of the time that was measured. A wrong answer or a lost connection is an error, and its connection is given
 * up.
 */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_PER_WAIT 256
#define STALLED_MS 10000

static struct options options;
static struct protocol protocol;
static int epoll;
static char *batch; /* `depth` messages */
static int to_open; /* connections that are not ready to be measured */
static bool is_measuring;
static uint64_t messages;
static uint64_t errors;
static char buffer[262144];

static void give_up(struct connection *connection, const char *why) {
  if (errors++ == 0) fprintf(stderr, "load: %s\n", why);
  if (!connection->is_open) fail("a connection failed before the measurement");
  close(connection->fd);
  connection->fd = -1;
}

static void send_more(struct connection *connection) {
  while (connection->out_sent < connection->out_bytes) {
    const char *from = connection->out + connection->out_sent;
    ssize_t sent = send(connection->fd, from, connection->out_bytes - connection->out_sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) break;
    if (sent < 0) return give_up(connection, strerror(errno));
    connection->out_sent += (size_t)sent;
  }
  watch(epoll, connection, connection->out_sent < connection->out_bytes ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void start_sending(struct connection *connection, const char *out, size_t bytes, int answers) {
  connection->out = out;
  connection->out_bytes = bytes;
  connection->out_sent = 0;
  connection->in_flight = answers;
  connection->sent_ns = now_ns();
  send_more(connection);
}

static void start_batch(struct connection *connection) {
  int count = connection->is_idle ? 1 : options.depth;
  int answers = protocol.answers > 0 ? count * protocol.answers : count;
  start_sending(connection, batch, (size_t)count * protocol.request_bytes, answers);
}

/* Its latency is that of the connecting, too. */
static void visit_again(struct connection *connection) {
  uint64_t start_ns = now_ns();
  reopen_connection(&options, epoll, connection);
  start_batch(connection);
  connection->sent_ns = start_ns;
}

static void have_answers(struct connection *connection, long answers) {
  connection->in_flight -= (int)answers;
  if (connection->in_flight < 0) return give_up(connection, "an answer that nobody asked for");
  if (!connection->is_open) {
    connection->is_open = true;
    if (connection->is_idle) start_batch(connection);
    else to_open--;
    return;
  }
  if (is_measuring) {
    uint64_t ns = now_ns() - connection->sent_ns;
    for (long i = 0; i < answers; i++) record_latency(ns);
    messages += (uint64_t)answers;
    connection->served += (uint64_t)answers;
  }
  if (connection->in_flight > 0) return;
  if (connection->is_idle) to_open--;
  else if (options.reconnects) visit_again(connection);
  else start_batch(connection);
}

static void receive(struct connection *connection) {
  ssize_t bytes = recv(connection->fd, buffer, sizeof buffer, MSG_DONTWAIT);
  if (bytes < 0 && errno == EAGAIN) return;
  if (bytes <= 0) return give_up(connection, bytes == 0 ? "the server closed a connection" : strerror(errno));
  long answers = take_answers(&protocol, connection, buffer, (size_t)bytes);
  if (answers < 0) give_up(connection, "a wrong answer");
  else if (answers > 0) have_answers(connection, answers);
}

/* Serves the connections until a time has come, or, without one, until all are open. */
static void run(uint64_t until_ns) {
  struct epoll_event events[EVENTS_PER_WAIT];
  for (;;) {
    uint64_t now = now_ns();
    if (until_ns == 0 ? to_open == 0 : now >= until_ns) return;
    int wait_ms = until_ns == 0 ? STALLED_MS : (int)((until_ns - now) / 1000000 + 1);
    int count = epoll_wait(epoll, events, EVENTS_PER_WAIT, wait_ms);
    if (count == 0 && until_ns == 0) fail("%d connections get no answer", to_open);
    for (int i = 0; i < count; i++) {
      struct connection *connection = events[i].data.ptr;
      if ((events[i].events & EPOLLOUT) != 0) send_more(connection);
      if (connection->fd >= 0 && (events[i].events & ~(uint32_t)EPOLLOUT) != 0) receive(connection);
    }
  }
}

static struct connection *open_all(int count, bool is_idle) {
  struct connection *connections = open_connections(&options, epoll, count);
  to_open = protocol.handshake != NULL || is_idle ? count : 0;
  for (int i = 0; i < count; i++) {
    connections[i].is_idle = is_idle;
    connections[i].is_open = protocol.handshake == NULL;
    if (protocol.handshake != NULL) start_sending(&connections[i], protocol.handshake, protocol.handshake_bytes, 1);
    else if (is_idle) start_batch(&connections[i]);
  }
  run(0);
  return connections;
}

static void prepare(void) {
  if (strcmp(options.protocol, "http") == 0) protocol = http_protocol(&options);
  else if (strcmp(options.protocol, "websocket") == 0) protocol = websocket_protocol(&options);
  else if (strcmp(options.protocol, "tcp") == 0 || options.is_datagram || options.reconnects) protocol = tcp_protocol(&options);
  else if (strcmp(options.protocol, "stream") == 0) protocol = stream_protocol(&options);
  else fail("unknown protocol %s", options.protocol);
  batch = malloc((size_t)options.depth * protocol.request_bytes);
  for (int i = 0; i < options.depth; i++)
    memcpy(batch + (size_t)i * protocol.request_bytes, protocol.request, protocol.request_bytes);
  epoll = epoll_create1(EPOLL_CLOEXEC);
}

static struct result measure(void) {
  prepare();
  struct result result = {.idle_kib = -server_rss_kib(&options), .idle_guest_kib = -server_guest_kib(&options)};
  open_all(options.idle, true);
  result.idle_kib += server_rss_kib(&options);
  result.idle_guest_kib += server_guest_kib(&options);
  struct connection *connections = open_all(options.connections, false);
  for (int i = 0; i < options.connections; i++) start_batch(&connections[i]);
  run(now_ns() + (uint64_t)options.warm_up_ms * 1000000);
  forget_latencies();
  is_measuring = true;
  uint64_t cpu_ns = server_cpu_ns(&options);
  uint64_t load_ns = own_cpu_ns();
  uint64_t start_ns = now_ns();
  run(start_ns + (uint64_t)options.measure_ms * 1000000);
  result.cpu_ns = server_cpu_ns(&options) - cpu_ns;
  result.seconds = (double)(now_ns() - start_ns) / 1e9;
  result.load_ns = own_cpu_ns() - load_ns;
  result.messages = messages;
  result.errors = errors;
  find_served(&result, connections, options.connections);
  return result;
}

int main(int argc, char **argv) {
  options = read_options(argc, argv);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  struct result result = strcmp(options.protocol, "chat") == 0 ? measure_chat(&options) : measure();
  printf("{\"messages\":%llu,\"seconds\":%.6f,\"cpuSeconds\":%.9f,\"p50Us\":%.1f,\"p99Us\":%.1f,\"p999Us\":%.1f,\"maxUs\":%.1f,"
         "\"leastServed\":%llu,\"mostServed\":%llu,\"errors\":%llu,\"rssKib\":%ld,\"idleKib\":%ld,\"idleGuestKib\":%ld,\"loadSeconds\":%.9f}\n",
         (unsigned long long)result.messages, result.seconds, (double)result.cpu_ns / 1e9, latency_us(0.5), latency_us(0.99),
         latency_us(0.999), latency_us(1), (unsigned long long)result.least_served, (unsigned long long)result.most_served,
         (unsigned long long)result.errors, server_rss_kib(&options), result.idle_kib, result.idle_guest_kib,
         (double)result.load_ns / 1e9);
  return 0;
}
