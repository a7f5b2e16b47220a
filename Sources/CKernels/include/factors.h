#ifndef DL_FACTORS_H
#define DL_FACTORS_H

#include <stddef.h>
#include <stdint.h>

#include "paths.h"

/// Factors that are not masks: drawn where the panels of a matrix want them, and applied in as few passes as it takes.

/// What a factor is made of.
typedef enum dl_factor_kind {
  /// first + second · z, z the normal number of the address.
  DL_FACTORS_NORMAL,
  /// The same, 0 where that is not above 0.
  DL_FACTORS_CLIPPED,
  /// 1 + deviations[c] · z.
  DL_FACTORS_WIDENED,
  /// first + second · u, u the uniform number of the address.
  DL_FACTORS_UNIFORM,
  /// third · σ(−(first + logit u) · second), u moved 2⁻²⁴ into the open interval.
  DL_FACTORS_RELAXED,
} dl_factor_kind;

typedef struct dl_factor_law {
  dl_factor_kind kind;
  float first, second, third;
  /// One per channel, filled up to whole panels.
  const float *deviations;
} dl_factor_law;

/// Draws the factors of a batch into panels `[panel][position][example][16]`.
///
/// Channel c of position q of example e has the number of unit q · channels + c of `examples[e]` (see philox.h);
/// `channels` is a multiple of 16.
void dl_draw_factors(
    const dl_factor_law *law, uint64_t key, uint64_t step, const uint32_t *examples, size_t count, size_t positions,
    size_t channels, float *factors, dl_path path);

/// f ← third · σ(−(first + logit f) · second) for uniforms f, as `DL_FACTORS_RELAXED`.
void dl_relax_uniforms(float *factors, size_t count, const dl_factor_law *law, dl_path path);

/// Adds Σ f to `sums[0]` and Σ f² to `sums[1]`, with the bits that `dl_sum_f32` and `dl_squared_norm_f32` give.
///
/// Rows are taken as `outer` runs of `inner` rows, run i from row i, rows `stride` apart; each is a row of all panels.
void dl_add_factor_moments(
    const float *factors, size_t rows, size_t panels, size_t outer, size_t inner, size_t stride, double *sums,
    dl_path path);

/// f ← 0 where x ≤ 0; x ← f · x, so that the pullback of ReLU and noise is a product with f.
void dl_relu_factors(float *x, float *factors, size_t rows, size_t first, size_t last, dl_path path);

/// plain ← x, or max(0, x) if `rectifies`; x ← f · plain.
void dl_keep_and_multiply(
    float *x, float *plain, const float *factors, size_t rows, int rectifies, size_t first, size_t last,
    dl_path path);

/// df/dθ = constant + linear · f + square · f² of a factor f by what is learned.
typedef struct dl_factor_slope {
  double constant, linear, square;
} dl_factor_slope;

/// sums[c] = Σ over rows of dy · plain · df/dθ, one chain in Double per column, 16 per panel; dy ← f · dy, and 0 where
/// `rectifies` and plain ≤ 0.
void dl_factor_pullback(
    const float *plain, float *dy, const float *factors, size_t rows, int rectifies, const dl_factor_slope *slope,
    double *sums, size_t first, size_t last, dl_path path);

#endif
