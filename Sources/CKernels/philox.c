#include "include/philox.h"

#include "elementary.h"
#include "include/mathematics.h"
#include "philox-blocks.h"

enum {
  /// Units whose tables stand in the first-level cache together.
  CHUNK_UNITS = 1024,
};

void dl_philox4x32_10(const uint32_t *counter, const uint32_t *key, uint32_t *words) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t p0 = MULTIPLIER_0 * c0, p1 = MULTIPLIER_1 * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}

uint32_t dl_mask_threshold(double retention) {
  double scaled = retention * 0x1p24;
  uint32_t whole = (uint32_t)scaled;
  return whole < scaled ? whole + 1 : whole;
}

size_t dl_mask_row_words(size_t units) { return (units + 63) / 64; }

// MARK: - Groups of 64 units

typedef enum { MASK_BITS, MULTIPLIERS, WORDS, UNIFORMS, NORMALS } output_kind;

/// What to make of the words.
typedef struct {
  output_kind kind;
  uint32_t highest_kept;
  float first, second;
} recipe;

typedef bool bit_x16 __attribute__((ext_vector_type(16)));

DL_INLINE uint64_t bits_of(i32x16 mask) {
  bit_x16 bits = __builtin_convertvector(mask, bit_x16);
  return DL_BITS(uint16_t, bits);
}

/// The 32-bit output of sixteen words.
DL_INLINE u32x16 output_of(recipe how, u32x16 words) {
  switch (how.kind) {
    case MULTIPLIERS: return (u32x16)(words <= how.highest_kept) & DL_BITS(u32x16, (f32x16)how.first);
    case UNIFORMS: return DL_BITS(u32x16, __builtin_convertvector((i32x16)(words >> 8), f32x16) * 0x1p-24f);
    case NORMALS: {
      f32x16 z = normal_f32x16(words);
      return DL_BITS(u32x16, __builtin_elementwise_fma(z, (f32x16)how.second, (f32x16)how.first));
    }
    case WORDS:
    case MASK_BITS: break;
  }
  return words;
}

DL_INLINE void fill_group(
    recipe how, const call_constants *call, const unit_part *units, example_part example, void *output) {
  uint64_t mask = 0;
  eight_blocks blocks[GROUP_PARTS];
  run_group(call, units, example, blocks);
  _Pragma("clang loop unroll(full)") for (int part = 0; part < GROUP_PARTS; part++) {
    ordered_words words = words_in_order(blocks[part]);
    _Pragma("clang loop unroll(full)") for (int half = 0; half < 2; half++) {
      if (how.kind == MASK_BITS) {
        mask |= bits_of(words.half[half] <= how.highest_kept) << (32 * part + 16 * half);
      } else {
        u32x16 values = output_of(how, words.half[half]);
        memcpy((char *)output + 128 * part + 64 * half, &values, sizeof values);
      }
    }
  }
  if (how.kind == MASK_BITS) memcpy(output, &mask, sizeof mask);
}

/// Fills rows × units outputs of 32 bits, or rows of mask words.
DL_INLINE void fill(
    recipe how, uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units,
    void *output) {
  unit_part table[CHUNK_UNITS / 32];
  call_constants call = constants_of(key, step);
  size_t row_words = dl_mask_row_words(units);
  for (size_t start = 0; start < units; start += CHUNK_UNITS) {
    size_t width = units - start < CHUNK_UNITS ? units - start : CHUNK_UNITS;
    size_t groups = (width + GROUP_UNITS - 1) / GROUP_UNITS;
    for (size_t part = 0; part < groups * GROUP_PARTS; part++)
      table[part] = part_of_units(&call, first_blocks() + (first_unit / 4 + start / 4 + 8 * part));
    for (size_t row = 0; row < rows; row++) {
      example_part example = part_of_example(&call, examples[row]);
      for (size_t group = 0; group < groups; group++) {
        size_t unit = group * GROUP_UNITS, left = width - unit;
        const unit_part *part = table + group * GROUP_PARTS;
        if (how.kind == MASK_BITS) {
          uint64_t *place = (uint64_t *)output + row * row_words + (start + unit) / 64;
          fill_group(how, &call, part, example, place);
          if (left < GROUP_UNITS) *place &= (1ull << left) - 1;
        } else {
          uint32_t *place = (uint32_t *)output + row * units + start + unit;
          uint32_t rest[GROUP_UNITS];
          fill_group(how, &call, part, example, left < GROUP_UNITS ? rest : place);
          if (left < GROUP_UNITS) memcpy(place, rest, left * sizeof(uint32_t));
        }
      }
    }
  }
}

