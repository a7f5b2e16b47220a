#include "include/weight-masks.h"

#include "mask-bits.h"

/// The line at a place, times the scale where its bits are set.
#define dl_masked_line(weights, mask, line, scale) \
  dl_where(dl_lanes(dl_line_bits(mask, line)), dl_load((weights) + (line) * DL_PANEL) * (scale))

DL_INLINE void dl_mask_weights_body(
    const float *weights, size_t inputs, const dl_noise *mask, float *out, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  const dl_v16 scale = dl_splat(mask->scale);
  for (size_t line = first * inputs; line < last * inputs; line++, out += DL_PANEL)
    dl_store(out, dl_masked_line(weights, mask->bits, line, scale));
}

DL_KERNEL(
    dl_mask_weights,
    (const float *weights, size_t inputs, const dl_noise *mask, float *out, size_t first, size_t last, dl_path path),
    weights, inputs, mask, out, first, last)

DL_INLINE void dl_turn_masked_weights_body(
    const float *weights, size_t inputs, size_t outputs, const dl_noise *mask, float *out, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  const dl_v16 scale = dl_splat(mask->scale);
  for (size_t panel = first; panel < last; panel++, out += outputs * DL_PANEL)
    for (size_t o = 0; o < outputs; o += DL_PANEL) {
      const size_t k = panel * DL_PANEL, here = inputs - k < DL_PANEL ? inputs - k : DL_PANEL;
      const size_t line = o / DL_PANEL * inputs + k, rows = outputs - o < DL_PANEL ? outputs - o : DL_PANEL;
      dl_v16 block[DL_PANEL];
      for (size_t i = 0; i < DL_PANEL; i++)
        block[i] = i < here ? dl_masked_line(weights, mask->bits, line + i, scale) : dl_splat(0);
      dl_transpose(block);
      for (size_t i = 0; i < rows; i++) dl_store(out + (o + i) * DL_PANEL, block[i]);
    }
}

DL_KERNEL(
    dl_turn_masked_weights,
    (const float *weights, size_t inputs, size_t outputs, const dl_noise *mask, float *out, size_t first, size_t last,
     dl_path path),
    weights, inputs, outputs, mask, out, first, last)
