#ifndef DL_BLOCKS_H
#define DL_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/// Squares around the seeds of DropBlock (Ghiasi, Lin & Le 2018, algorithm 1).

/// Maps of so many positions with a square block that fits into them.
typedef struct dl_blocks {
  size_t height, width, channels, block;
} dl_blocks;

/// 64-bit words of scratch that `dl_grow_blocks` wants.
static inline size_t dl_blocks_scratch(dl_blocks shape) {
  return 2 * shape.height * shape.width * ((shape.channels + 63) / 64);
}

/// Turns seeds into dropped squares, for `examples` rows of mask bits with `words` words each.
///
/// A seed is a bit that is 0 at a position where the square with its upper left corner there fits; other zeros are no
/// seeds. Afterwards unit (y · width + x) · channels + c is 0 iff a square of its channel covers it. The rows must be
/// followed by one more word that may be read.
void dl_grow_blocks(uint64_t *bits, size_t examples, size_t words, dl_blocks shape, uint64_t *scratch);

/// Spreads one bit per position over all channels: rows of `from_words` words to rows of `to_words`.
void dl_spread_positions(
    const uint64_t *from, size_t examples, size_t from_words, size_t positions, size_t channels, uint64_t *to,
    size_t to_words);

#endif
