#ifndef DL_RESIDUALS_H
#define DL_RESIDUALS_H

#include <stddef.h>

#include "paths.h"

/// Sums of panel matrices whose rows are position · examples + example, with one factor per example.

/// y ← x · factors[example].
void dl_scale_examples(
    const float *x, size_t rows, size_t examples, const float *factors, float *y, size_t first, size_t last,
    dl_path path);

/// y ← y + x · factors[example]; no factors stand for 1.
void dl_add_examples(
    const float *x, size_t rows, size_t examples, const float *factors, float *y, size_t first, size_t last,
    dl_path path);

#endif
