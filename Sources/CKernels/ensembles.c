#include "include/ensembles.h"

#include <math.h>

#include "include/mathematics.h"

// MARK: - One row

static double largest_of(const double *values, size_t count) {
  double largest = values[0];
  for (size_t i = 1; i < count; i++) largest = values[i] > largest ? values[i] : largest;
  return largest;
}

/// Leaves e^(z − max) in `powers` and returns their sum; `powers` holds z at first.
static double powers_of(double *powers, size_t count, double *largest) {
  double sum = 0.0;
  *largest = largest_of(powers, count);
  for (size_t i = 0; i < count; i++) powers[i] -= *largest;
  dl_exp_f64(powers, powers, count, DL_PATH_FASTEST);
  for (size_t i = 0; i < count; i++) sum += powers[i];
  return sum;
}

static void widen(const float *from, double *to, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = (double)from[i];
}

// MARK: - Adding predictions

void dl_add_probabilities(
    const float *logits, size_t rows, size_t classes, double weight, double *scratch, double *sums, double *entropies) {
  for (size_t row = 0; row < rows; row++) {
    const float *z = logits + row * classes;
    double largest, spread = 0.0;
    widen(z, scratch, classes);
    double total = powers_of(scratch, classes, &largest);
    for (size_t k = 0; k < classes; k++) {
      double probability = scratch[k] / total;
      spread += probability * ((double)z[k] - largest);
      sums[row * classes + k] += weight * probability;
    }
    entropies[row] += weight * (dl_log(total) - spread);
  }
}

void dl_add_logits(const float *logits, size_t rows, size_t classes, double weight, double *sums) {
  for (size_t i = 0; i < rows * classes; i++) sums[i] += weight * (double)logits[i];
}

void dl_log_softmax(const float *logits, size_t rows, size_t classes, double *scratch, double *logs) {
  for (size_t row = 0; row < rows; row++) {
    const float *z = logits + row * classes;
    double largest;
    widen(z, scratch, classes);
    double log_total = dl_log(powers_of(scratch, classes, &largest));
    for (size_t k = 0; k < classes; k++) logs[row * classes + k] = ((double)z[k] - largest) - log_total;
  }
}

// MARK: - Measuring their mean

/// Makes probabilities of one row in `scratch` and returns −ln of the label's.
static double probabilities_of(
    const double *sums, double total, bool is_geometric, size_t classes, uint32_t label, double *scratch) {
  for (size_t k = 0; k < classes; k++) scratch[k] = sums[k] / total;
  if (!is_geometric) return -dl_log(scratch[label]);
  double largest, labelled = scratch[label];
  double sum = powers_of(scratch, classes, &largest);
  for (size_t k = 0; k < classes; k++) scratch[k] /= sum;
  return dl_log(sum) - (labelled - largest);
}

void dl_measure_ensemble(
    const double *sums, double total, bool is_geometric, const uint32_t *labels, const double *reference_logs,
    size_t rows, size_t classes, double *scratch, const dl_ensemble_measures *out) {
  for (size_t row = 0; row < rows; row++) {
    double brier = 0.0, entropy = 0.0, divergence = 0.0;
    out->nll[row] = probabilities_of(sums + row * classes, total, is_geometric, classes, labels[row], scratch);
    size_t best = 0;
    for (size_t k = 0; k < classes; k++) {
      double p = scratch[k], distance = p - (k == labels[row] ? 1.0 : 0.0);
      if (p > scratch[best]) best = k;
      brier += distance * distance;
      if (p <= 0.0) continue;
      double own = p * dl_log(p);
      entropy -= own;
      divergence += own - p * reference_logs[row * classes + k];
    }
    out->brier[row] = brier;
    out->entropy[row] = entropy;
    out->divergence[row] = divergence;
    out->predictions[row] = (uint32_t)best;
    out->confidences[row] = (float)scratch[best];
  }
}

/// Leaves the log probabilities of the mean of one row in `logs`.
static void log_probabilities_of(
    const double *sums, double total, bool is_geometric, size_t classes, double *scratch, double *logs) {
  for (size_t k = 0; k < classes; k++) logs[k] = sums[k] / total;
  if (!is_geometric) {
    for (size_t k = 0; k < classes; k++) logs[k] = dl_log(logs[k]);
    return;
  }
  double largest;
  for (size_t k = 0; k < classes; k++) scratch[k] = logs[k];
  double log_total = dl_log(powers_of(scratch, classes, &largest));
  for (size_t k = 0; k < classes; k++) logs[k] = (logs[k] - largest) - log_total;
}

void dl_divergence_from_masks(
    const double *masked, const double *sums, double total, bool is_geometric, size_t rows, size_t classes,
    double *scratch, double *divergences) {
  for (size_t row = 0; row < rows; row++) {
    const double *r = masked + row * classes;
    double *logs = scratch + classes, divergence = 0.0;
    log_probabilities_of(sums + row * classes, total, is_geometric, classes, scratch, logs);
    for (size_t k = 0; k < classes; k++)
      if (r[k] > 0.0) divergence += r[k] * (dl_log(r[k]) - logs[k]);
    divergences[row] = divergence;
  }
}

// MARK: - Gaussian moments

void dl_gaussian_sample(
    const float *means, const float *squares, double ratio, const float *normals, float *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    double deviation = sqrt(ratio * (double)squares[i]);
    values[i] = (float)((double)means[i] + deviation * (double)normals[i]);
  }
}

void dl_gaussian_relu_mean(const float *means, const float *squares, double ratio, float *values, size_t count) {
  const double root_of_two_pi = 2.50662827463100050242;
  for (size_t i = 0; i < count; i++) {
    double mean = (double)means[i], deviation = sqrt(ratio * (double)squares[i]);
    if (deviation == 0.0) {
      values[i] = mean > 0.0 ? means[i] : 0.0f;
      continue;
    }
    double z = mean / deviation, density = dl_exp(-0.5 * (z * z)) / root_of_two_pi;
    values[i] = (float)(mean * dl_normal_cdf(z) + deviation * density);
  }
}

void dl_add_to_means(const float *values, double *sums, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] += (double)values[i];
}

void dl_take_means(const double *sums, double total, float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = (float)(sums[i] / total);
}

void dl_square_f32(const float *values, float *squares, size_t count) {
  for (size_t i = 0; i < count; i++) squares[i] = values[i] * values[i];
}
