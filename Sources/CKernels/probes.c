#include "include/probes.h"

#include "include/mathematics.h"
#include "include/products.h"
#include "panel-vectors.h"

// MARK: - Removing units

DL_INLINE void dl_remove_unit_body(
    const float *sums, const float *hidden, size_t unit, const float *weights, size_t inputs, size_t rows,
    size_t first, size_t last, float *out, const dl_path path) {
  (void)path;
  const float *column = hidden + unit / DL_PANEL * rows * DL_PANEL + unit % DL_PANEL;
  for (size_t p = first; p < last; p++) {
    const dl_v16 weight = dl_load(weights + (p * inputs + unit) * DL_PANEL);
    for (size_t r = 0; r < rows; r++) {
      const float h = column[r * DL_PANEL];
      const size_t at = (p * rows + r) * DL_PANEL;
      dl_store(out + at, dl_fma(dl_splat(-h), weight, dl_load(sums + at)));
    }
  }
}

DL_KERNEL(
    dl_remove_unit,
    (const float *sums, const float *hidden, size_t unit, const float *weights, size_t inputs, size_t rows,
     size_t first, size_t last, float *out, dl_path path),
    sums, hidden, unit, weights, inputs, rows, first, last, out)

DL_INLINE void dl_scale_columns_body(
    const float *values, size_t rows, const float *factors, size_t first, size_t last, float *out,
    const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    const dl_v16 factor = dl_load(factors + p * DL_PANEL);
    for (size_t r = 0; r < rows; r++) {
      const size_t at = (p * rows + r) * DL_PANEL;
      // Plus 0, so that no negative zero is stored.
      dl_store(out + at, dl_load(values + at) * factor + dl_splat(0));
    }
  }
}

DL_KERNEL(
    dl_scale_columns,
    (const float *values, size_t rows, const float *factors, size_t first, size_t last, float *out, dl_path path),
    values, rows, factors, first, last, out)

// MARK: - Answers

void dl_add_answers(
    const float *logits, const uint32_t *labels, size_t rows, size_t classes, double beta, double *scratch,
    dl_answers *sums) {
  for (size_t row = 0; row < rows; row++) {
    const float *z = logits + row * classes;
    const size_t label = labels[row];
    size_t best = 0, rival = label == 0 ? 1 : 0;
    for (size_t k = 1; k < classes; k++) {
      if (z[k] > z[best]) best = k;
      if (k != label && z[k] > z[rival]) rival = k;
    }
    for (size_t k = 0; k < classes; k++) scratch[k] = beta * ((double)z[k] - (double)z[best]);
    const double labelled = scratch[label];
    double total = 0.0;
    dl_exp_f64(scratch, scratch, classes, DL_PATH_FASTEST);
    for (size_t k = 0; k < classes; k++) total += scratch[k];
    sums->hits += best == label;
    sums->nll += dl_log(total) - labelled;
    sums->margin += beta * ((double)z[label] - (double)z[rival]);
  }
}

void dl_add_temperature_slope(
    const float *logits, const uint32_t *labels, size_t rows, size_t classes, double beta, double *scratch,
    double *sum) {
  for (size_t row = 0; row < rows; row++) {
    const float *z = logits + row * classes;
    double largest = z[0], total = 0.0, mean = 0.0;
    for (size_t k = 1; k < classes; k++) largest = z[k] > largest ? z[k] : largest;
    for (size_t k = 0; k < classes; k++) scratch[k] = beta * ((double)z[k] - largest);
    dl_exp_f64(scratch, scratch, classes, DL_PATH_FASTEST);
    for (size_t k = 0; k < classes; k++) total += scratch[k];
    for (size_t k = 0; k < classes; k++) mean += scratch[k] * (double)z[k];
    *sum += mean / total - (double)z[labels[row]];
  }
}
