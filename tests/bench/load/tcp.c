#include "load.h"

#include <stdlib.h>

char *pattern(size_t bytes) {
  char *content = malloc(bytes + 1);
  uint32_t state = 1;
  for (size_t i = 0; i < bytes; i++) {
    state = state * 1664525 + 1013904223;
    content[i] = (char)(state >> 24);
  }
  return content;
}

struct protocol tcp_protocol(const struct options *options) {
  size_t bytes = (size_t)options->bytes;
  const char *message = pattern(bytes);
  return (struct protocol){.request = message, .request_bytes = bytes, .body = message, .body_bytes = bytes};
}

struct protocol stream_protocol(const struct options *options) {
  struct protocol protocol = tcp_protocol(options);
  protocol.request_bytes = 1;
  protocol.answers = STREAM_MESSAGES;
  return protocol;
}
