#include "norms.h"

#include "panel-vectors.h"
#include "products.h"

typedef double v8d __attribute__((vector_size(64)));
typedef float v8f __attribute__((vector_size(32), aligned(4), may_alias));

/// Sixteen numbers in double.
typedef struct sixteen {
  v8d low, high;
} sixteen;

#define dl_all8(x) ((v8d){x, x, x, x, x, x, x, x})

// Functions that take or return vectors are forced inline, so that none of them crosses a border between targets.

DL_INLINE void widen(const float *x, sixteen *wide) {
  wide->low = __builtin_convertvector(*(const v8f *)x, v8d);
  wide->high = __builtin_convertvector(*(const v8f *)(x + 8), v8d);
}

DL_INLINE void narrow(const sixteen *wide, float *x) {
  *(v8f *)x = __builtin_convertvector(wide->low, v8f);
  *(v8f *)(x + 8) = __builtin_convertvector(wide->high, v8f);
}

/// The tree (0+8, 1+9, …), (0+4, …), (0+2, …), 0+1.
DL_INLINE double tree(const sixteen *lanes) {
  v8d eight = lanes->low + lanes->high;
  double four[4];
  for (int i = 0; i < 4; i++) four[i] = eight[i] + eight[i + 4];
  return (four[0] + four[2]) + (four[1] + four[3]);
}

/// Zeroes the lanes that only fill up the last panel.
DL_INLINE void clear_past(sixteen *lanes, size_t width) {
  for (size_t i = width; i < DL_PANEL; i++) {
    if (i < 8) lanes->low[i] = 0;
    else lanes->high[i - 8] = 0;
  }
}

/// Columns of panel p.
DL_INLINE size_t width_of(size_t p, size_t columns) {
  return columns - p * DL_PANEL < DL_PANEL ? columns - p * DL_PANEL : DL_PANEL;
}

DL_INLINE void dl_layer_norm_body(
    const float *x, size_t rows, size_t columns, const float *gain, const float *offset, double epsilon, double *means,
    double *scales, float *y, size_t first, size_t last, const dl_path path) {
  (void)path;
  size_t panels = dl_panels(columns);
  const double count = (double)columns;
  for (size_t r = first; r < last; r++) {
    sixteen sum = {{0}, {0}}, squares = {{0}, {0}}, v;
    for (size_t p = 0; p < panels; p++) {
      widen(x + (p * rows + r) * DL_PANEL, &v);
      sum.low += v.low, sum.high += v.high;
    }
    const double mean = tree(&sum) / count;
    const v8d center = dl_all8(mean);
    for (size_t p = 0; p < panels; p++) {
      widen(x + (p * rows + r) * DL_PANEL, &v);
      v.low -= center, v.high -= center;
      if (width_of(p, columns) < DL_PANEL) clear_past(&v, width_of(p, columns));
      squares.low = __builtin_elementwise_fma(v.low, v.low, squares.low);
      squares.high = __builtin_elementwise_fma(v.high, v.high, squares.high);
    }
    const double scale = 1.0 / __builtin_sqrt(tree(&squares) / count + epsilon);
    const v8d slope = dl_all8(scale);
    means[r] = mean, scales[r] = scale;
    for (size_t p = 0; p < panels; p++) {
      sixteen g, b;
      widen(x + (p * rows + r) * DL_PANEL, &v);
      widen(gain + p * DL_PANEL, &g);
      widen(offset + p * DL_PANEL, &b);
      v.low = __builtin_elementwise_fma((v.low - center) * slope, g.low, b.low);
      v.high = __builtin_elementwise_fma((v.high - center) * slope, g.high, b.high);
      if (width_of(p, columns) < DL_PANEL) clear_past(&v, width_of(p, columns));
      narrow(&v, y + (p * rows + r) * DL_PANEL);
    }
  }
}

DL_KERNEL(
    dl_layer_norm,
    (const float *x, size_t rows, size_t columns, const float *gain, const float *offset, double epsilon, double *means,
     double *scales, float *y, size_t first, size_t last, dl_path path),
    x, rows, columns, gain, offset, epsilon, means, scales, y, first, last)

DL_INLINE void dl_layer_norm_pullback_body(
    const float *x, const float *dy, size_t rows, size_t columns, const float *gain, const double *means,
    const double *scales, float *dx, size_t first, size_t last, const dl_path path) {
  (void)path;
  size_t panels = dl_panels(columns);
  const double count = (double)columns;
  for (size_t r = first; r < last; r++) {
    const v8d center = dl_all8(means[r]), slope = dl_all8(scales[r]);
    sixteen sum = {{0}, {0}}, products = {{0}, {0}}, v, g, d;
    for (size_t p = 0; p < panels; p++) {
      size_t at = (p * rows + r) * DL_PANEL;
      widen(x + at, &v), widen(dy + at, &d), widen(gain + p * DL_PANEL, &g);
      g.low *= d.low, g.high *= d.high;
      sum.low += g.low, sum.high += g.high;
      products.low = __builtin_elementwise_fma(g.low, (v.low - center) * slope, products.low);
      products.high = __builtin_elementwise_fma(g.high, (v.high - center) * slope, products.high);
    }
    const v8d shift = dl_all8(tree(&sum) / count), lean = dl_all8(tree(&products) / count);
    for (size_t p = 0; p < panels; p++) {
      size_t at = (p * rows + r) * DL_PANEL;
      widen(x + at, &v), widen(dy + at, &d), widen(gain + p * DL_PANEL, &g);
      d.low = (g.low * d.low - shift - (v.low - center) * slope * lean) * slope;
      d.high = (g.high * d.high - shift - (v.high - center) * slope * lean) * slope;
      if (width_of(p, columns) < DL_PANEL) clear_past(&d, width_of(p, columns));
      narrow(&d, dx + at);
    }
  }
}

DL_KERNEL(
    dl_layer_norm_pullback,
    (const float *x, const float *dy, size_t rows, size_t columns, const float *gain, const double *means,
     const double *scales, float *dx, size_t first, size_t last, dl_path path),
    x, dy, rows, columns, gain, means, scales, dx, first, last)

DL_INLINE void dl_layer_norm_gradients_body(
    const float *x, const float *dy, size_t rows, const double *means, const double *scales, float *gain, float *offset,
    size_t first, size_t last, const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    sixteen sum = {{0}, {0}}, products = {{0}, {0}}, v, d;
    for (size_t r = 0; r < rows; r++) {
      size_t at = (p * rows + r) * DL_PANEL;
      const v8d center = dl_all8(means[r]), slope = dl_all8(scales[r]);
      widen(x + at, &v), widen(dy + at, &d);
      sum.low += d.low, sum.high += d.high;
      products.low = __builtin_elementwise_fma(d.low, (v.low - center) * slope, products.low);
      products.high = __builtin_elementwise_fma(d.high, (v.high - center) * slope, products.high);
    }
    narrow(&products, gain + p * DL_PANEL);
    narrow(&sum, offset + p * DL_PANEL);
  }
}

DL_KERNEL(
    dl_layer_norm_gradients,
    (const float *x, const float *dy, size_t rows, const double *means, const double *scales, float *gain,
     float *offset, size_t first, size_t last, dl_path path),
    x, dy, rows, means, scales, gain, offset, first, last)
