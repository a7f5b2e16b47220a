#ifndef DL_ACTIVATIONS_H
#define DL_ACTIVATIONS_H

#include <stddef.h>

#include "paths.h"

/// Pullbacks of the activation functions; forward tanh and sigmoid are `dl_tanh_f32` and `dl_sigmoid_f32`.

/// dx[i] = dy[i] · (1 − y[i]²), where y = tanh x; `dx` may be `dy`.
void dl_tanh_pullback_f32(const float *y, const float *dy, float *dx, size_t count, dl_path path);

/// dx[i] = dy[i] · y[i] · (1 − y[i]), where y = σ(x); `dx` may be `dy`.
void dl_sigmoid_pullback_f32(const float *y, const float *dy, float *dx, size_t count, dl_path path);

/// y[i] = x[i] if x[i] > 0, else slope · x[i] (never −0 for slope 0); `y` may be `x`.
void dl_leaky_relu_f32(const float *x, float slope, float *y, size_t count, dl_path path);

/// y[i] = λ x[i] if x[i] > 0, else λ α (eˣ − 1), and slopes[i] its derivative (Klambauer et al. 2017, eq. 2).
///
/// `count` is a multiple of 16; `y` may be `x`. Both are within 2⁻²² max(|x|, 1).
void dl_selu_f32(const float *x, float *y, float *slopes, size_t count, dl_path path);

/// dx[i] = dy[i] if y[i] > 0, else slope · dy[i], where y is the output and slope ≥ 0; `dx` may be `dy`.
void dl_leaky_relu_pullback_f32(
    const float *y, float slope, const float *dy, float *dx, size_t count, dl_path path);

#endif
