#include "sequences.h"

#include <string.h>

#include "mask-bits.h"
#include "products.h"

// MARK: - Layout

void dl_copy_columns(
    const float *from, size_t from_column, float *to, size_t to_column, size_t count, size_t rows) {
  if (from_column % DL_PANEL == 0 && to_column % DL_PANEL == 0 && count % DL_PANEL == 0) {
    memcpy(to + to_column * rows, from + from_column * rows, count * rows * sizeof(float));
    return;
  }
  for (size_t c = 0; c < count; c++) {
    size_t source = from_column + c, target = to_column + c;
    const float *read = from + source / DL_PANEL * rows * DL_PANEL + source % DL_PANEL;
    float *write = to + target / DL_PANEL * rows * DL_PANEL + target % DL_PANEL;
    for (size_t r = 0; r < rows; r++) write[r * DL_PANEL] = read[r * DL_PANEL];
  }
}

DL_INLINE void dl_spread_mask_body(
    const dl_noise *noise, size_t steps, size_t examples, size_t columns, float *factors,
    const dl_path path) {
  (void)path;
  const float kept = noise->scale;
  for (size_t p = 0; p < dl_panels(columns); p++)
    for (size_t t = 0; t < steps; t++)
      for (size_t n = 0; n < examples; n++) {
        size_t unit = t * columns + p * DL_PANEL, end = (t + 1) * columns;
        uint32_t bits = noise->bits ? dl_bits_at(noise->bits + n * noise->words, unit, end) : dl_low_bits(end - unit);
        dl_store(factors + ((p * steps + t) * examples + n) * DL_PANEL, dl_where(dl_lanes(bits), dl_splat(kept)));
      }
}

DL_KERNEL(
    dl_spread_mask,
    (const dl_noise *noise, size_t steps, size_t examples, size_t columns, float *factors, dl_path path),
    noise, steps, examples, columns, factors)

DL_INLINE void dl_multiply_steps_body(
    const float *x, const dl_step_factors *factors, size_t steps, size_t examples, size_t panels, float *out,
    const dl_path path) {
  (void)path;
  for (size_t p = 0; p < panels; p++)
    for (size_t t = 0; t < steps; t++)
      for (size_t n = 0; n < examples; n++) {
        size_t at = ((p * steps + t) * examples + n) * DL_PANEL;
        const float *factor = factors->values + t * factors->step + p * factors->stride + n * DL_PANEL;
        dl_store(out + at, dl_load(x + at) * dl_load(factor) + dl_splat(0));
      }
}

DL_KERNEL(
    dl_multiply_steps,
    (const float *x, const dl_step_factors *factors, size_t steps, size_t examples, size_t panels, float *out,
     dl_path path),
    x, factors, steps, examples, panels, out)
