#ifndef DL_PAGES_H
#define DL_PAGES_H

#include <stddef.h>

/// Bytes of a large page, which is also the alignment that large buffers want.
enum { DL_LARGE_PAGE = 1 << 21 };

/// Asks the system to hold what of a buffer fills whole large pages in such pages; advice only.
///
/// Weights, velocities and transposed copies are walked with long strides, and examples are met in random order: small
/// pages cost several percent of a step.
void dl_prefer_large_pages(void *memory, size_t bytes);

#endif
