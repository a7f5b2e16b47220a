#ifndef DL_WEIGHT_MASKS_H
#define DL_WEIGHT_MASKS_H

#include <stddef.h>
#include <stdint.h>

#include "elementwise.h"
#include "paths.h"

/// Masks on weights [outputs × inputs], drawn by bit planes, and weights under them.
///
/// Bits lie as weights do, in panels `[output / 16][input][16]`: that of weight (o, i) has the place
/// j = (o / 16 · inputs + i) · 16 + o % 16, bit j % 64 of word j / 64; the bits that fill up a panel are 0.
///
/// Bit 23 − k of a weight's 24-bit number is bit j % 32 of word (j / 32) % 4 of the block of Philox with counter
/// (j / 128 + k · 2²⁷, example, step low, step high): plane k. A weight is kept iff the number is below the threshold,
/// so planes behind the lowest bit that is set in the threshold decide nothing and are not drawn.

/// 64-bit words of the mask of one example.
size_t dl_weight_mask_words(size_t inputs, size_t outputs);

/// Bits for `rows` examples: weight kept (1) iff its number is below `threshold` (dl_mask_threshold); 2³⁴ places at most.
void dl_weight_mask_bits(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, size_t inputs, size_t outputs,
    uint32_t threshold, uint64_t *bits, dl_path path);

/// out ← scale · weights under a mask, or under none if it has no bits; for the output panels `first ..< last`, of
/// which the first begins at `out`. `out` may be where they come from.
void dl_mask_weights(
    const float *weights, size_t inputs, const dl_noise *mask, float *out, size_t first, size_t last, dl_path path);

/// The same turned: panels over inputs `[input / 16][output][16]`, for the input panels `first ..< last`.
void dl_turn_masked_weights(
    const float *weights, size_t inputs, size_t outputs, const dl_noise *mask, float *out, size_t first, size_t last,
    dl_path path);

#endif
