#include "elementwise.h"

#include "products.h"
#include "panel-vectors.h"

/// All ones in the lanes whose bit is set.
DL_INLINE void spread(uint32_t bits, int32_t *lanes) {
  const dl_i16 one = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};
  int32_t b = (int32_t)bits;
  dl_i16 all = {b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b};
  *(dl_i16 *)lanes = (all & one) != 0;
}

/// Sixteen bits of a row from any bit on.
DL_INLINE uint32_t sixteen_bits(const uint64_t *row, size_t from) {
  const size_t word = from / 64, shift = from % 64;
  uint64_t bits = row[word] >> shift;
  if (shift > 48) bits |= row[word + 1] << (64 - shift);
  return (uint32_t)bits & 0xffff;
}

/// Writes x · noise for one row of one panel: `example` at the position whose units begin at `unit`.
DL_INLINE void noisy(
    const float *x, const dl_noise *noise, size_t panel, size_t row, size_t rows, size_t example, size_t unit,
    float *to) {
  float scale = noise->scale;
  dl_v16 v = dl_load(x);
  if (noise->multipliers) {
    v *= dl_load(noise->multipliers + (panel * rows + row) * DL_PANEL);
  } else if (noise->bits) {
    int32_t lanes[DL_PANEL] __attribute__((aligned(64)));
    spread(sixteen_bits(noise->bits + example * noise->words, unit + panel * DL_PANEL), lanes);
    v = dl_where(*(dl_i16 *)lanes, v * dl_splat(scale));
  } else if (scale != 1) {
    v *= dl_splat(scale);
  }
  dl_store(to, v + dl_splat(0));
}

// MARK: - Rows and panels

DL_INLINE void dl_gather_rows_body(
    const float *matrix, size_t columns, const uint32_t *indices, size_t rows, const dl_noise *noise, float *panels,
    const dl_path path) {
  (void)path;
  size_t whole = columns / DL_PANEL, rest = columns % DL_PANEL;
  for (size_t r = 0; r < rows; r++) {
    const float *row = matrix + (indices ? indices[r] : r) * columns;
    for (size_t p = 0; p < whole; p++)
      noisy(row + p * DL_PANEL, noise, p, r, rows, r, 0, panels + (p * rows + r) * DL_PANEL);
    if (rest == 0) continue;
    float last[DL_PANEL] = {0};
    for (size_t i = 0; i < rest; i++) last[i] = row[whole * DL_PANEL + i];
    noisy(last, noise, whole, r, rows, r, 0, panels + (whole * rows + r) * DL_PANEL);
  }
}

DL_KERNEL(
    dl_gather_rows,
    (const float *matrix, size_t columns, const uint32_t *indices, size_t rows, const dl_noise *noise, float *panels,
     dl_path path),
    matrix, columns, indices, rows, noise, panels)

void dl_scatter_rows(const float *panels, size_t rows, size_t columns, float *matrix) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++)
      matrix[r * columns + c] = panels[(c / DL_PANEL * rows + r) * DL_PANEL + c % DL_PANEL];
}

// MARK: - Noise and ReLU

DL_INLINE void dl_apply_noise_body(
    float *panels, size_t rows, const dl_noise *noise, size_t first, size_t last, const dl_path path) {
  (void)path;
  const size_t examples = noise->examples ? noise->examples : rows;
  for (size_t p = first; p < last; p++)
    for (size_t start = 0, unit = 0; start < rows; start += examples, unit += noise->stride)
      for (size_t i = 0; i < examples; i++) {
        float *x = panels + (p * rows + start + i) * DL_PANEL;
        noisy(x, noise, p, start + i, rows, i, unit, x);
      }
}

DL_KERNEL(
    dl_apply_noise,
    (float *panels, size_t rows, const dl_noise *noise, size_t first, size_t last, dl_path path), panels, rows, noise,
    first, last)

DL_INLINE void dl_shift_noise_body(
    float *panels, size_t rows, size_t columns, const dl_noise *noise, float kept, float dropped, size_t first,
    size_t last, const dl_path path) {
  (void)path;
  const size_t examples = noise->examples ? noise->examples : rows;
  for (size_t p = first; p < last; p++) {
    const size_t left = columns - p * DL_PANEL;
    int32_t inside[DL_PANEL] __attribute__((aligned(64)));
    spread(left < DL_PANEL ? (1u << left) - 1 : 0xffff, inside);
    for (size_t start = 0, unit = 0; start < rows; start += examples, unit += noise->stride)
      for (size_t i = 0; i < examples; i++) {
        float *x = panels + (p * rows + start + i) * DL_PANEL;
        int32_t lanes[DL_PANEL] __attribute__((aligned(64)));
        spread(sixteen_bits(noise->bits + i * noise->words, unit + p * DL_PANEL), lanes);
        dl_v16 added = dl_where(*(dl_i16 *)lanes, dl_splat(kept)) + dl_where(~*(dl_i16 *)lanes, dl_splat(dropped));
        dl_store(x, dl_load(x) + dl_where(*(dl_i16 *)inside, added));
      }
  }
}

