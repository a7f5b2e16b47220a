#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Makes all threads allocate from one heap, where the library has several; call it before the second thread. */
static inline void dl_share_one_heap(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
#endif
}
