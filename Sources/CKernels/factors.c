#include "include/factors.h"

#include "elementary.h"
#include "philox-blocks.h"

enum { PANEL = 16, GROUP_LINES = GROUP_UNITS / PANEL, BURST = 32 };

// MARK: - One line of sixteen factors

DL_INLINE f32x16 uniforms_of(u32x16 words) {
  return __builtin_convertvector((i32x16)(words >> 8), f32x16) * 0x1p-24f;
}

DL_INLINE f32x16 relaxed(f32x16 u, const dl_factor_law *law) {
  f32x16 inside = __builtin_elementwise_fma(u, (f32x16)(1 - 0x1p-23f), (f32x16)0x1p-24f);
  f32x16 logit = positive_log_f32x16(inside) - positive_log_f32x16(1.0f - inside);
  return law->third * sigmoid_f32x16(-(((f32x16)law->first + logit) * law->second));
}

DL_INLINE f32x16 shifted(const dl_factor_law *law, f32x16 x) {
  return __builtin_elementwise_fma(x, (f32x16)law->second, (f32x16)law->first);
}

/// The factors that a normal number stands for.
DL_INLINE f32x16 of_normal(dl_factor_kind kind, const dl_factor_law *law, f32x16 z, f32x16 deviations) {
  if (kind == DL_FACTORS_WIDENED) return __builtin_elementwise_fma(z, deviations, (f32x16)1.0f);
  f32x16 f = shifted(law, z);
  return kind == DL_FACTORS_CLIPPED ? (f > 0.0f ? f : (f32x16)0.0f) : f;
}

DL_INLINE bool is_normal(dl_factor_kind kind) {
  return kind == DL_FACTORS_NORMAL || kind == DL_FACTORS_CLIPPED || kind == DL_FACTORS_WIDENED;
}

// MARK: - Bursts

/// The four lines of a group over all examples: where they stand, and the deviations of their channels.
typedef struct {
  float *lines[GROUP_LINES];
  f32x16 deviations[GROUP_LINES];
  size_t count;
} group_lines;

/// The words of a group for a few examples, which stay in the first-level cache, and a bit per word that is far out.
typedef struct {
  uint32_t words[BURST][GROUP_UNITS];
  uint64_t rare[BURST];
} burst_words;

typedef bool bit_x16 __attribute__((ext_vector_type(16)));

DL_INLINE uint64_t bits_of(i32x16 mask) {
  bit_x16 bits = __builtin_convertvector(mask, bit_x16);
  return DL_BITS(uint16_t, bits);
}

/// Draws words first, then factors: each loop is short enough for many turns to be under way at once.
DL_INLINE void draw_words(
    const call_constants *call, const unit_part *parts, const uint32_t *examples, size_t length, burst_words *burst) {
  for (size_t at = 0; at < length; at++) {
    eight_blocks blocks[GROUP_PARTS];
    run_group(call, parts, part_of_example(call, examples[at]), blocks);
    _Pragma("clang loop unroll(full)") for (size_t part = 0; part < GROUP_PARTS; part++) {
      ordered_words words = words_in_order(blocks[part]);
      memcpy(burst->words[at] + 2 * PANEL * part, &words, sizeof words);
    }
  }
}

/// Turns the words of a burst into factors; normal numbers far out are left for `draw_all_rare`.
DL_INLINE void draw_lines(
    const dl_factor_kind kind, const dl_factor_law *law, const group_lines *group, size_t first, size_t length,
    burst_words *burst) {
  for (size_t line = 0; line < group->count; line++) {
    const f32x16 deviations = group->deviations[line];
    for (size_t at = 0; at < length; at++) {
      u32x16 words;
      memcpy(&words, burst->words[at] + PANEL * line, sizeof words);
      f32x16 f;
      if (is_normal(kind)) {
        i32x16 rare;
        f = of_normal(kind, law, central_normal_f32x16(words, &rare), deviations);
        burst->rare[at] = (line == 0 ? 0 : burst->rare[at]) | bits_of(rare) << (PANEL * line);
      } else {
        f = kind == DL_FACTORS_UNIFORM ? shifted(law, uniforms_of(words)) : relaxed(uniforms_of(words), law);
      }
      store_f32x16(group->lines[line] + (first + at) * PANEL, f);
    }
  }
}

/// Words far out, with where their factors belong.
typedef struct {
  uint32_t words[PANEL];
  float deviations[PANEL], *places[PANEL];
  size_t count;
} rare_words;

DL_INLINE void draw_rare(const dl_factor_kind kind, const dl_factor_law *law, rare_words *rare) {
  u32x16 words;
  memcpy(&words, rare->words, sizeof words);
  f32x16 f = of_normal(kind, law, tail_normal_f32x16(words), load_f32x16(rare->deviations));
  for (size_t i = 0; i < rare->count; i++) *rare->places[i] = f[i];
  rare->count = 0;
}

