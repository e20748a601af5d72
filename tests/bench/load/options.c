#include "load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fputs("load: ", stderr);
  vfprintf(stderr, format, values);
  fputc('\n', stderr);
  exit(1);
}

static void read_pids(struct options *options, char *list) {
  for (char *pid = strtok(list, ","); pid != NULL && options->pid_count < MAX_PIDS; pid = strtok(NULL, ","))
    options->pids[options->pid_count++] = atoi(pid);
}

struct options read_options(int argc, char **argv) {
  struct options options = {
      .protocol = "http", .path = "/", .expected = "", .connections = 1, .depth = 1, .warm_up_ms = 100, .measure_ms = 500};
  const struct {
    const char *name;
    const char **text;
    int *number;
  } known[] = {
      {"protocol", &options.protocol, NULL},
      {"path", &options.path, NULL},
      {"expected", &options.expected, NULL},
      {"file", &options.file, NULL},
      {"port", NULL, &options.port},
      {"connections", NULL, &options.connections},
      {"idle", NULL, &options.idle},
      {"rate", NULL, &options.rate},
      {"depth", NULL, &options.depth},
      {"bytes", NULL, &options.bytes},
      {"warmUpMs", NULL, &options.warm_up_ms},
      {"measureMs", NULL, &options.measure_ms},
  };
  for (int i = 1; i < argc; i++) {
    char *equals = strchr(argv[i], '=');
    if (equals == NULL) fail("%s: expected NAME=VALUE", argv[i]);
    *equals = '\0';
    if (strcmp(argv[i], "pids") == 0) {
      read_pids(&options, equals + 1);
      continue;
    }
    size_t at = 0;
    while (at < sizeof known / sizeof *known && strcmp(known[at].name, argv[i]) != 0) at++;
    if (at == sizeof known / sizeof *known) fail("unknown option %s", argv[i]);
    if (known[at].text != NULL) *known[at].text = equals + 1;
    else *known[at].number = atoi(equals + 1);
  }
  options.is_datagram = strcmp(options.protocol, "udp") == 0;
  options.reconnects = strcmp(options.protocol, "connect") == 0;
  if (options.port <= 0 || options.connections < 0 || options.depth <= 0) fail("port, connections and depth are needed");
  return options;
}
