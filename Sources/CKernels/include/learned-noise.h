#ifndef DL_LEARNED_NOISE_H
#define DL_LEARNED_NOISE_H

#include <stddef.h>

#include "paths.h"

/// Multiplicative noise whose size is learned: its factors and their slopes.

/// f ← 1 + deviations[c] · f for normal numbers f, in panels; `deviations` 16 per panel.
void dl_widen_normals(
    float *factors, size_t rows, const float *deviations, size_t first, size_t last, dl_path path);

/// f ← scale · σ(−(logit + logit u) / temperature) for uniforms u in [0, 1), which are moved 2⁻²⁴ into the open interval.
void dl_relax_uniforms(
    float *factors, size_t count, float logit, float inverse_temperature, float scale, dl_path path);

/// df/dθ = constant + linear · f + square · f² of a factor f by what is learned.
typedef struct dl_factor_slope {
  double constant, linear, square;
} dl_factor_slope;

/// sums[c] = Σ over rows of dy · x · df/dθ, one chain in Double per column; 16 per panel.
void dl_factor_gradient(
    const float *x, const float *dy, const float *factors, size_t rows, const dl_factor_slope *slope, double *sums,
    size_t first, size_t last, dl_path path);

/// z ← z + √(ratio · s) · ε and s ← dz/ds = ε · √ratio / (2 √s), 0 where s is not above 0.
void dl_add_deviations(float *z, float *s, const float *normals, size_t count, float ratio, dl_path path);

/// to ← to + scale · a · b.
void dl_add_scaled_products(float *to, const float *a, const float *b, float scale, size_t count, dl_path path);

/// f ← π = σ(slope · z + shift), or, drawing from uniforms f, 1 where f < π and 0 elsewhere; no `z` stands for zeros.
void dl_standout(float *factors, const float *z, size_t count, float slope, float shift, int draws, dl_path path);

#endif
