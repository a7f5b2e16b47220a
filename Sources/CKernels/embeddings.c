#include "embeddings.h"

#include <string.h>

#include "panel-vectors.h"
#include "products.h"

size_t dl_read_symbols(const float *panel, size_t rows, size_t words, uint32_t *symbols) {
  for (size_t r = 0; r < rows; r++) {
    float value = panel[r * DL_PANEL];
    if (!(value >= 0 && value < (float)words)) return r;
    symbols[r] = (uint32_t)value;
    if ((float)symbols[r] != value) return r;
  }
  return rows;
}

/// What a word of an example is multiplied by.
DL_INLINE float word_factor(const dl_noise *noise, size_t example, uint32_t word) {
  if (!noise->bits) return noise->scale;
  return noise->bits[example * noise->words + word / 64] >> (word % 64) & 1 ? noise->scale : 0;
}

DL_INLINE void dl_embed_body(
    const float *table, size_t words, size_t panels, const uint32_t *symbols, size_t rows, size_t examples,
    const dl_noise *noise, float *out, const dl_path path) {
  (void)path;
  for (size_t r = 0; r < rows; r++) {
    const float factor = word_factor(noise, r % examples, symbols[r]);
    for (size_t p = 0; p < panels; p++) {
      dl_v16 v = dl_load(table + (p * words + symbols[r]) * DL_PANEL);
      dl_store(out + (p * rows + r) * DL_PANEL, v * dl_splat(factor) + dl_splat(0));
    }
  }
}

DL_KERNEL(
    dl_embed,
    (const float *table, size_t words, size_t panels, const uint32_t *symbols, size_t rows, size_t examples,
     const dl_noise *noise, float *out, dl_path path),
    table, words, panels, symbols, rows, examples, noise, out)

DL_INLINE void dl_embed_gradient_body(
    const float *dy, size_t words, size_t panels, const uint32_t *symbols, size_t rows, size_t examples,
    const dl_noise *noise, float *gradient, const dl_path path) {
  (void)path;
  memset(gradient, 0, panels * words * DL_PANEL * sizeof(float));
  for (size_t r = 0; r < rows; r++) {
    const float factor = word_factor(noise, r % examples, symbols[r]);
    for (size_t p = 0; p < panels; p++) {
      float *to = gradient + (p * words + symbols[r]) * DL_PANEL;
      dl_store(to, dl_fma(dl_load(dy + (p * rows + r) * DL_PANEL), dl_splat(factor), dl_load(to)));
    }
  }
}

DL_KERNEL(
    dl_embed_gradient,
    (const float *dy, size_t words, size_t panels, const uint32_t *symbols, size_t rows, size_t examples,
     const dl_noise *noise, float *gradient, dl_path path),
    dy, words, panels, symbols, rows, examples, noise, gradient)

// MARK: - Positions

DL_INLINE void dl_add_positions_body(
    const float *x, const float *offsets, size_t positions, size_t examples, size_t panels, float *out,
    const dl_path path) {
  (void)path;
  for (size_t p = 0; p < panels; p++)
    for (size_t t = 0; t < positions; t++) {
      const dl_v16 offset = dl_load(offsets + (p * positions + t) * DL_PANEL);
      for (size_t n = 0; n < examples; n++) {
        size_t at = ((p * positions + t) * examples + n) * DL_PANEL;
        dl_store(out + at, dl_load(x + at) + offset);
      }
    }
}

DL_KERNEL(
    dl_add_positions,
    (const float *x, const float *offsets, size_t positions, size_t examples, size_t panels, float *out, dl_path path),
    x, offsets, positions, examples, panels, out)

DL_INLINE void dl_sum_positions_body(
    const float *dy, size_t positions, size_t examples, size_t panels, float *sums, const dl_path path) {
  (void)path;
  for (size_t p = 0; p < panels; p++)
    for (size_t t = 0; t < positions; t++) {
      dl_v16 sum = dl_splat(0);
      for (size_t n = 0; n < examples; n++) sum += dl_load(dy + ((p * positions + t) * examples + n) * DL_PANEL);
      dl_store(sums + (p * positions + t) * DL_PANEL, sum);
    }
}

DL_KERNEL(
    dl_sum_positions,
    (const float *dy, size_t positions, size_t examples, size_t panels, float *sums, dl_path path), dy, positions,
    examples, panels, sums)
