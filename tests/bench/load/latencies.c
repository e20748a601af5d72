#include "load.h"

#include <string.h>
#include <time.h>

/* A power of two is divided into 2^PLACES parts. */
#define PLACES 6
#define COUNTERS (64 << PLACES)

static uint64_t counts[COUNTERS];
static uint64_t total;
static uint64_t greatest_ns;

uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t own_cpu_ns(void) {
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return (uint64_t)used.tv_sec * 1000000000 + (uint64_t)used.tv_nsec;
}

void record_latency(uint64_t ns) {
  int shift = 0;
  while (ns >> shift >= 2 << PLACES) shift++;
  counts[((size_t)shift << PLACES) + (ns >> shift)]++;
  total++;
  if (ns > greatest_ns) greatest_ns = ns;
}

void forget_latencies(void) {
  memset(counts, 0, sizeof counts);
  total = greatest_ns = 0;
}

double latency_us(double share) {
  if (share >= 1) return (double)greatest_ns / 1000;
  uint64_t wanted = (uint64_t)(share * (double)total);
  uint64_t seen = 0;
  for (size_t i = 0; i < COUNTERS; i++) {
    seen += counts[i];
    if (seen <= wanted) continue;
    size_t shift = i < 2 << PLACES ? 0 : (i >> PLACES) - 1;
    return (double)((i - (shift << PLACES)) << shift) / 1000;
  }
  return 0;
}
