#include "include/factors.h"

#include "vectors.h"

enum { PANEL = 16 };

// MARK: - Moments

/// Sixteen lanes in Double.
typedef struct {
  f64x8 low, high;
} sixteen_sums;

DL_INLINE sixteen_sums widened(const float *x) {
  return (sixteen_sums){
      __builtin_convertvector(load_f32x8(x), f64x8), __builtin_convertvector(load_f32x8(x + 8), f64x8)};
}

/// The tree (0+8, 1+9, …), (0+4, …), (0+2, …), 0+1.
DL_INLINE double tree(sixteen_sums sums) {
  f64x8 eight = sums.low + sums.high;
  f64x4 four = eight.lo + eight.hi;
  return (four[0] + four[2]) + (four[1] + four[3]);
}

DL_INLINE void dl_add_factor_moments_body(
    const float *factors, size_t rows, size_t panels, size_t outer, size_t inner, size_t stride, double *sums,
    dl_path path) {
  sixteen_sums sum = {0.0, 0.0}, squares = {0.0, 0.0};
  for (size_t o = 0; o < outer; o++)
    for (size_t i = 0; i < inner; i++)
      for (size_t p = 0; p < panels; p++) {
        sixteen_sums f = widened(factors + (p * rows + o + i * stride) * PANEL);
        sum.low = sum.low + f.low;
        sum.high = sum.high + f.high;
        squares.low = squares.low + f.low * f.low;
        squares.high = squares.high + f.high * f.high;
      }
  sums[0] += tree(sum);
  sums[1] += tree(squares);
}
DL_DISPATCH_WIDE(
    void, dl_add_factor_moments,
    (const float *factors, size_t rows, size_t panels, size_t outer, size_t inner, size_t stride, double *sums,
     dl_path path),
    (factors, rows, panels, outer, inner, stride, sums, path))

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

DL_INLINE f64x8 slope_of(const dl_factor_slope *slope, f64x8 x, f64x8 dy, f64x8 f) {
  return x * dy * (slope->constant + f * (slope->linear + f * slope->square));
}

DL_INLINE void dl_factor_pullback_body(
    const float *plain, float *dy, const float *factors, size_t rows, int rectifies, const dl_factor_slope *slope,
    double *sums, size_t first, size_t last, dl_path path) {
  const dl_factor_slope law = *slope;
  for (size_t p = first; p < last; p++) {
    sixteen_sums sum = {0.0, 0.0};
    for (size_t r = 0; r < rows; r++) {
      const size_t at = (p * rows + r) * PANEL;
      const sixteen_sums x = widened(plain + at), step = widened(dy + at), f = widened(factors + at);
      sum.low = sum.low + slope_of(&law, x.low, step.low, f.low);
      sum.high = sum.high + slope_of(&law, x.high, step.high, f.high);
      f32x16 back = load_f32x16(dy + at) * load_f32x16(factors + at) + 0.0f;
      if (rectifies) back = load_f32x16(plain + at) > 0.0f ? back : (f32x16)0.0f;
      store_f32x16(dy + at, back);
    }
    memcpy(sums + p * PANEL, &sum, sizeof sum);
  }
}
DL_DISPATCH_WIDE(
    void, dl_factor_pullback,
    (const float *plain, float *dy, const float *factors, size_t rows, int rectifies, const dl_factor_slope *slope,
     double *sums, size_t first, size_t last, dl_path path),
    (plain, dy, factors, rows, rectifies, slope, sums, first, last, path))
