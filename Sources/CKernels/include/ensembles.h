#ifndef DL_ENSEMBLES_H
#define DL_ENSEMBLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Averages of several predictions of the same examples, in Double; no fused operation, so the same bits everywhere.
///
/// Rows are examples, columns classes; `scratch` has room for one row.

/// sums += weight · softmax(logits) of each row; entropies[row] += weight · its entropy in nats.
void dl_add_probabilities(
    const float *logits, size_t rows, size_t classes, double weight, double *scratch, double *sums, double *entropies);

/// sums += weight · logits; softmax(sums / total) is then the renormalised geometric mean of the predictions.
void dl_add_logits(const float *logits, size_t rows, size_t classes, double weight, double *sums);

/// logs = ln softmax(logits) of each row.
void dl_log_softmax(const float *logits, size_t rows, size_t classes, double *scratch, double *logs);

/// What `dl_measure_ensemble` writes, one number per row each.
typedef struct {
  /// −ln of the probability of the label.
  double *nll;
  /// Squared distance to the one-hot label.
  double *brier;
  /// Entropy in nats.
  double *entropy;
  /// Kullback–Leibler divergence from a reference given by its log probabilities.
  double *divergence;
  /// The first of equal maxima.
  uint32_t *predictions;
  float *confidences;
} dl_ensemble_measures;

/// Measures sums / total as probabilities, or softmax(sums / total) where it is the mean of logits.
void dl_measure_ensemble(
    const double *sums, double total, bool is_geometric, const uint32_t *labels, const double *reference_logs,
    size_t rows, size_t classes, double *scratch, const dl_ensemble_measures *out);

/// `scratch` has room for two rows here.
///
/// divergences = Σ_c r (ln r − ln m) of each row, r = `masked` in ascending order and m = sums / total as probabilities, or
/// softmax(sums / total) where it is the mean of logits; terms with r = 0 are 0.
void dl_divergence_from_masks(
    const double *masked, const double *sums, double total, bool is_geometric, size_t rows, size_t classes,
    double *scratch, double *divergences);

// MARK: - Gaussian moments of dropped weights (Wan et al. 2013, section 3.2)

/// values = means + √(ratio · squares) · normals.
void dl_gaussian_sample(
    const float *means, const float *squares, double ratio, const float *normals, float *values, size_t count);

/// values = E[max(0, u)], u ~ N(mean, s²), s² = ratio · square: mean Φ(mean / s) + s φ(mean / s).
void dl_gaussian_relu_mean(
    const float *means, const float *squares, double ratio, float *values, size_t count);

/// sums += values.
void dl_add_to_means(const float *values, double *sums, size_t count);

/// values = sums / total.
void dl_take_means(const double *sums, double total, float *values, size_t count);

/// squares = values².
void dl_square_f32(const float *values, float *squares, size_t count);

#endif
