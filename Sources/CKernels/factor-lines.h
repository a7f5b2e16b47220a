#ifndef DL_FACTOR_LINES_H
#define DL_FACTOR_LINES_H

#include "include/factors.h"

#include "half-numbers.h"
#include "philox-blocks.h"

// Lines of sixteen factors, one line for each of a few examples, made of the half words of a group of units.
//
// A factor is one chain of some twenty operations, of which a processor keeps too few under way to hide how long each
// takes. So a line is drawn in two loops of half the length, with what leads from one to the other in the first-level
// cache, and two examples share a turn, and with it the constants.

enum {
  PANEL = 16,
  /// Examples whose words stay in the first-level cache.
  BURST = 32,
  /// Lines of sixteen units that the words of one group give, two to a word.
  HALF_LINES = 2 * GROUP_UNITS / PANEL,
};

// MARK: - Words

/// Lines of words for a few examples, none of which two lines of the cache share.
typedef struct {
  _Alignas(64) uint32_t words[BURST][GROUP_UNITS];
} burst_words;

/// Draws the words of a group, in the order of their units or as half words are paired.
DL_INLINE void draw_words(
    const call_constants *call, const unit_part *parts, const uint32_t *examples, size_t length, const bool ordered,
    burst_words *burst) {
  for (size_t at = 0; at < length; at++) {
    eight_blocks blocks[GROUP_PARTS];
    run_group(call, parts, part_of_example(call, examples[at]), blocks);
    _Pragma("clang loop unroll(full)") for (size_t part = 0; part < GROUP_PARTS; part++) {
      ordered_words words = ordered ? words_in_order(blocks[part]) : words_in_pairs(blocks[part]);
      memcpy(burst->words[at] + 2 * PANEL * part, &words, sizeof words);
    }
  }
}

/// The half words of one line of an example.
DL_INLINE i32x16 halves_of(const burst_words *burst, size_t example, size_t line) {
  u32x16 words;
  memcpy(&words, burst->words[example] + PANEL * (line / 2), sizeof words);
  return (i32x16)((words >> (line % 2 ? 16u : 0u)) & 0xffffu);
}

// MARK: - Factors

/// What is drawn: the law, the line of the group, and the deviations of its channels.
typedef struct {
  const dl_factor_law *law;
  f32x16 deviations;
  size_t line;
} line_law;

/// What leads from half words to factors: the logit, or the two numbers that make a normal one.
typedef struct {
  _Alignas(64) float numbers[BURST * PANEL], tails[BURST * PANEL];
} line_numbers;

DL_INLINE f32x16 shifted(const dl_factor_law *law, f32x16 x) {
  return __builtin_elementwise_fma(x, (f32x16)law->second, (f32x16)law->first);
}

/// The first half of the way from half words to factors; all of it for uniform ones.
DL_INLINE void begin_factors(
    const dl_factor_kind kind, const dl_factor_law *law, i32x16 half, float *number, float *tail) {
  switch (kind) {
    case DL_FACTORS_NORMAL:
    case DL_FACTORS_CLIPPED:
    case DL_FACTORS_WIDENED: {
      const f32x16 x = half_symmetric(half);
      store_f32x16(number, x);
      store_f32x16(tail, half_tail(x));
      return;
    }
    case DL_FACTORS_UNIFORM: store_f32x16(number, shifted(law, half_uniform(half))); return;
    case DL_FACTORS_RELAXED: store_f32x16(number, shifted(law, half_logit2(half))); return;
  }
}

/// The second half.
DL_INLINE f32x16 end_factors(const dl_factor_kind kind, const line_law *law, const float *number, const float *tail) {
  const f32x16 x = load_f32x16(number);
  switch (kind) {
    case DL_FACTORS_NORMAL: return shifted(law->law, half_normal(x, load_f32x16(tail)));
    case DL_FACTORS_CLIPPED: {
      const f32x16 f = shifted(law->law, half_normal(x, load_f32x16(tail)));
      return f > 0.0f ? f : (f32x16)0.0f;
    }
    case DL_FACTORS_WIDENED:
      return __builtin_elementwise_fma(half_normal(x, load_f32x16(tail)), law->deviations, (f32x16)1.0f);
    case DL_FACTORS_UNIFORM: return x;
    case DL_FACTORS_RELAXED: return law->law->third * half_sigmoid2(x);
  }
}

/// What is fetched while a line is drawn, each for as many examples; x and plain may be null.
typedef struct {
  const float *x, *plain, *factors;
} line_fetch;

/// Turns the words of a burst into the factors of one line.
///
/// What is read and written next is fetched meanwhile: chunks of 2 KiB are too short for the processor to foresee it.
DL_INLINE void draw_line(
    const dl_factor_kind kind, const line_law *law, const burst_words *burst, size_t length, line_fetch fetch,
    float *factors) {
  line_numbers begun;
  // One turn makes a whole factor where there is so little to do.
  float *const numbers = kind == DL_FACTORS_UNIFORM ? factors : begun.numbers;
  _Pragma("clang loop unroll_count(2)") for (size_t at = 0; at < length; at++) {
    if (fetch.x) __builtin_prefetch(fetch.x + at * PANEL, 1);
    if (fetch.plain) __builtin_prefetch(fetch.plain + at * PANEL, 1);
    __builtin_prefetch(fetch.factors + at * PANEL, 1);
    begin_factors(kind, law->law, halves_of(burst, at, law->line), numbers + at * PANEL, begun.tails + at * PANEL);
  }
  if (kind == DL_FACTORS_UNIFORM) return;
  _Pragma("clang loop unroll_count(2)") for (size_t at = 0; at < length * PANEL; at += PANEL)
    store_f32x16(factors + at, end_factors(kind, law, begun.numbers + at, begun.tails + at));
}

#endif
