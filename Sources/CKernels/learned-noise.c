#include "include/learned-noise.h"

#include "vectors.h"

#include "elementary.h"

enum { PANEL = 16 };

DL_INLINE void dl_widen_normals_body(
    float *factors, size_t rows, const float *deviations, size_t first, size_t last, dl_path path) {
  for (size_t p = first; p < last; p++) {
    const f32x8 low = load_f32x8(deviations + p * PANEL), high = load_f32x8(deviations + p * PANEL + 8);
    for (size_t r = 0; r < rows; r++) {
      float *f = factors + (p * rows + r) * PANEL;
      store_f32x8(f, __builtin_elementwise_fma(load_f32x8(f), low, (f32x8)1.0f));
      store_f32x8(f + 8, __builtin_elementwise_fma(load_f32x8(f + 8), high, (f32x8)1.0f));
    }
  }
}
DL_DISPATCH(
    void, dl_widen_normals,
    (float *factors, size_t rows, const float *deviations, size_t first, size_t last, dl_path path),
    (factors, rows, deviations, first, last, path))

DL_INLINE f32x8 relaxed(f32x8 u, float logit, float inverse_temperature, float scale) {
  f32x8 inside = __builtin_elementwise_fma(u, (f32x8)(1 - 0x1p-23f), (f32x8)0x1p-24f);
  f32x8 z = ((f32x8)logit + (log_f32x8(inside) - log_f32x8(1.0f - inside))) * inverse_temperature;
  return scale * sigmoid_f32x8(-z);
}

DL_INLINE void dl_relax_uniforms_body(
    float *factors, size_t count, float logit, float inverse_temperature, float scale, dl_path path) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    store_f32x8(factors + i, relaxed(load_f32x8(factors + i), logit, inverse_temperature, scale));
  if (i == count) return;
  f32x8 rest = 0.5f;
  memcpy(&rest, factors + i, (count - i) * sizeof *factors);
  rest = relaxed(rest, logit, inverse_temperature, scale);
  memcpy(factors + i, &rest, (count - i) * sizeof *factors);
}
DL_DISPATCH(
    void, dl_relax_uniforms,
    (float *factors, size_t count, float logit, float inverse_temperature, float scale, dl_path path),
    (factors, count, logit, inverse_temperature, scale, path))

DL_INLINE void dl_factor_gradient_body(
    const float *x, const float *dy, const float *factors, size_t rows, const dl_factor_slope *slope, double *sums,
    size_t first, size_t last, dl_path path) {
  const double constant = slope->constant, linear = slope->linear, square = slope->square;
  for (size_t p = first; p < last; p++)
    for (size_t half = 0; half < PANEL; half += 8) {
      f64x8 sum = 0;
      for (size_t r = 0; r < rows; r++) {
        const size_t at = (p * rows + r) * PANEL + half;
        f64x8 f = __builtin_convertvector(load_f32x8(factors + at), f64x8);
        f64x8 step = __builtin_convertvector(load_f32x8(x + at), f64x8);
        step = step * __builtin_convertvector(load_f32x8(dy + at), f64x8);
        sum = sum + step * (constant + f * (linear + f * square));
      }
      memcpy(sums + p * PANEL + half, &sum, sizeof sum);
    }
}
DL_DISPATCH(
    void, dl_factor_gradient,
    (const float *x, const float *dy, const float *factors, size_t rows, const dl_factor_slope *slope, double *sums,
     size_t first, size_t last, dl_path path),
    (x, dy, factors, rows, slope, sums, first, last, path))

// MARK: - Gaussian sums

DL_INLINE void dl_add_deviations_body(
    float *z, float *s, const float *normals, size_t count, float ratio, dl_path path) {
  for (size_t i = 0; i < count; i++) {
    const float root = __builtin_sqrtf(ratio * s[i]), spread = normals[i] * ratio;
    z[i] = z[i] + normals[i] * root;
    s[i] = root > 0.0f ? spread / (root + root) : 0.0f;
  }
}
DL_DISPATCH(
    void, dl_add_deviations, (float *z, float *s, const float *normals, size_t count, float ratio, dl_path path),
    (z, s, normals, count, ratio, path))

DL_INLINE void dl_add_scaled_products_body(
    float *to, const float *a, const float *b, float scale, size_t count, dl_path path) {
  for (size_t i = 0; i < count; i++) to[i] = to[i] + scale * a[i] * b[i];
}
DL_DISPATCH(
    void, dl_add_scaled_products,
    (float *to, const float *a, const float *b, float scale, size_t count, dl_path path),
    (to, a, b, scale, count, path))

// MARK: - Standout

DL_INLINE void dl_standout_body(
    float *factors, const float *z, size_t count, float slope, float shift, int draws, dl_path path) {
  // Panels come in sixteens.
  for (size_t i = 0; i + 8 <= count; i += 8) {
    f32x8 sum = z ? load_f32x8(z + i) : (f32x8)0.0f;
    f32x8 kept = sigmoid_f32x8(__builtin_elementwise_fma(sum, (f32x8)slope, (f32x8)shift));
    f32x8 drawn = load_f32x8(factors + i) < kept ? (f32x8)1.0f : (f32x8)0.0f;
    store_f32x8(factors + i, draws ? drawn : kept);
  }
}
DL_DISPATCH(
    void, dl_standout,
    (float *factors, const float *z, size_t count, float slope, float shift, int draws, dl_path path),
    (factors, z, count, slope, shift, draws, path))
