#ifndef DL_BATCH_NORM_H
#define DL_BATCH_NORM_H

#include <stddef.h>

#include "paths.h"

/// Batch normalisation over the rows of a panel matrix, a channel at a time (Ioffe & Szegedy 2015, algorithm 1).
///
/// Statistics are sums in double, one chain per channel over the rows in ascending order; arrays of statistics hold 16
/// numbers per panel. All calls work on the panels `first ..< last`.

/// Mean and variance (of the sum over rows, divided by their number) of every channel, in two passes.
void dl_channel_moments(
    const float *x, size_t rows, double *means, double *variances, size_t first, size_t last, dl_path path);

/// Adds Σ (x − means) and Σ (x − means)² to `sums` and `squares`: the positions of an example first, then the examples.
///
/// Rows are position · examples + example, so that a split may be cut into batches anywhere.
void dl_add_example_moments(
    const float *x, size_t positions, size_t examples, const double *means, double *sums, double *squares, size_t first,
    size_t last, dl_path path);

/// y ← (x − means) · scales + offsets; `scales` are gain / √(variance + ε).
void dl_normalize_channels(
    const float *x, size_t rows, const float *means, const float *scales, const float *offsets, float *y, size_t first,
    size_t last, dl_path path);

/// Sums over the rows of dy and of dy · (x − means).
void dl_channel_gradients(
    const float *x, const float *dy, size_t rows, const float *means, double *sums, double *products, size_t first,
    size_t last, dl_path path);

/// dx ← dy · scales − (x − means) · slopes − shifts.
void dl_normalize_pullback(
    const float *x, const float *dy, size_t rows, const float *means, const float *scales, const float *slopes,
    const float *shifts, float *dx, size_t first, size_t last, dl_path path);

#endif