// MARK: - Kernels

#define ADDRESS_PARAMETERS                                                                                      \
  uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units
#define ADDRESS key, step, examples, rows, first_unit, units

DL_INLINE void dl_mask_bits_body(ADDRESS_PARAMETERS, uint32_t threshold, uint64_t *bits, dl_path path) {
  if (threshold == 0) {
    memset(bits, 0, rows * dl_mask_row_words(units) * sizeof(uint64_t));
    return;
  }
  recipe how = {.kind = MASK_BITS, .highest_kept = (threshold << 8) - 1};
  fill(how, ADDRESS, bits);
}
DL_DISPATCH_WIDE(
    void, dl_mask_bits, (ADDRESS_PARAMETERS, uint32_t threshold, uint64_t *bits, dl_path path),
    (ADDRESS, threshold, bits, path))

DL_INLINE void dl_mask_multipliers_body(
    ADDRESS_PARAMETERS, uint32_t threshold, float kept, float *multipliers, dl_path path) {
  recipe how = {.kind = MULTIPLIERS, .highest_kept = (threshold << 8) - 1, .first = kept};
  if (threshold == 0) how.first = 0.0f;
  fill(how, ADDRESS, multipliers);
}
DL_DISPATCH_WIDE(
    void, dl_mask_multipliers,
    (ADDRESS_PARAMETERS, uint32_t threshold, float kept, float *multipliers, dl_path path),
    (ADDRESS, threshold, kept, multipliers, path))

DL_INLINE void dl_random_words_body(ADDRESS_PARAMETERS, uint32_t *words, dl_path path) {
  fill((recipe){.kind = WORDS}, ADDRESS, words);
}
DL_DISPATCH_WIDE(void, dl_random_words, (ADDRESS_PARAMETERS, uint32_t *words, dl_path path), (ADDRESS, words, path))

DL_INLINE void dl_uniform_f32_body(ADDRESS_PARAMETERS, float *uniforms, dl_path path) {
  fill((recipe){.kind = UNIFORMS}, ADDRESS, uniforms);
}
DL_DISPATCH_WIDE(void, dl_uniform_f32, (ADDRESS_PARAMETERS, float *uniforms, dl_path path), (ADDRESS, uniforms, path))

DL_INLINE void dl_normal_f32_body(
    ADDRESS_PARAMETERS, float mean, float deviation, float *normals, dl_path path) {
  fill((recipe){.kind = NORMALS, .first = mean, .second = deviation}, ADDRESS, normals);
}
DL_DISPATCH_WIDE(
    void, dl_normal_f32, (ADDRESS_PARAMETERS, float mean, float deviation, float *normals, dl_path path),
    (ADDRESS, mean, deviation, normals, path))

// MARK: - Numbers of 64 bits

uint64_t dl_random_long_word(uint64_t key, uint64_t step, uint32_t example, uint64_t unit) {
  uint32_t counter[4] = {(uint32_t)(unit / 2), example, (uint32_t)step, (uint32_t)(step >> 32)};
  uint32_t keys[2] = {(uint32_t)key, (uint32_t)(key >> 32)}, words[4];
  dl_philox4x32_10(counter, keys, words);
  return unit % 2 ? words[2] | (uint64_t)words[3] << 32 : words[0] | (uint64_t)words[1] << 32;
}

double dl_uniform_of_word(uint64_t word) { return (double)(word >> 11) * 0x1p-53; }

