#define _DEFAULT_SOURCE

#include "pages.h"

#include <stdint.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

void dl_prefer_large_pages(void *memory, size_t bytes) {
#if defined(MADV_HUGEPAGE)
  const size_t before = (DL_LARGE_PAGE - (uintptr_t)memory % DL_LARGE_PAGE) % DL_LARGE_PAGE;
  const size_t whole = bytes > before ? (bytes - before) / DL_LARGE_PAGE * DL_LARGE_PAGE : 0;
  // Where the system has no large pages the advice fails, and nothing depends on it.
  if (whole > 0) (void)madvise((char *)memory + before, whole, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}
