#include "include/factors.h"

#include "vectors.h"

enum { PANEL = 16 };

// MARK: - Forward

DL_INLINE f32x16 rectified(f32x16 x) {
  // A NaN must not vanish here: only what is below zero is cut.
  return x <= 0.0f ? (f32x16)0.0f : x;
}

DL_INLINE void dl_relu_factors_body(
    float *x, float *factors, size_t rows, size_t first, size_t last, dl_path path) {
  for (size_t i = first * rows * PANEL; i < last * rows * PANEL; i += PANEL) {
    f32x16 v = load_f32x16(x + i);
    f32x16 f = v <= 0.0f ? (f32x16)0.0f : load_f32x16(factors + i);
    store_f32x16(factors + i, f);
    store_f32x16(x + i, rectified(v) * f + 0.0f);
  }
}
DL_DISPATCH_WIDE(
    void, dl_relu_factors, (float *x, float *factors, size_t rows, size_t first, size_t last, dl_path path),
    (x, factors, rows, first, last, path))

DL_INLINE void dl_keep_and_multiply_body(
    float *x, float *plain, const float *factors, size_t rows, int rectifies, size_t first, size_t last,
    dl_path path) {
  for (size_t i = first * rows * PANEL; i < last * rows * PANEL; i += PANEL) {
    f32x16 v = load_f32x16(x + i);
    v = rectifies ? rectified(v) : v;
    store_f32x16(plain + i, v + 0.0f);
    store_f32x16(x + i, v * load_f32x16(factors + i) + 0.0f);
  }
}
DL_DISPATCH_WIDE(
    void, dl_keep_and_multiply,
    (float *x, float *plain, const float *factors, size_t rows, int rectifies, size_t first, size_t last,
     dl_path path),
    (x, plain, factors, rows, rectifies, first, last, path))

// MARK: - Pullback

/// Sixteen lanes in Double.
typedef struct {
  f64x8 low, high;
} sixteen_sums;

/// The products of up to 32 rows of one panel; dy becomes its pullback on the way.
DL_INLINE f32x16 pull_rows(
    const float *plain, float *dy, const float *factors, size_t rows, const bool rectifies, f32x16 constant,
    f32x16 linear, f32x16 square) {
  f32x16 sum = 0.0f;
  for (size_t at = 0; at < rows * PANEL; at += PANEL) {
    const f32x16 x = load_f32x16(plain + at), step = load_f32x16(dy + at), f = load_f32x16(factors + at);
    const f32x16 slope = __builtin_elementwise_fma(f, __builtin_elementwise_fma(f, square, linear), constant);
    sum = __builtin_elementwise_fma(x * step, slope, sum);
    f32x16 back = step * f + 0.0f;
    if (rectifies) back = x > 0.0f ? back : (f32x16)0.0f;
    store_f32x16(dy + at, back);
  }
  return sum;
}

DL_INLINE void pull_panel(
    const float *plain, float *dy, const float *factors, size_t rows, const bool rectifies,
    const dl_factor_slope *law, double *sums) {
  const f32x16 constant = (float)law->constant, linear = (float)law->linear, square = (float)law->square;
  sixteen_sums sum = {0.0, 0.0};
  for (size_t r = 0; r < rows; r += DL_SLOPE_ROWS) {
    const size_t at = r * PANEL, length = rows - r < DL_SLOPE_ROWS ? rows - r : DL_SLOPE_ROWS;
    const f32x16 part =
        pull_rows(plain + at, dy + at, factors + at, length, rectifies, constant, linear, square);
    sum.low = sum.low + __builtin_convertvector(part.lo, f64x8);
    sum.high = sum.high + __builtin_convertvector(part.hi, f64x8);
  }
  memcpy(sums, &sum, sizeof sum);
}

DL_INLINE void dl_factor_pullback_body(
    const float *plain, float *dy, const float *factors, size_t rows, int rectifies, const dl_factor_slope *slope,
    double *sums, size_t first, size_t last, dl_path path) {
  for (size_t p = first; p < last; p++) {
    const size_t at = p * rows * PANEL;
    if (rectifies) pull_panel(plain + at, dy + at, factors + at, rows, true, slope, sums + p * PANEL);
    else pull_panel(plain + at, dy + at, factors + at, rows, false, slope, sums + p * PANEL);
  }
}
DL_DISPATCH_WIDE(
    void, dl_factor_pullback,
    (const float *plain, float *dy, const float *factors, size_t rows, int rectifies, const dl_factor_slope *slope,
     double *sums, size_t first, size_t last, dl_path path),
    (plain, dy, factors, rows, rectifies, slope, sums, first, last, path))
