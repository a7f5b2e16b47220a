#ifndef DL_MASK_BITS_H
#define DL_MASK_BITS_H

#include "panel-vectors.h"
#include "products.h"

/// All ones in the lanes whose bit is set.
#define dl_lanes(bits)                                                                                       \
  ({                                                                                                         \
    const int32_t dl_b = (int32_t)(bits);                                                                    \
    const dl_i16 dl_all = {dl_b, dl_b, dl_b, dl_b, dl_b, dl_b, dl_b, dl_b,                                   \
                           dl_b, dl_b, dl_b, dl_b, dl_b, dl_b, dl_b, dl_b};                                  \
    const dl_i16 dl_one = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};     \
    (dl_i16)((dl_all & dl_one) != 0);                                                                        \
  })

/// As many low bits set as a panel has columns of `count` that are left.
DL_INLINE uint32_t dl_low_bits(size_t count) { return count < DL_PANEL ? (1u << count) - 1 : 0xffff; }

/// Sixteen bits of a row of mask words from `unit` on, of which those from `end` on are 0.
DL_INLINE uint32_t dl_bits_at(const uint64_t *bits, size_t unit, size_t end) {
  size_t word = unit / 64, shift = unit % 64, count = end - unit < DL_PANEL ? end - unit : DL_PANEL;
  uint64_t found = bits[word] >> shift;
  if (shift + count > 64) found |= bits[word + 1] << (64 - shift);
  return (uint32_t)found & dl_low_bits(count);
}

/// The sixteen bits of a line of weights, all of them where there is no mask.
DL_INLINE uint32_t dl_line_bits(const uint64_t *bits, size_t line) {
  uint16_t found = 0xffff;
  if (bits) __builtin_memcpy(&found, (const char *)bits + line * sizeof found, sizeof found);
  return found;
}

#endif
