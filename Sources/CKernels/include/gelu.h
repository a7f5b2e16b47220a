#ifndef DL_GELU_H
#define DL_GELU_H

#include <stddef.h>

#include "paths.h"

/// y[i] = x[i] Φ(x[i]), the exact GELU (Hendrycks & Gimpel 2016), and slopes[i] = Φ(x[i]) + x[i] φ(x[i]) unless NULL.
///
/// `count` is a multiple of 16; `y` may be `x`. y is within 2⁻²³ max(|x|, 1), the slopes within 2⁻²².
void dl_gelu_f32(const float *x, float *y, float *slopes, size_t count, dl_path path);

#endif
