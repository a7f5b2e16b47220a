#ifndef DL_ELEMENTWISE_H
#define DL_ELEMENTWISE_H

#include <stddef.h>
#include <stdint.h>

#include "paths.h"

/// Passes over panel matrices `[panel][row][16]`; columns past the last one are and stay 0.

/// Noise on a panel matrix: mask bits (one row of `words` 64-bit words per example, unit u at bit u % 64) with a scale
/// for what is kept, or multipliers in panels; with neither, everything is multiplied by `scale`.
///
/// Row r of the matrix is position r / examples of example r % examples; no `examples` stand for one position. Channel c
/// of position q is unit q · stride + c, so a stride of 0 shares the bits of channels between positions. The words of
/// the last example must be followed by one more that may be read.
typedef struct dl_noise {
  const uint64_t *bits;
  size_t words;
  const float *multipliers;
  float scale;
  size_t examples, stride;
} dl_noise;

/// No noise.
static inline dl_noise dl_no_noise(void) { return (dl_noise){0, 0, 0, 1, 0, 0}; }

/// panels ← rows `indices[r]` of a row-major matrix, or rows 0 … if `indices` is NULL, times the noise.
void dl_gather_rows(
    const float *matrix, size_t columns, const uint32_t *indices, size_t rows, const dl_noise *noise, float *panels,
    dl_path path);

/// rows of a row-major matrix ← panels.
void dl_scatter_rows(const float *panels, size_t rows, size_t columns, float *matrix);

/// x ← noise · x, in place, panels `first ..< last`.
void dl_apply_noise(
    float *panels, size_t rows, const dl_noise *noise, size_t first, size_t last, dl_path path);

/// x ← x + `kept` where the bit of a mask is set, x + `dropped` where it is not, in the first `columns` columns.
void dl_shift_noise(
    float *panels, size_t rows, size_t columns, const dl_noise *noise, float kept, float dropped, size_t first,
    size_t last, dl_path path);

/// x ← noise · max(0, x), in place.
void dl_relu_noise(float *panels, size_t rows, const dl_noise *noise, size_t first, size_t last, dl_path path);

/// dx ← dy · scale where y > 0, else 0, in place on dy; y is the output of `dl_relu_noise` with a mask or no noise.
void dl_relu_mask_pullback(
    const float *y, float *dy, size_t rows, float scale, size_t first, size_t last, dl_path path);

/// dx ← dy where y > 0, else 0, in place on dy; y is the output of ReLU before noise.
void dl_relu_pullback(const float *y, float *dy, size_t rows, size_t first, size_t last, dl_path path);

/// x ← scale · x + shift, rounded once.
void dl_scale_and_shift(float *values, size_t count, float scale, float shift, dl_path path);

/// The count of elements that are not zero.
size_t dl_count_nonzero(const float *values, size_t count);

/// The largest magnitude; 0 of nothing.
float dl_largest_magnitude(const float *values, size_t count);

/// The count of ones in `words` words.
size_t dl_count_bits(const uint64_t *bits, size_t words);

#endif
