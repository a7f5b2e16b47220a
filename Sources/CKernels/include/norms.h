#ifndef DL_NORMS_H
#define DL_NORMS_H

#include <stddef.h>

#include "paths.h"

/// Layer normalisation of the rows of a panel matrix (Ba, Kiros & Hinton 2016): y = gain ⊙ x̂ + offset,
/// x̂ = (x − mean) / deviation.
///
/// Sums over a row run in double over 16 lanes, column c to lane c % 16 in ascending order, then the tree
/// (0+8, 1+9, …); the deviation is √(variance + ε), the variance the mean of the squared distances. Results are rounded
/// to float.

/// Normalises rows `first ..< last`; `means` and `scales` = 1 / deviation take one number per row.
void dl_layer_norm(
    const float *x, size_t rows, size_t columns, const float *gain, const float *offset, double epsilon, double *means,
    double *scales, float *y, size_t first, size_t last, dl_path path);

/// dx ← (g − mean g − x̂ · mean(g ⊙ x̂)) / deviation with g = gain ⊙ dy, rows `first ..< last`; `dx` may be `dy`.
void dl_layer_norm_pullback(
    const float *x, const float *dy, size_t rows, size_t columns, const float *gain, const double *means,
    const double *scales, float *dx, size_t first, size_t last, dl_path path);

/// Gradients of gain, Σ dy ⊙ x̂, and offset, Σ dy: one chain in double per column, rows ascending, panels
/// `first ..< last`.
void dl_layer_norm_gradients(
    const float *x, const float *dy, size_t rows, const double *means, const double *scales, float *gain, float *offset,
    size_t first, size_t last, dl_path path);

#endif
