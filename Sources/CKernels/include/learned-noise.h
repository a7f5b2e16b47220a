#ifndef DL_LEARNED_NOISE_H
#define DL_LEARNED_NOISE_H

#include <stddef.h>

#include "paths.h"

/// Noise of sums, and units that are kept by their own sums; factors of learned size are in factors.h.

/// z ← z + √(ratio · s) · ε and s ← dz/ds = ε · √ratio / (2 √s), 0 where s is not above 0.
void dl_add_deviations(float *z, float *s, const float *normals, size_t count, float ratio, dl_path path);

/// to ← to + scale · a · b.
void dl_add_scaled_products(float *to, const float *a, const float *b, float scale, size_t count, dl_path path);

/// f ← π = σ(slope · z + shift), or, drawing from uniforms f, 1 where f < π and 0 elsewhere; no `z` stands for zeros.
void dl_standout(float *factors, const float *z, size_t count, float slope, float shift, int draws, dl_path path);

#endif
