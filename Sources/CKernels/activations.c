#include "include/activations.h"

#include "vectors.h"

// One formula per element, so whatever width the compiler picks gives the same bits.

DL_INLINE void dl_tanh_pullback_f32_body(const float *y, const float *dy, float *dx, size_t count, dl_path path) {
  for (size_t i = 0; i < count; i++) dx[i] = dy[i] * (1.0f - y[i] * y[i]);
}
DL_DISPATCH(
    void, dl_tanh_pullback_f32, (const float *y, const float *dy, float *dx, size_t count, dl_path path),
    (y, dy, dx, count, path))

DL_INLINE void dl_sigmoid_pullback_f32_body(const float *y, const float *dy, float *dx, size_t count, dl_path path) {
  for (size_t i = 0; i < count; i++) dx[i] = dy[i] * (y[i] * (1.0f - y[i]));
}
DL_DISPATCH(
    void, dl_sigmoid_pullback_f32, (const float *y, const float *dy, float *dx, size_t count, dl_path path),
    (y, dy, dx, count, path))

DL_INLINE void dl_leaky_relu_f32_body(const float *x, float slope, float *y, size_t count, dl_path path) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] > 0.0f ? x[i] : slope * x[i] + 0.0f;
}
DL_DISPATCH(
    void, dl_leaky_relu_f32, (const float *x, float slope, float *y, size_t count, dl_path path),
    (x, slope, y, count, path))

DL_INLINE void dl_leaky_relu_pullback_f32_body(
    const float *y, float slope, const float *dy, float *dx, size_t count, dl_path path) {
  for (size_t i = 0; i < count; i++) dx[i] = y[i] > 0.0f ? dy[i] : slope * dy[i] + 0.0f;
}
DL_DISPATCH(
    void, dl_leaky_relu_pullback_f32,
    (const float *y, float slope, const float *dy, float *dx, size_t count, dl_path path),
    (y, slope, dy, dx, count, path))
