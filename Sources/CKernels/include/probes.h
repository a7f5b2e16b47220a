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

#endif
