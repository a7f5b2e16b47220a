#include "include/probes.h"

#include <math.h>

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

// MARK: - Activations

void dl_measure_sparsity(
    const float *values, size_t rows, size_t columns, double threshold, double *unit_sums, dl_sparsity *sums) {
  const double n = (double)columns, root = sqrt(n);
  for (size_t r = 0; r < rows; r++) {
    const float *row = values + r * columns;
    double sum = 0.0, size = 0.0, squares = 0.0;
    for (size_t c = 0; c < columns; c++) {
      const double h = (double)row[c], absolute = h < 0.0 ? -h : h;
      sum += h;
      size += absolute;
      squares += h * h;
      unit_sums[c] += absolute;
      sums->zeros += h == 0.0;
      sums->low += h <= threshold;
    }
    sums->sum += sum;
    if (squares == 0.0 || columns < 2) continue;
    sums->live += 1;
    sums->hoyer += (root - size / sqrt(squares)) / (root - 1.0);
    sums->treves_rolls += (1.0 - sum * sum / (n * squares)) / (1.0 - 1.0 / n);
  }
}

float dl_largest(const float *values, size_t count) {
  float largest = values[0];
  for (size_t i = 1; i < count; i++) largest = values[i] > largest ? values[i] : largest;
  return largest;
}

void dl_covariances(
    const float *values, size_t rows, size_t columns, double *means, double *row, double *covariances) {
  for (size_t c = 0; c < columns; c++) means[c] = 0.0;
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) means[c] += (double)values[r * columns + c];
  for (size_t c = 0; c < columns; c++) means[c] /= (double)rows;
  for (size_t i = 0; i < columns * columns; i++) covariances[i] = 0.0;
  for (size_t r = 0; r < rows; r++) {
    for (size_t c = 0; c < columns; c++) row[c] = (double)values[r * columns + c] - means[c];
    for (size_t i = 0; i < columns; i++) {
      const double own = row[i];
      double *out = covariances + i * columns;
      for (size_t j = i; j < columns; j++) out[j] += own * row[j];
    }
  }
  for (size_t i = 0; i < columns; i++)
    for (size_t j = i; j < columns; j++)
      covariances[j * columns + i] = covariances[i * columns + j] /= (double)rows;
}

// MARK: - Small systems

void dl_solve_positive(double *a, size_t n, double *b) {
  for (size_t j = 0; j < n; j++) {
    double *own = a + j * n;
    for (size_t k = 0; k < j; k++) own[j] -= own[k] * own[k];
    own[j] = sqrt(own[j]);
    for (size_t i = j + 1; i < n; i++) {
      double *other = a + i * n, sum = other[j];
      for (size_t k = 0; k < j; k++) sum -= other[k] * own[k];
      other[j] = sum / own[j];
    }
  }
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < i; k++) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t k = i + 1; k < n; k++) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
}

// MARK: - One unit as a classifier

typedef struct {
  const double *x, *counts;
  size_t levels, classes;
  double total, penalty;
} unit_fit;

/// Leaves the probabilities at one value in `p` and returns the logarithm of their sum before division, less `z` of none.
static double unit_probabilities(const unit_fit *fit, const double *weights, double x, double *p) {
  const size_t k = fit->classes;
  double largest = weights[0] + weights[k] * x, sum = 0.0;
  for (size_t c = 0; c < k; c++) {
    p[c] = weights[c] + weights[k + c] * x;
    largest = p[c] > largest ? p[c] : largest;
  }
  for (size_t c = 0; c < k; c++) p[c] -= largest;
  dl_exp_f64(p, p, k, DL_PATH_FASTEST);
  for (size_t c = 0; c < k; c++) sum += p[c];
  for (size_t c = 0; c < k; c++) p[c] /= sum;
  return largest + dl_log(sum);
}

static double unit_objective(const unit_fit *fit, const double *weights, double *p) {
  const size_t k = fit->classes;
  double loss = 0.0, size = 0.0;
  for (size_t level = 0; level < fit->levels; level++) {
    const double x = fit->x[level], *counts = fit->counts + level * k;
    const double log_sum = unit_probabilities(fit, weights, x, p);
    for (size_t c = 0; c < k; c++) loss += counts[c] * (log_sum - (weights[c] + weights[k + c] * x));
  }
  for (size_t i = 0; i < 2 * k; i++) size += weights[i] * weights[i];
  return loss / fit->total + 0.5 * fit->penalty * size;
}

