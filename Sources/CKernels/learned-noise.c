#include "include/learned-noise.h"

#include "vectors.h"

#include "elementary.h"

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
