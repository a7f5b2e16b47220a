#ifndef DL_FACTORS_H
#define DL_FACTORS_H

#include <stddef.h>
#include <stdint.h>

#include "paths.h"

/// Factors that are not masks: drawn where the panels of a matrix want them, and applied in as few passes as it takes.

/// What a factor is made of: the number u = (h + ½) / 2¹⁶ of the sixteen bits h of its address (half-numbers.h).
typedef enum dl_factor_kind {
  /// first + second · z, z = Φ⁻¹(u).
  DL_FACTORS_NORMAL,
  /// The same, 0 where that is not above 0.
  DL_FACTORS_CLIPPED,
  /// 1 + deviations[c] · z.
  DL_FACTORS_WIDENED,
  /// first + second · u.
  DL_FACTORS_UNIFORM,
  /// third · σ(−(first + logit u) · second).
  DL_FACTORS_RELAXED,
} dl_factor_kind;

/// What becomes of activations x as their factors f are drawn.
typedef enum dl_factor_use {
  /// Nothing; x and plain may be null.
  DL_DRAW,
  /// x ← f · x.
  DL_DRAW_MULTIPLY,
  /// f ← 0 where x ≤ 0; x ← f · x, so that the pullback of ReLU and noise is a product with f.
  DL_DRAW_RECTIFY,
  /// plain ← x; x ← f · x.
  DL_DRAW_KEEP,
  /// plain ← max(0, x); x ← f · plain.
  DL_DRAW_KEEP_RECTIFIED,
} dl_factor_use;

typedef struct dl_factor_law {
  dl_factor_kind kind;
  float first, second, third;
  /// One per channel, filled up to whole panels.
  const float *deviations;
} dl_factor_law;

/// Draws the factors of a batch into panels `[panel][position][example][16]` and lets them act on x, laid out alike.
///
/// Channel c of position q of example e is unit u = q · channels + c; `channels` is a multiple of 16. Its sixteen bits
/// are half (u / 16) mod 2, the low one first, of word 2 ((u / 32) mod 2) + u mod 2 of the Philox block of counter
/// (8 (u / 64) + (u mod 16) / 2, `examples[e]`, step).
///
/// Adds Σ f to `moments[0]` and Σ f² to `moments[1]`, over the units below `units` of the first 32 examples: one chain
/// of Floats per unit, then of Doubles; and to `moments[2]` how many of `DL_FACTORS_CLIPPED` are 0, before ReLU cuts.
void dl_draw_factors(
    const dl_factor_law *law, dl_factor_use use, uint64_t key, uint64_t step, const uint32_t *examples, size_t count,
    size_t positions, size_t channels, size_t units, float *factors, float *x, float *plain, double *moments,
    dl_path path);

/// Draws the uniform numbers of 24 bits of a batch, which masks threshold, into panels: those of unit u (see philox.h).
void dl_draw_uniforms(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t count, size_t positions, size_t channels,
    float *uniforms, dl_path path);

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

/// Rows whose products are one chain of Floats, before they join a chain in Double.
enum { DL_SLOPE_ROWS = 32 };

/// sums[c] = Σ over rows of dy · plain · df/dθ per column, 16 per panel; dy ← f · dy, and 0 where `rectifies` and
/// plain ≤ 0. `DL_SLOPE_ROWS` rows are one chain of Floats, and their sums one chain in Double.
void dl_factor_pullback(
    const float *plain, float *dy, const float *factors, size_t rows, int rectifies, const dl_factor_slope *slope,
    double *sums, size_t first, size_t last, dl_path path);

#endif
