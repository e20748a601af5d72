#define _GNU_SOURCE
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The key and its answer are the example of RFC 6455, section 1.3. */
static const char KEY[] = "dGhlIHNhbXBsZSBub25jZQ==";
static const char ACCEPT[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
static const unsigned char MASK[4] = {0x37, 0xfa, 0x21, 0x3d};
static const unsigned char BINARY = 0x82;

/* Writes the head of a final binary frame, without a mask; returns its bytes. */
static size_t write_head(unsigned char *head, size_t bytes) {
  head[0] = BINARY;
  if (bytes < 126) return head[1] = (unsigned char)bytes, 2;
  size_t size = bytes < 65536 ? 2 : 8;
  head[1] = size == 2 ? 126 : 127;
  for (size_t i = 0; i < size; i++) head[2 + i] = (unsigned char)(bytes >> (8 * (size - 1 - i)));
  return 2 + size;
}

static long take_head(const struct protocol *protocol, const char *data, size_t bytes) {
  unsigned char head[10];
  size_t size = write_head(head, protocol->body_bytes);
  size_t part = bytes < size ? bytes : size;
  if (memcmp(data, head, part) != 0) return -1;
  return part < size ? 0 : (long)size;
}

static long take_handshake(const char *data, size_t bytes) {
  const char *end = memmem(data, bytes, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  size_t head = (size_t)(end - data);
  bool is_right = strncmp(data, "HTTP/1.1 101", 12) == 0 && memmem(data, head, ACCEPT, strlen(ACCEPT)) != NULL;
  return is_right ? (long)head + 4 : -1;
}

struct protocol websocket_protocol(const struct options *options) {
  size_t bytes = (size_t)options->bytes;
  char *body = pattern(bytes);
  unsigned char *request = malloc(14 + bytes);
  size_t head = write_head(request, bytes);
  request[1] |= 0x80;
  memcpy(request + head, MASK, 4);
  for (size_t i = 0; i < bytes; i++) request[head + 4 + i] = (unsigned char)body[i] ^ MASK[i % 4];
  char *handshake = NULL;
  int handshake_bytes = asprintf(&handshake,
                                 "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
                                 options->path, options->port, KEY);
  return (struct protocol){.request = (char *)request,
                           .request_bytes = head + 4 + bytes,
                           .handshake = handshake,
                           .handshake_bytes = (size_t)handshake_bytes,
                           .body = body,
                           .body_bytes = bytes,
                           .take_head = take_head,
                           .take_handshake = take_handshake};
}