/// Fills gradient and Hessian of the objective.
static void unit_derivatives(const unit_fit *fit, const double *weights, double *p, double *gradient, double *hessian) {
  const size_t k = fit->classes, n = 2 * k;
  for (size_t i = 0; i < n; i++) gradient[i] = fit->penalty * weights[i];
  for (size_t i = 0; i < n * n; i++) hessian[i] = i / n == i % n ? fit->penalty : 0.0;
  for (size_t level = 0; level < fit->levels; level++) {
    const double x = fit->x[level], *counts = fit->counts + level * k;
    double here = 0.0;
    for (size_t c = 0; c < k; c++) here += counts[c];
    if (here == 0.0) continue;
    unit_probabilities(fit, weights, x, p);
    for (size_t c = 0; c < k; c++) {
      const double slope = (here * p[c] - counts[c]) / fit->total;
      gradient[c] += slope;
      gradient[k + c] += slope * x;
      for (size_t d = 0; d < k; d++) {
        const double curve = here / fit->total * p[c] * ((c == d ? 1.0 : 0.0) - p[d]);
        hessian[c * n + d] += curve;
        hessian[c * n + k + d] += curve * x;
        hessian[(k + c) * n + d] += curve * x;
        hessian[(k + c) * n + k + d] += curve * x * x;
      }
    }
  }
}

void dl_fit_unit(
    const double *x, const double *counts, size_t levels, size_t classes, double penalty, double *weights,
    double *scratch) {
  const size_t n = 2 * classes;
  double *hessian = scratch, *gradient = hessian + n * n, *moved = gradient + n, *p = moved + n;
  unit_fit fit = {x, counts, levels, classes, 0.0, penalty};
  for (size_t i = 0; i < levels * classes; i++) fit.total += counts[i];
  for (size_t i = 0; i < n; i++) weights[i] = 0.0;
  double value = unit_objective(&fit, weights, p);
  for (int step = 0; step < 50; step++) {
    unit_derivatives(&fit, weights, p, gradient, hessian);
    double steepest = 0.0;
    for (size_t i = 0; i < n; i++) {
      const double size = gradient[i] < 0.0 ? -gradient[i] : gradient[i];
      steepest = size > steepest ? size : steepest;
    }
    if (steepest < 1e-9) return;
    dl_solve_positive(hessian, n, gradient);
    // Newton's step, halved until the objective falls.
    double share = 1.0, reached = value;
    for (int half = 0; half < 40; half++, share *= 0.5) {
      for (size_t i = 0; i < n; i++) moved[i] = weights[i] - share * gradient[i];
      reached = unit_objective(&fit, moved, p);
      if (reached < value) break;
    }
    if (!(reached < value)) return;
    value = reached;
    for (size_t i = 0; i < n; i++) weights[i] = moved[i];
  }
}

// MARK: - Weights moved by hand

void dl_offset_weights(const float *origin, const double *direction, double scale, float *weights, size_t count) {
  for (size_t i = 0; i < count; i++) weights[i] = (float)((double)origin[i] + scale * direction[i]);
}

void dl_ascend_weights(
    const float *origin, const double *gradient, double step, double radius, float *weights, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const double at = (double)origin[i], size = at < 0.0 ? -at : at;
    const double sign = gradient[i] > 0.0 ? 1.0 : gradient[i] < 0.0 ? -1.0 : 0.0;
    double offset = ((double)weights[i] - at) + step * size * sign;
    if (offset > radius * size) offset = radius * size;
    if (offset < -radius * size) offset = -radius * size;
    weights[i] = (float)(at + offset);
  }
}

void dl_accumulate(const float *values, double weight, double *sums, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] += weight * (double)values[i];
}

void dl_scale_difference(double *x, const double *y, double scale, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = (x[i] - y[i]) * scale;
}

void dl_scale_f64(double *x, double scale, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] *= scale;
}

void dl_add_f64(double *x, const double *y, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] += y[i];
}

double dl_dot_f64(const double *x, const double *y, size_t count) {
  double sum = 0.0;
  for (size_t i = 0; i < count; i++) sum += x[i] * y[i];
  return sum;
}

// MARK: - Least squares

void dl_normal_equations(
    const double *features, const double *targets, size_t rows, size_t columns, double *gram, double *right) {
  for (size_t i = 0; i < columns * columns; i++) gram[i] = 0.0;
  for (size_t i = 0; i < columns; i++) right[i] = 0.0;
  for (size_t r = 0; r < rows; r++) {
    const double *f = features + r * columns;
    for (size_t i = 0; i < columns; i++) {
      const double own = f[i];
      if (own == 0.0) continue;
      double *out = gram + i * columns;
      right[i] += own * targets[r];
      for (size_t j = i; j < columns; j++) out[j] += own * f[j];
    }
  }
  for (size_t i = 0; i < columns; i++)
    for (size_t j = i + 1; j < columns; j++) gram[j * columns + i] = gram[i * columns + j];
}
