#include "batch-norm.h"

#include "products.h"
#include "panel-vectors.h"

typedef double v8d __attribute__((vector_size(64)));
typedef double v8d_loose __attribute__((vector_size(64), aligned(8), may_alias));
typedef float v8f __attribute__((vector_size(32), aligned(4), may_alias));

/// Sixteen channels in double.
typedef struct pair {
  v8d low, high;
} pair;

DL_INLINE pair widen(const float *x) {
  return (pair){__builtin_convertvector(*(const v8f *)x, v8d), __builtin_convertvector(*(const v8f *)(x + 8), v8d)};
}


DL_INLINE void store_pair(double *x, pair value) {
  for (int i = 0; i < 8; i++) x[i] = value.low[i], x[i + 8] = value.high[i];
}

// MARK: - Forward

DL_INLINE void dl_channel_moments_body(
    const float *x, size_t rows, double *means, double *variances, size_t first, size_t last, const dl_path path) {
  (void)path;
  const double count = (double)rows;
  for (size_t p = first; p < last; p++) {
    const float *panel = x + p * rows * DL_PANEL;
    pair sum = {{0}, {0}}, squares = {{0}, {0}};
    for (size_t r = 0; r < rows; r++) {
      pair v = widen(panel + r * DL_PANEL);
      sum.low += v.low, sum.high += v.high;
    }
    pair mean = {sum.low / count, sum.high / count};
    for (size_t r = 0; r < rows; r++) {
      pair v = widen(panel + r * DL_PANEL);
      v.low -= mean.low, v.high -= mean.high;
      squares.low = __builtin_elementwise_fma(v.low, v.low, squares.low);
      squares.high = __builtin_elementwise_fma(v.high, v.high, squares.high);
    }
    store_pair(means + p * DL_PANEL, mean);
    store_pair(variances + p * DL_PANEL, (pair){squares.low / count, squares.high / count});
  }
}

DL_KERNEL(
    dl_channel_moments,
    (const float *x, size_t rows, double *means, double *variances, size_t first, size_t last, dl_path path), x, rows,
    means, variances, first, last)

DL_INLINE void add_to_pair(double *x, pair value) {
  for (int i = 0; i < 8; i++) x[i] += value.low[i], x[i + 8] += value.high[i];
}

DL_INLINE void dl_add_example_moments_body(
    const float *x, size_t positions, size_t examples, const double *means, double *sums, double *squares, size_t first,
    size_t last, const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    const float *panel = x + p * positions * examples * DL_PANEL;
    const double *mean = means + p * DL_PANEL;
    const pair center = {*(const v8d_loose *)mean, *(const v8d_loose *)(mean + 8)};
    for (size_t e = 0; e < examples; e++) {
      pair sum = {{0}, {0}}, square = {{0}, {0}};
      for (size_t at = 0; at < positions; at++) {
        pair v = widen(panel + (at * examples + e) * DL_PANEL);
        v.low -= center.low, v.high -= center.high;
        sum.low += v.low, sum.high += v.high;
        square.low = __builtin_elementwise_fma(v.low, v.low, square.low);
        square.high = __builtin_elementwise_fma(v.high, v.high, square.high);
      }
      add_to_pair(sums + p * DL_PANEL, sum);
      add_to_pair(squares + p * DL_PANEL, square);
    }
  }
}

DL_KERNEL(
    dl_add_example_moments,
    (const float *x, size_t positions, size_t examples, const double *means, double *sums, double *squares,
     size_t first, size_t last, dl_path path),
    x, positions, examples, means, sums, squares, first, last)

DL_INLINE void dl_normalize_channels_body(
    const float *x, size_t rows, const float *means, const float *scales, const float *offsets, float *y, size_t first,
    size_t last, const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    const float *from = x + p * rows * DL_PANEL;
    float *to = y + p * rows * DL_PANEL;
    const dl_v16 mean = dl_load(means + p * DL_PANEL), scale = dl_load(scales + p * DL_PANEL);
    const dl_v16 offset = dl_load(offsets + p * DL_PANEL);
    for (size_t r = 0; r < rows; r++)
      dl_store(to + r * DL_PANEL, dl_fma(dl_load(from + r * DL_PANEL) - mean, scale, offset));
  }
}

DL_KERNEL(
    dl_normalize_channels,
    (const float *x, size_t rows, const float *means, const float *scales, const float *offsets, float *y,
     size_t first, size_t last, dl_path path),
    x, rows, means, scales, offsets, y, first, last)

// MARK: - Pullback

DL_INLINE void dl_channel_gradients_body(
    const float *x, const float *dy, size_t rows, const float *means, double *sums, double *products, size_t first,
    size_t last, const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    const float *from = x + p * rows * DL_PANEL, *slope = dy + p * rows * DL_PANEL;
    const pair mean = widen(means + p * DL_PANEL);
    pair sum = {{0}, {0}}, product = {{0}, {0}};
    for (size_t r = 0; r < rows; r++) {
      pair v = widen(from + r * DL_PANEL), d = widen(slope + r * DL_PANEL);
      sum.low += d.low, sum.high += d.high;
      product.low = __builtin_elementwise_fma(d.low, v.low - mean.low, product.low);
      product.high = __builtin_elementwise_fma(d.high, v.high - mean.high, product.high);
    }
    store_pair(sums + p * DL_PANEL, sum);
    store_pair(products + p * DL_PANEL, product);
  }
}

DL_KERNEL(
    dl_channel_gradients,
    (const float *x, const float *dy, size_t rows, const float *means, double *sums, double *products, size_t first,
     size_t last, dl_path path),
    x, dy, rows, means, sums, products, first, last)

DL_INLINE void dl_normalize_pullback_body(
    const float *x, const float *dy, size_t rows, const float *means, const float *scales, const float *slopes,
    const float *shifts, float *dx, size_t first, size_t last, const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    const float *from = x + p * rows * DL_PANEL, *gradient = dy + p * rows * DL_PANEL;
    float *to = dx + p * rows * DL_PANEL;
    const dl_v16 mean = dl_load(means + p * DL_PANEL), scale = dl_load(scales + p * DL_PANEL);
    const dl_v16 slope = dl_load(slopes + p * DL_PANEL), shift = dl_load(shifts + p * DL_PANEL);
    for (size_t r = 0; r < rows; r++) {
      const dl_v16 centered = dl_load(from + r * DL_PANEL) - mean;
      const dl_v16 own = dl_fma(dl_load(gradient + r * DL_PANEL), scale, -shift);
      dl_store(to + r * DL_PANEL, dl_fma(centered, -slope, own));
    }
  }
}

DL_KERNEL(
    dl_normalize_pullback,
    (const float *x, const float *dy, size_t rows, const float *means, const float *scales, const float *slopes,
     const float *shifts, float *dx, size_t first, size_t last, dl_path path),
    x, dy, rows, means, scales, slopes, shifts, dx, first, last)
