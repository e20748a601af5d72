/* The parts of the load generator, and what they share. */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_HEAD_BYTES 4096
#define MAX_PIDS 64
/* A stream is asked for by a byte, and comes as so many messages. */
#define STREAM_MESSAGES 1024

/* What the command line asks for, each as NAME=VALUE. */
struct options {
  const char *protocol; /* http, websocket, tcp, connect, udp, stream or chat */
  bool is_datagram;     /* udp */
  bool reconnects;      /* connect: each message comes over a connection of its own */
  const char *path;     /* what HTTP and WebSocket ask for */
  const char *expected; /* http: the body that answers have */
  const char *file;     /* http: a file with the body that answers have */
  int port;
  int connections;
  int idle;   /* connections beside, each with one message at the beginning */
  int depth;  /* messages that are sent at once, before an answer is awaited */
  int rate;   /* chat: lines a second */
  int bytes;  /* of a message: of the body of a POST, of a frame, of a TCP message; http: 0 asks by GET */
  int warm_up_ms;
  int measure_ms;
  int pids[MAX_PIDS]; /* the server's processes */
  int pid_count;
};

struct connection {
  int fd;
  uint32_t watched;       /* the events that epoll waits for */
  bool is_open;           /* the handshake is over */
  bool is_idle;           /* one of those beside */
  int in_flight;          /* messages without an answer */
  const char *out;        /* what is being sent */
  size_t out_bytes;
  size_t out_sent;
  uint64_t sent_ns;       /* when the first byte of what is in flight was sent */
  uint64_t served;        /* messages answered, or lines delivered, while measuring */
  uint64_t sum;           /* of the lines' numbers */
  char head[MAX_HEAD_BYTES]; /* the part of a head that has arrived, where a read has split it */
  size_t head_bytes;
  bool in_body;
  size_t body_at;         /* how many bytes of the body have arrived */
};

/* How messages look. */
struct protocol {
  const char *request; /* one message */
  size_t request_bytes;
  const char *handshake; /* sent first; NULL: none */
  size_t handshake_bytes;
  const char *body; /* what an answer's body must be */
  size_t body_bytes;
  int answers; /* to each message; 0: one */
  /* Takes the head of an answer at the start of data: returns its bytes, 0: incomplete, -1: it is wrong. NULL: answers have no head. */
  long (*take_head)(const struct protocol *, const char *data, size_t bytes);
  /* Takes the answer to the handshake in the same way. */
  long (*take_handshake)(const char *data, size_t bytes);
};

/* What was measured. */
struct result {
  uint64_t messages;
  double seconds;
  uint64_t cpu_ns;
  uint64_t least_served;
  uint64_t most_served;
  uint64_t errors;
  long idle_kib;       /* how much the server's memory grew while the idle connections came */
  long idle_guest_kib; /* of that, the memory of a guest */
  uint64_t load_ns;    /* CPU time of the load generator itself */
};

/* options.c */
struct options read_options(int argc, char **argv);
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* http.c, websocket.c, tcp.c */
struct protocol http_protocol(const struct options *);
struct protocol websocket_protocol(const struct options *);
struct protocol tcp_protocol(const struct options *);
struct protocol stream_protocol(const struct options *);
/* Bytes that look random, so that none can be lost or moved without notice. */
char *pattern(size_t bytes);

/* answers.c: takes what has arrived; returns how many answers it completes, -1: one is wrong. */
long take_answers(const struct protocol *, struct connection *, const char *data, size_t bytes);

/* connections.c */
struct connection *open_connections(const struct options *, int epoll, int count);
/* Closes one and opens it anew. */
void reopen_connection(const struct options *, int epoll, struct connection *);
void watch(int epoll, struct connection *, uint32_t events);
void find_served(struct result *, const struct connection *, int count);

/* chat.c */
struct result measure_chat(const struct options *);

/* latencies.c: times in nanoseconds, kept within 1.6 %. */
uint64_t now_ns(void);
uint64_t own_cpu_ns(void);
void record_latency(uint64_t ns);
void forget_latencies(void);
double latency_us(double share);

/* server.c: what the server's processes have used. */
uint64_t server_cpu_ns(const struct options *);
long server_rss_kib(const struct options *);

/* guest-memory.c: what of it is the memory of a guest in WebAssembly. */
long server_guest_kib(const struct options *);

#endif
