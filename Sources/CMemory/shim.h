#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Makes all threads allocate from one heap, where the library has several, and give back what is large at once: the
   library would keep ever larger pieces once one was given back. Call it before the second thread. */
static inline void dl_share_one_heap(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 65536);
  mallopt(M_TRIM_THRESHOLD, 131072);
#endif
}

/* Gives what is free in the heap back to the system, also between what is in use; takes milliseconds. */
static inline void dl_return_free_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
