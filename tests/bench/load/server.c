#define _GNU_SOURCE
#include "load.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/* The first field of schedstat is the time on the CPU in nanoseconds; utime and stime of stat are hundredths of a second. */
static uint64_t cpu_ns(int pid) {
  char path[320];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *threads = opendir(path);
  if (threads == NULL) fail("the server's process %d has ended", pid);
  uint64_t sum = 0;
  for (struct dirent *thread = readdir(threads); thread != NULL; thread = readdir(threads)) {
    if (thread->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, thread->d_name);
    FILE *file = fopen(path, "r");
    unsigned long long ns = 0;
    if (file != NULL && fscanf(file, "%llu", &ns) == 1) sum += ns;
    if (file != NULL) fclose(file);
  }
  closedir(threads);
  return sum;
}

uint64_t server_cpu_ns(const struct options *options) {
  uint64_t sum = 0;
  for (int i = 0; i < options->pid_count; i++) sum += cpu_ns(options->pids[i]);
  return sum;
}

long server_rss_kib(const struct options *options) {
  long sum = 0;
  for (int i = 0; i < options->pid_count; i++) {
    char path[64];
    char line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", options->pids[i]);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
      if (sscanf(line, "VmRSS: %ld", &kib) == 1) break;
    if (file != NULL) fclose(file);
    sum += kib;
  }
  return sum;
}
