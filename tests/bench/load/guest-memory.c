#include "load.h"

#include <stdio.h>
#include <string.h>

/* Both V8 and wasmtime let so much address space follow a guest's memory, or more, that no index reaches beyond it. */
#define MIN_GUARD_BYTES (1ull << 30)

/* The resident memory of mappings that can be written and lie before a guard, without a gap. */
static long guest_kib(FILE *mappings) {
  char line[512];
  unsigned long long start, end, last_end = 0;
  char rights[5];
  long kib, run_kib = 0, sum = 0;
  while (fgets(line, sizeof line, mappings) != NULL) {
    if (sscanf(line, "%llx-%llx %4s", &start, &end, rights) == 3) {
      if (start != last_end) run_kib = 0;
      if (strcmp(rights, "---p") == 0 && end - start >= MIN_GUARD_BYTES) sum += run_kib;
      if (rights[1] != 'w') run_kib = 0;
      last_end = end;
    } else if (sscanf(line, "Rss: %ld", &kib) == 1 && rights[1] == 'w') run_kib += kib;
  }
  return sum;
}

long server_guest_kib(const struct options *options) {
  if (options->idle == 0) return 0;
  long sum = 0;
  for (int i = 0; i < options->pid_count; i++) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/smaps", options->pids[i]);
    FILE *file = fopen(path, "r");
    if (file == NULL) continue;
    sum += guest_kib(file);
    fclose(file);
  }
  return sum;
}