/// Draws the normal numbers far out, 1 in 300, sixteen at a time: a branch per line would stop the burst too often.
DL_INLINE void draw_all_rare(
    const dl_factor_kind kind, const dl_factor_law *law, const group_lines *group, size_t first, size_t length,
    const burst_words *burst) {
  rare_words rare = {.words = {0}};
  for (size_t at = 0; at < length; at++)
    for (uint64_t left = burst->rare[at]; left; left &= left - 1) {
      const size_t unit = (size_t)__builtin_ctzll(left), line = unit / PANEL;
      rare.words[rare.count] = burst->words[at][unit];
      rare.deviations[rare.count] = group->deviations[line][unit % PANEL];
      rare.places[rare.count++] = group->lines[line] + (first + at) * PANEL + unit % PANEL;
      if (rare.count == PANEL) draw_rare(kind, law, &rare);
    }
  if (rare.count) draw_rare(kind, law, &rare);
}

// MARK: - Whole batches

/// Where the lines of the group of units from `unit` on stand.
DL_INLINE group_lines lines_of(
    const dl_factor_law *law, size_t unit, size_t count, size_t positions, size_t channels, float *factors) {
  group_lines group = {.count = 0};
  for (size_t line = 0; line < GROUP_LINES && unit < positions * channels; line++, unit += PANEL) {
    const size_t position = unit / channels, channel = unit % channels;
    group.lines[line] = factors + (channel / PANEL * positions + position) * count * PANEL;
    group.deviations[line] = law->deviations ? load_f32x16(law->deviations + channel) : (f32x16)0.0f;
    group.count++;
  }
  return group;
}

DL_INLINE void draw(
    const dl_factor_kind kind, const dl_factor_law *law, uint64_t key, uint64_t step, const uint32_t *examples,
    size_t count, size_t positions, size_t channels, float *factors) {
  const call_constants call = constants_of(key, step);
  burst_words burst;
  for (size_t unit = 0; unit < positions * channels; unit += GROUP_UNITS) {
    const group_lines group = lines_of(law, unit, count, positions, channels, factors);
    unit_part parts[GROUP_PARTS];
    for (size_t part = 0; part < GROUP_PARTS; part++)
      parts[part] = part_of_units(&call, first_blocks() + (uint64_t)(unit / 4 + 8 * part));
    for (size_t first = 0; first < count; first += BURST) {
      const size_t length = count - first < BURST ? count - first : BURST;
      draw_words(&call, parts, examples + first, length, &burst);
      draw_lines(kind, law, &group, first, length, &burst);
      if (is_normal(kind)) draw_all_rare(kind, law, &group, first, length, &burst);
    }
  }
}

DL_INLINE void dl_draw_factors_body(
    const dl_factor_law *law, uint64_t key, uint64_t step, const uint32_t *examples, size_t count, size_t positions,
    size_t channels, float *factors, dl_path path) {
#define DL_DRAW(kind) draw(kind, law, key, step, examples, count, positions, channels, factors)
  switch (law->kind) {
    case DL_FACTORS_NORMAL: DL_DRAW(DL_FACTORS_NORMAL); break;
    case DL_FACTORS_CLIPPED: DL_DRAW(DL_FACTORS_CLIPPED); break;
    case DL_FACTORS_WIDENED: DL_DRAW(DL_FACTORS_WIDENED); break;
    case DL_FACTORS_UNIFORM: DL_DRAW(DL_FACTORS_UNIFORM); break;
    case DL_FACTORS_RELAXED: DL_DRAW(DL_FACTORS_RELAXED); break;
  }
#undef DL_DRAW
}
DL_DISPATCH_WIDE(
    void, dl_draw_factors,
    (const dl_factor_law *law, uint64_t key, uint64_t step, const uint32_t *examples, size_t count, size_t positions,
     size_t channels, float *factors, dl_path path),
    (law, key, step, examples, count, positions, channels, factors, path))

DL_INLINE void dl_relax_uniforms_body(float *factors, size_t count, const dl_factor_law *law, dl_path path) {
  size_t i = 0;
  for (; i + PANEL <= count; i += PANEL) store_f32x16(factors + i, relaxed(load_f32x16(factors + i), law));
  if (i == count) return;
  f32x16 rest = 0.5f;
  memcpy(&rest, factors + i, (count - i) * sizeof *factors);
  rest = relaxed(rest, law);
  memcpy(factors + i, &rest, (count - i) * sizeof *factors);
}
DL_DISPATCH_WIDE(
    void, dl_relax_uniforms, (float *factors, size_t count, const dl_factor_law *law, dl_path path),
    (factors, count, law, path))
