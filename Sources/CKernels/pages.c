#define _DEFAULT_SOURCE

#include "pages.h"

#include <stdint.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

void dl_prefer_large_pages(void *memory, size_t bytes) {
#if defined(MADV_HUGEPAGE)
  size_t whole = bytes / DL_LARGE_PAGE * DL_LARGE_PAGE;
  // Where the system has no large pages the advice fails, and nothing depends on it.
  if (whole > 0 && (uintptr_t)memory % DL_LARGE_PAGE == 0) (void)madvise(memory, whole, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}
