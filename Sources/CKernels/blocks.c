#include "blocks.h"

#include <string.h>

/// The next bits of a row from bit `from` on, up to 64.
static uint64_t take(const uint64_t *row, size_t from) {
  const size_t word = from / 64, shift = from % 64;
  return shift ? row[word] >> shift | row[word + 1] << (64 - shift) : row[word];
}

/// Writes `count` bits, 1 to 64, at bit `from` of a row.
static void put(uint64_t *row, size_t from, uint64_t bits, size_t count) {
  const uint64_t mask = count == 64 ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1;
  const size_t word = from / 64, shift = from % 64;
  bits &= mask;
  row[word] = (row[word] & ~(mask << shift)) | bits << shift;
  if (shift + count > 64) row[word + 1] = (row[word + 1] & ~(mask >> (64 - shift))) | bits >> (64 - shift);
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/// to[i] = AND of from[i − block + 1 … i] within 0 … last, along one axis of `length` places that lie `stride` apart.
static void spread(
    const uint64_t *from, uint64_t *to, size_t length, size_t stride, size_t block, size_t per) {
  for (size_t i = 0; i < length; i++)
    for (size_t w = 0; w < per; w++) {
      uint64_t kept = ~(uint64_t)0;
      for (size_t back = 0; back < block && back <= i; back++)
        if (i - back + block <= length) kept &= from[(i - back) * stride + w];
      to[i * stride + w] = kept;
    }
}

static void grow(uint64_t *row, dl_blocks shape, uint64_t *seeds, uint64_t *wide) {
  const size_t per = (shape.channels + 63) / 64;
  for (size_t p = 0; p < shape.height * shape.width; p++)
    for (size_t w = 0; w < per; w++) seeds[p * per + w] = take(row, p * shape.channels + w * 64);
  for (size_t y = 0; y < shape.height; y++)
    spread(seeds + y * shape.width * per, wide + y * shape.width * per, shape.width, per, shape.block, per);
  for (size_t x = 0; x < shape.width; x++)
    spread(wide + x * per, seeds + x * per, shape.height, shape.width * per, shape.block, per);
  for (size_t p = 0; p < shape.height * shape.width; p++)
    for (size_t w = 0; w < per; w++)
      put(row, p * shape.channels + w * 64, seeds[p * per + w], least(64, shape.channels - w * 64));
}

void dl_grow_blocks(uint64_t *bits, size_t examples, size_t words, dl_blocks shape, uint64_t *scratch) {
  uint64_t *wide = scratch + dl_blocks_scratch(shape) / 2;
  for (size_t i = 0; i < examples; i++) grow(bits + i * words, shape, scratch, wide);
}

void dl_spread_positions(
    const uint64_t *from, size_t examples, size_t from_words, size_t positions, size_t channels, uint64_t *to,
    size_t to_words) {
  for (size_t i = 0; i < examples; i++) {
    memset(to + i * to_words, 0, to_words * sizeof *to);
    for (size_t p = 0; p < positions; p++) {
      const uint64_t kept = 0 - (from[i * from_words + p / 64] >> p % 64 & 1);
      for (size_t c = 0; c < channels; c += 64)
        put(to + i * to_words, p * channels + c, kept, least(64, channels - c));
    }
  }
}
