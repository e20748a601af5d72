#define _GNU_SOURCE
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Finds the value of a field; NULL: it is not there. */
static const char *field(const char *head, const char *end, const char *name) {
  size_t length = strlen(name);
  for (const char *line = memchr(head, '\n', (size_t)(end - head)); line != NULL && end - line > (long)length;
       line = memchr(line + 1, '\n', (size_t)(end - line - 1)))
    if (line[length + 1] == ':' && strncasecmp(line + 1, name, length) == 0) return line + length + 2;
  return NULL;
}

static long take_head(const struct protocol *protocol, const char *data, size_t bytes) {
  const char *end = memmem(data, bytes, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  const char *length = field(data, end, "content-length");
  if (strncmp(data, "HTTP/1.1 200", 12) != 0 || length == NULL || field(data, end, "date") == NULL) return -1;
  if (strtoul(length, NULL, 10) != protocol->body_bytes) return -1;
  return end + 4 - data;
}

static const char *read_file(const char *path, size_t *bytes) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("%s can't be read", path);
  fseek(file, 0, SEEK_END);
  *bytes = (size_t)ftell(file);
  rewind(file);
  char *content = malloc(*bytes);
  if (fread(content, 1, *bytes, file) != *bytes) fail("%s can't be read", path);
  fclose(file);
  return content;
}

struct protocol http_protocol(const struct options *options) {
  struct protocol protocol = {.take_head = take_head};
  size_t body_bytes = (size_t)options->bytes;
  char length[96] = "";
  if (body_bytes > 0)
    snprintf(length, sizeof length, "Content-Type: application/octet-stream\r\nContent-Length: %zu\r\n", body_bytes);
  char *head = NULL;
  int head_bytes = asprintf(&head, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: load\r\nAccept: */*\r\n%s\r\n",
                            body_bytes > 0 ? "POST" : "GET", options->path, options->port, length);
  char *body = pattern(body_bytes);
  char *request = malloc((size_t)head_bytes + body_bytes);
  memcpy(request, head, (size_t)head_bytes);
  memcpy(request + head_bytes, body, body_bytes);
  protocol.request = request;
  protocol.request_bytes = (size_t)head_bytes + body_bytes;
  protocol.body = body_bytes > 0 ? body : options->expected;
  protocol.body_bytes = body_bytes > 0 ? body_bytes : strlen(options->expected);
  if (options->file != NULL) protocol.body = read_file(options->file, &protocol.body_bytes);
  return protocol;
}
