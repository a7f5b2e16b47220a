#ifndef DL_SEQUENCES_H
#define DL_SEQUENCES_H

#include <stddef.h>

#include "elementwise.h"
#include "paths.h"

/// Matrices of sequences in panels with the steps outermost: row = step · examples + example; their noise and layout.

/// Factors on sixteen units of an example: `values[t · step + panel · stride + example · 16]`; NULL for none.
///
/// `step` is 0 where all steps share the factors.
typedef struct dl_step_factors {
  const float *values;
  size_t step, stride;
} dl_step_factors;

// MARK: - Layout

/// Copies `count` columns of a panel matrix of `rows` rows to another place of another one.
void dl_copy_columns(
    const float *from, size_t from_column, float *to, size_t to_column, size_t count, size_t rows);

/// factors `[panel][step · examples + example][16]` ← noise of the units step · columns + column: the scale where a
/// mask keeps, else 0; the scale everywhere of a noise without bits.
void dl_spread_mask(
    const dl_noise *noise, size_t steps, size_t examples, size_t columns, float *factors, dl_path path);

/// out ← x ⊙ factors over `rows` = steps · examples; `out` may be `x`.
void dl_multiply_steps(
    const float *x, const dl_step_factors *factors, size_t steps, size_t examples, size_t panels, float *out,
    dl_path path);

#endif
