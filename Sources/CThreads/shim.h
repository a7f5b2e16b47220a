#ifdef __linux__
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The system's struct sched_attr as its first version had it; not every C library names it. */
struct dl_scheduling {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
};
#endif

/*
 * Asks the system to run this thread sooner and for so many nanoseconds at a time; 0 for as long as others. Its share
 * stays the same. Linux 6.12 and later hear it, and nothing depends on it.
 */
static inline void dl_prefer_slices(unsigned long long nanoseconds) {
#if defined(__linux__) && defined(SYS_sched_setattr)
  struct dl_scheduling scheduling = {0};
  if (syscall(SYS_sched_getattr, 0, &scheduling, sizeof scheduling, 0) != 0) return;
  scheduling.runtime = nanoseconds;
  (void)syscall(SYS_sched_setattr, 0, &scheduling, 0);
#else
  (void)nanoseconds;
#endif
}
