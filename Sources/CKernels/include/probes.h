#ifndef DL_PROBES_H
#define DL_PROBES_H

#include <stddef.h>
#include <stdint.h>

#include "paths.h"

/// What probes of trained networks compute over many examples.

// MARK: - Removing units

/// out = z − h_u w_u for each row: the sums of a dense layer without what unit `unit` of its input adds.
///
/// `sums` and `out` are panels of `rows` rows, `hidden` the panels of the input, `weights` `[panel][inputs][16]`; every
/// element is one fused multiply-add, so a unit that is 0 leaves the bits of z.
void dl_remove_unit(
    const float *sums, const float *hidden, size_t unit, const float *weights, size_t inputs, size_t rows,
    size_t first, size_t last, float *out, dl_path path);

/// out = values · factors for each row, one factor per column; `factors` fill all panels. `out` may be `values`.
void dl_scale_columns(
    const float *values, size_t rows, const float *factors, size_t first, size_t last, float *out, dl_path path);

/// Sums over answers of classes.
typedef struct dl_answers {
  /// Rows whose first largest logit is the label's.
  size_t hits;
  /// −ln softmax(β z)_y in nats.
  double nll;
  /// β (z_y − max_{k≠y} z_k).
  double margin;
} dl_answers;

/// Adds the answers of rows, one after the other, to `sums`; `scratch` has room for one row.
void dl_add_answers(
    const float *logits, const uint32_t *labels, size_t rows, size_t classes, double beta, double *scratch,
    dl_answers *sums);

/// sum += Σ over rows of d/dβ (−ln softmax(β z)_y) = Σ_k softmax(β z)_k z_k − z_y.
void dl_add_temperature_slope(
    const float *logits, const uint32_t *labels, size_t rows, size_t classes, double beta, double *scratch,
    double *sum);

// MARK: - Activations

/// What examples' activations are like, summed over rows; each row is the population of one example.
typedef struct dl_sparsity {
  double sum;
  /// Values that are 0, and values at most the threshold.
  size_t zeros, low;
  /// Σ (√n − Σ|h| / √Σh²) / (√n − 1) and Σ (1 − (Σh / n)² / (Σh² / n)) / (1 − 1 / n), over the rows that are not all 0.
  double hoyer, treves_rolls;
  size_t live;
} dl_sparsity;

/// Measures row-major values; `unit_sums` += the absolute values of each column.
void dl_measure_sparsity(
    const float *values, size_t rows, size_t columns, double threshold, double *unit_sums, dl_sparsity *sums);

/// The largest value.
float dl_largest(const float *values, size_t count);

/// covariances [columns × columns] = Σ (h_i − mean_i)(h_j − mean_j) / rows, means in two passes; rows in order.
void dl_covariances(
    const float *values, size_t rows, size_t columns, double *means, double *row, double *covariances);

/// Fits softmax(a_k + b_k x) to counts of classes at some values x by Newton's method.
///
/// Minimises −Σ counts ln p / Σ counts + penalty / 2 Σ (a² + b²). `counts` [levels × classes]; `weights` gets the classes'
/// a, then their b; `scratch` has room for (2 K)² + 8 K doubles, K the classes.
void dl_fit_unit(
    const double *x, const double *counts, size_t levels, size_t classes, double penalty, double *weights,
    double *scratch);

/// Solves A x = b in place for a symmetric positive definite A [n × n], whose lower half becomes its Cholesky factor.
void dl_solve_positive(double *a, size_t n, double *b);

// MARK: - Weights moved by hand

/// weights = origin + scale · direction, each rounded once from Double.
void dl_offset_weights(const float *origin, const double *direction, double scale, float *weights, size_t count);

/// weights ← weights + step |origin| sign(gradient), kept within radius |origin| of origin.
void dl_ascend_weights(
    const float *origin, const double *gradient, double step, double radius, float *weights, size_t count);

/// sums += weight · values.
void dl_accumulate(const float *values, double weight, double *sums, size_t count);

/// x = (x − y) · scale.
void dl_scale_difference(double *x, const double *y, double scale, size_t count);

/// x = scale · x.
void dl_scale_f64(double *x, double scale, size_t count);

/// x += y.
void dl_add_f64(double *x, const double *y, size_t count);

/// Σ x y, in order.
double dl_dot_f64(const double *x, const double *y, size_t count);

// MARK: - Least squares

/// Normal equations of rows: gram [columns × columns] = Σ f fᵀ, right = Σ f t; rows in order, zeros of f are skipped.
void dl_normal_equations(
    const double *features, const double *targets, size_t rows, size_t columns, double *gram, double *right);

#endif
