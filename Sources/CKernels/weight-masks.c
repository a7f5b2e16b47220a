#include "include/weight-masks.h"

#include "include/products.h"
#include "philox-blocks.h"

enum {
  /// Bits of a number.
  PLANES = 24,
  /// How far apart the blocks of two planes lie, as a power of two.
  PLANE_SHIFT = 27,
  /// Vectors of words in a group, and the places that they decide together.
  GROUP_VECTORS = 2 * GROUP_PARTS,
  GROUP_PLACES = GROUP_VECTORS * 512,
};

size_t dl_weight_mask_words(size_t inputs, size_t outputs) {
  return (dl_panels(outputs) * inputs * DL_PANEL + 63) / 64;
}

/// The bits of one plane for the places from `block` · 128 on.
DL_INLINE void draw_plane(const call_constants *call, example_part example, uint64_t block, u32x16 *bits) {
  unit_part units[GROUP_PARTS];
  eight_blocks blocks[GROUP_PARTS];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < GROUP_PARTS; i++)
      units[i] = part_of_units(call, first_blocks() + (block + 8 * i));
  run_group(call, units, example, blocks);
  _Pragma("clang loop unroll(full)") for (int i = 0; i < GROUP_PARTS; i++) {
    ordered_words words = words_in_order(blocks[i]);
    bits[2 * i] = words.half[0], bits[2 * i + 1] = words.half[1];
  }
}

/// Which numbers of a group are below the threshold, plane by plane until each is told from it.
DL_INLINE void decide(
    const call_constants *call, example_part example, uint64_t block, uint32_t threshold, u32x16 *kept) {
  u32x16 open[GROUP_VECTORS], bits[GROUP_VECTORS];
  const int planes = PLANES - __builtin_ctz(threshold);
  for (int v = 0; v < GROUP_VECTORS; v++) open[v] = (u32x16)~0u, kept[v] = (u32x16)0u;
  for (int plane = 0; plane < planes; plane++) {
    draw_plane(call, example, block + ((uint64_t)plane << PLANE_SHIFT), bits);
    const u32x16 is_set = (u32x16)(0 - (threshold >> (PLANES - 1 - plane) & 1));
    u32x16 left = (u32x16)0u;
    _Pragma("clang loop unroll(full)") for (int v = 0; v < GROUP_VECTORS; v++) {
      kept[v] |= open[v] & is_set & ~bits[v];
      open[v] &= ~(bits[v] ^ is_set);
      left |= open[v];
    }
    if (__builtin_reduce_or(left) == 0) return;
  }
}

/// Clears the bits of the lanes that only fill up the last panel.
static void clear_padding(uint64_t *bits, size_t inputs, size_t outputs) {
  const size_t filled = outputs % DL_PANEL;
  if (filled == 0) return;
  const uint16_t own = (uint16_t)((1u << filled) - 1);
  char *lines = (char *)bits + outputs / DL_PANEL * inputs * sizeof own;
  for (size_t input = 0; input < inputs; input++) {
    uint16_t line;
    memcpy(&line, lines + input * sizeof line, sizeof line);
    line &= own;
    memcpy(lines + input * sizeof line, &line, sizeof line);
  }
}

DL_INLINE void draw_mask(
    const call_constants *call, uint32_t example, size_t places, uint32_t threshold, uint64_t *bits) {
  const example_part part = part_of_example(call, example);
  for (size_t place = 0; place < places; place += GROUP_PLACES) {
    const size_t left = places - place;
    u32x16 kept[GROUP_VECTORS];
    decide(call, part, place / 128, threshold, kept);
    memcpy((char *)bits + place / 8, kept, left < GROUP_PLACES ? left / 8 : sizeof kept);
  }
}

#define MASK_PARAMETERS                                                                                         \
  uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, size_t inputs, size_t outputs,            \
      uint32_t threshold, uint64_t *bits, dl_path path

DL_INLINE void dl_weight_mask_bits_body(MASK_PARAMETERS) {
  const call_constants call = constants_of(key, step);
  const size_t places = dl_panels(outputs) * inputs * DL_PANEL, words = dl_weight_mask_words(inputs, outputs);
  for (size_t row = 0; row < rows; row++, bits += words) {
    if (places > 0) bits[words - 1] = 0;
    if (threshold == 0 || threshold >> PLANES) memset(bits, threshold ? 0xff : 0, places / 8);
    else draw_mask(&call, examples[row], places, threshold, bits);
    clear_padding(bits, inputs, outputs);
  }
}
DL_DISPATCH_WIDE(
    void, dl_weight_mask_bits, (MASK_PARAMETERS), (key, step, examples, rows, inputs, outputs, threshold, bits, path))