/// A number in (0, 1): odd multiples of 2⁻⁵³.
DL_INLINE double inner_uniform(uint64_t word) { return ((double)(word >> 12) + 0.5) * 0x1p-52; }

double dl_normal_of_word(uint64_t word) { return dl_normal_quantile(inner_uniform(word)); }

/// Integers below 2⁵² as Doubles, exactly.
DL_INLINE f64x4 converted(u64x4 words) { return DL_BITS(f64x4, words | 0x4330000000000000ull) - 0x1p52; }

/// The uniforms of 53 bits of four words.
DL_INLINE f64x4 uniforms_of_words(u64x4 words) {
  u64x4 bits = words >> 11;
  return (converted(bits >> 26) * 0x1p26 + converted(bits & 0x3ffffffull)) * 0x1p-53;
}

/// The normal numbers of four words; the few in the tails one by one.
DL_INLINE f64x4 normals_of_words(u64x4 words) {
  i64x4 tail;
  f64x4 z = central_quantile_f64x4((converted(words >> 12) + 0.5) * 0x1p-52, &tail);
  if (__builtin_reduce_or(tail))
    for (int lane = 0; lane < 4; lane++)
      if (tail[lane]) z[lane] = dl_normal_of_word(words[lane]);
  return z;
}

enum { LONG_CHUNK = 256 };

/// Fills rows × units Doubles; the number of a unit is made of the two words 2u and 2u + 1.
DL_INLINE void fill_long(bool normal, ADDRESS_PARAMETERS, double *output) {
  uint64_t words[LONG_CHUNK];
  for (size_t row = 0; row < rows; row++)
    for (size_t start = 0; start < units; start += LONG_CHUNK) {
      size_t width = units - start < LONG_CHUNK ? units - start : LONG_CHUNK, padded = (width + 3) & ~(size_t)3;
      fill(
          (recipe){.kind = WORDS}, key, step, examples + row, 1, (uint32_t)(2 * (first_unit + start)), 2 * padded,
          words);
      for (size_t i = 0; i < padded; i += 4) {
        u64x4 four;
        memcpy(&four, words + i, sizeof four);
        f64x4 numbers = normal ? normals_of_words(four) : uniforms_of_words(four);
        memcpy(words + i, &numbers, sizeof numbers);
      }
      memcpy(output + row * units + start, words, width * sizeof(double));
    }
}

DL_INLINE void dl_uniform_f64_body(ADDRESS_PARAMETERS, double *uniforms, dl_path path) {
  fill_long(false, ADDRESS, uniforms);
}
DL_DISPATCH_WIDE(void, dl_uniform_f64, (ADDRESS_PARAMETERS, double *uniforms, dl_path path), (ADDRESS, uniforms, path))

DL_INLINE void dl_normal_f64_body(ADDRESS_PARAMETERS, double *normals, dl_path path) {
  fill_long(true, ADDRESS, normals);
}
DL_DISPATCH_WIDE(void, dl_normal_f64, (ADDRESS_PARAMETERS, double *normals, dl_path path), (ADDRESS, normals, path))

/// An unbiased integer below the bound from the numbers of example 0, counted by `drawn` (Lemire 2019).
DL_INLINE uint64_t integer_below(uint64_t bound, uint64_t key, uint64_t step, uint64_t *drawn) {
  unsigned __int128 scaled = (unsigned __int128)dl_random_long_word(key, step, 0, (*drawn)++) * bound;
  if ((uint64_t)scaled < bound) {
    uint64_t surplus = (0 - bound) % bound;
    while ((uint64_t)scaled < surplus) scaled = (unsigned __int128)dl_random_long_word(key, step, 0, (*drawn)++) * bound;
  }
  return (uint64_t)(scaled >> 64);
}

void dl_shuffle_u32(uint64_t key, uint64_t step, uint32_t *items, size_t count) {
  uint64_t drawn = 0;
  for (size_t last = count; last-- > 1;) {
    size_t other = (size_t)integer_below(last + 1, key, step, &drawn);
    uint32_t item = items[last];
    items[last] = items[other];
    items[other] = item;
  }
}