DL_KERNEL(
    dl_shift_noise,
    (float *panels, size_t rows, size_t columns, const dl_noise *noise, float kept, float dropped, size_t first,
     size_t last, dl_path path),
    panels, rows, columns, noise, kept, dropped, first, last)

DL_INLINE void dl_relu_noise_body(
    float *panels, size_t rows, const dl_noise *noise, size_t first, size_t last, const dl_path path) {
  (void)path;
  const size_t examples = noise->examples ? noise->examples : rows;
  for (size_t p = first; p < last; p++)
    for (size_t start = 0, unit = 0; start < rows; start += examples, unit += noise->stride)
      for (size_t i = 0; i < examples; i++) {
        float *x = panels + (p * rows + start + i) * DL_PANEL, positive[DL_PANEL] __attribute__((aligned(64)));
        dl_v16 v = dl_load(x);
        // A NaN must not vanish here, or a diverged trial would go unnoticed: only what is below zero is cut.
        dl_store(positive, dl_where(~(v <= dl_splat(0)), v));
        noisy(positive, noise, p, start + i, rows, i, unit, x);
      }
}

DL_KERNEL(
    dl_relu_noise, (float *panels, size_t rows, const dl_noise *noise, size_t first, size_t last, dl_path path),
    panels, rows, noise, first, last)

// MARK: - Pullbacks

DL_INLINE void dl_relu_mask_pullback_body(
    const float *y, float *dy, size_t rows, float scale, size_t first, size_t last, const dl_path path) {
  (void)path;
  for (size_t i = first * rows * DL_PANEL; i < last * rows * DL_PANEL; i += DL_PANEL) {
    dl_v16 scaled = dl_load(dy + i) * dl_splat(scale);
    dl_store(dy + i, dl_where(dl_load(y + i) > dl_splat(0), scaled));
  }
}

DL_KERNEL(
    dl_relu_mask_pullback,
    (const float *y, float *dy, size_t rows, float scale, size_t first, size_t last, dl_path path), y, dy, rows, scale,
    first, last)

void dl_relu_pullback(const float *y, float *dy, size_t rows, size_t first, size_t last, dl_path path) {
  dl_relu_mask_pullback(y, dy, rows, 1, first, last, path);
}

DL_INLINE void dl_scale_and_shift_body(float *values, size_t count, float scale, float shift, const dl_path path) {
  (void)path;
  size_t i = 0;
  for (; i + DL_PANEL <= count; i += DL_PANEL)
    dl_store(values + i, dl_fma(dl_load(values + i), dl_splat(scale), dl_splat(shift)));
  for (; i < count; i++) values[i] = __builtin_fmaf(values[i], scale, shift);
}

DL_KERNEL(
    dl_scale_and_shift, (float *values, size_t count, float scale, float shift, dl_path path), values, count, scale,
    shift)

// MARK: - Counts

DL_INLINE void dl_add_nonzero_body(const float *values, size_t count, size_t *found, const dl_path path) {
  (void)path;
  const size_t piece = 4096;
  for (size_t start = 0; start < count; start += piece) {
    const size_t end = count - start < piece ? count : start + piece;
    dl_i16 lanes = {0};
    size_t i = start;
    for (; i + DL_PANEL <= end; i += DL_PANEL) lanes -= dl_load(values + i) != dl_splat(0);
    for (int lane = 0; lane < DL_PANEL; lane++) *found += (size_t)lanes[lane];
    for (; i < end; i++) *found += values[i] != 0;
  }
}

void dl_add_nonzero(const float *values, size_t count, size_t *found, dl_path path);

DL_KERNEL(dl_add_nonzero, (const float *values, size_t count, size_t *found, dl_path path), values, count, found)

size_t dl_count_nonzero(const float *values, size_t count) {
  size_t found = 0;
  dl_add_nonzero(values, count, &found, DL_PATH_FASTEST);
  return found;
}

float dl_largest_magnitude(const float *values, size_t count) {
  float largest = 0;
  for (size_t i = 0; i < count; i++) {
    const float magnitude = __builtin_fabsf(values[i]);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

size_t dl_count_bits(const uint64_t *bits, size_t words) {
  size_t found = 0;
  for (size_t i = 0; i < words; i++) found += (size_t)__builtin_popcountll(bits[i]);
  return found;
}
