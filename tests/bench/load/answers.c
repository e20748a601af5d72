#include "load.h"

#include <string.h>

/* Takes a head, or a part of it. Returns how many of the bytes that are, -1: it is wrong. */
static long take_head(const struct protocol *protocol, struct connection *connection, const char *data, size_t bytes) {
  long (*take)(const char *, size_t) = connection->is_open ? NULL : protocol->take_handshake;
  if (connection->head_bytes == 0) {
    long head = take ? take(data, bytes) : protocol->take_head(protocol, data, bytes);
    if (head != 0) {
      connection->in_body = head > 0;
      return head;
    }
  }
  size_t kept = connection->head_bytes;
  size_t added = bytes < MAX_HEAD_BYTES - kept ? bytes : MAX_HEAD_BYTES - kept;
  if (added == 0) return -1;
  memcpy(connection->head + kept, data, added);
  connection->head_bytes += added;
  long head = take ? take(connection->head, connection->head_bytes)
                   : protocol->take_head(protocol, connection->head, connection->head_bytes);
  if (head == 0) return (long)added;
  connection->head_bytes = 0;
  connection->in_body = head > 0;
  return head < 0 ? head : head - (long)kept;
}

long take_answers(const struct protocol *protocol, struct connection *connection, const char *data, size_t bytes) {
  long answers = 0;
  while (bytes > 0) {
    if (!connection->in_body && (protocol->take_head != NULL || !connection->is_open)) {
      long head = take_head(protocol, connection, data, bytes);
      if (head < 0) return -1;
      data += head;
      bytes -= (size_t)head;
      if (!connection->in_body) continue;
      if (!connection->is_open) {
        connection->in_body = false;
        return bytes == 0 ? 1 : -1; /* nothing follows the handshake, since nothing was asked */
      }
    }
    size_t left = protocol->body_bytes - connection->body_at;
    size_t part = bytes < left ? bytes : left;
    if (memcmp(data, protocol->body + connection->body_at, part) != 0) return -1;
    data += part;
    bytes -= part;
    connection->body_at += part;
    if (part < left) break;
    connection->body_at = 0;
    connection->in_body = false;
    answers++;
  }
  return answers;
}
