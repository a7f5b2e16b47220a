#ifndef DL_REDUCTIONS_H
#define DL_REDUCTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "paths.h"

/// Sums in Double over 16 fixed lanes: element i goes to lane i % 16, ascending; then the tree (0+8, 1+9, …) to one.

// MARK: - Whole arrays

/// Σ x[i].
double dl_sum_f32(const float *x, size_t count, dl_path path);
/// Σ x[i].
double dl_sum_f64(const double *x, size_t count, dl_path path);
/// Σ |x[i]|.
double dl_absolute_sum_f32(const float *x, size_t count, dl_path path);
/// Σ x[i]².
double dl_squared_norm_f32(const float *x, size_t count, dl_path path);
/// Σ (x[i] − center)², the second pass of a variance.
double dl_centered_squares_f32(const float *x, double center, size_t count, dl_path path);
/// Σ x[i] · y[i].
double dl_dot_f32(const float *x, const float *y, size_t count, dl_path path);
/// Σ (x[i] − y[i])².
double dl_squared_distance_f32(const float *x, const float *y, size_t count, dl_path path);
/// The largest |x[i]|, 0 for an empty array; NaN is passed over.
float dl_largest_magnitude_f32(const float *x, size_t count, dl_path path);
/// How many x[i] are zero, of either sign.
size_t dl_count_zeros_f32(const float *x, size_t count, dl_path path);
/// Whether no x[i] is infinite or NaN.
bool dl_all_finite_f32(const float *x, size_t count, dl_path path);

// MARK: - Columns: one chain per column, rows ascending

/// sums[c] += Σ over rows of x[row][c]; the caller clears `sums` first.
void dl_add_column_sums_f32(const float *x, size_t rows, size_t columns, double *sums, dl_path path);
/// sums[c] += Σ over rows of (x[row][c] − centers[c])².
void dl_add_column_centered_squares_f32(
    const float *x, const double *centers, size_t rows, size_t columns, double *sums, dl_path path);

// MARK: - Losses per row; every output may be NULL

/// Softmax of each row in Double: losses −Σ tₖ ln pₖ against t = (1 − ε) one-hot + ε / classes.
///
/// `probabilities` rows × classes; `losses` rows; `gradient` rows × classes (p − t) · scale, with scale 1 / N of the
/// batch, may be `logits`; `predictions` rows, the first of equal maxima; `confidences` rows, the largest p.
/// `labels` may be NULL if `losses` and `gradient` are.
void dl_softmax_cross_entropy(
    const float *logits, const uint32_t *labels, size_t rows, size_t classes, double smoothing, double gradient_scale,
    float *probabilities, double *losses, float *gradient, uint32_t *predictions, float *confidences, dl_path path);

/// Softmax of each row in Double, rounded to Float; `probabilities` may be `logits`.
void dl_softmax_f32(const float *logits, size_t rows, size_t classes, float *probabilities, dl_path path);

/// losses[row] = Σ (y − t)² / outputs; gradient = 2 (y − t) · scale / outputs, with scale 1 / N of the batch.
void dl_mean_squared_error(
    const float *outputs, const float *targets, size_t rows, size_t width, double gradient_scale, double *losses,
    float *gradient, dl_path path);

/// Divergence of two passes over the same examples (R-Drop, Liang et al. 2021, eq. 2): row r of a step and row r + pairs.
///
/// divergences[pair] = KL(p‖q) + KL(q‖p) with p and q the softmax of the two rows, in Double; `gradient` takes its slope
/// by all logits times `gradient_scale`. Rows are steps · 2 · pairs; pair number step · pairs + r.
void dl_pass_divergence(
    const float *logits, size_t steps, size_t pairs, size_t classes, double gradient_scale, double *divergences,
    float *gradient, dl_path path);

/// losses[row] = mean over numbers of ½ exp(−s) (y − m)² + ½ s + ½ ln 2π, the log-likelihood of N(m, exp s) turned
/// round.
///
/// Rows of `outputs` and `gradient` hold `width` means m and then `width` log variances s; `targets` rows × width.
void dl_normal_likelihood(
    const float *outputs, const float *targets, size_t rows, size_t width, double gradient_scale, double *losses,
    float *gradient, dl_path path);

#endif
