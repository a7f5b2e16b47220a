#include "include/factors.h"

#include "factor-lines.h"

// MARK: - Bursts

/// The lines of a group over all examples: where they stand, and the deviations of their channels.
typedef struct {
  size_t offsets[HALF_LINES];
  f32x16 deviations[HALF_LINES];
  size_t count;
} group_lines;

/// Σ f and Σ f² of the lanes of one line, and how many f are 0.
typedef struct {
  f32x16 sum, squares, zeros;
} line_moments;

/// Sums up the factors of one line, which are in the first-level cache; only clipped ones are counted where they are 0.
DL_INLINE line_moments moments_of(const dl_factor_kind kind, const float *factors, size_t length) {
  line_moments moments = {0.0f, 0.0f, 0.0f};
  for (size_t at = 0; at < length; at++) {
    const f32x16 f = load_f32x16(factors + at * PANEL);
    moments.sum = moments.sum + f;
    moments.squares = __builtin_elementwise_fma(f, f, moments.squares);
    if (kind == DL_FACTORS_CLIPPED) moments.zeros = moments.zeros + (f == 0.0f ? (f32x16)1.0f : (f32x16)0.0f);
  }
  return moments;
}

/// Lets the factors of one line act, which are in the first-level cache.
DL_INLINE void act(const dl_factor_use use, size_t length, float *factors, float *x, float *plain) {
  for (size_t at = 0; at < length * PANEL; at += PANEL) {
    f32x16 v = load_f32x16(x + at), f = load_f32x16(factors + at);
    // A NaN must not vanish: only what is not above zero is cut.
    if (use == DL_DRAW_RECTIFY) store_f32x16(factors + at, f = v <= 0.0f ? (f32x16)0.0f : f);
    if (use == DL_DRAW_RECTIFY || use == DL_DRAW_KEEP_RECTIFIED) v = v <= 0.0f ? (f32x16)0.0f : v;
    if (use == DL_DRAW_KEEP || use == DL_DRAW_KEEP_RECTIFIED) store_f32x16(plain + at, v + 0.0f);
    store_f32x16(x + at, v * f + 0.0f);
  }
}

DL_INLINE void act_as_told(dl_factor_use use, size_t length, float *factors, float *x, float *plain) {
  switch (use) {
    case DL_DRAW: break;
    case DL_DRAW_MULTIPLY: act(DL_DRAW_MULTIPLY, length, factors, x, plain); break;
    case DL_DRAW_RECTIFY: act(DL_DRAW_RECTIFY, length, factors, x, plain); break;
    case DL_DRAW_KEEP: act(DL_DRAW_KEEP, length, factors, x, plain); break;
    case DL_DRAW_KEEP_RECTIFIED: act(DL_DRAW_KEEP_RECTIFIED, length, factors, x, plain); break;
  }
}

/// Sums over everything drawn, lane by lane.
typedef struct {
  f64x8 sum, squares, zeros;
} lane_moments;

/// Adds sixteen lanes to eight.
DL_INLINE f64x8 added(f64x8 to, f32x16 lanes) {
  return to + __builtin_convertvector(lanes.lo, f64x8) + __builtin_convertvector(lanes.hi, f64x8);
}

/// Adds the lanes of one line that stand for units.
DL_INLINE void add_moments(lane_moments *to, line_moments line, size_t inside) {
  if (inside < PANEL) {
    const i32x16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    line.sum = lanes < (i32x16)(int32_t)inside ? line.sum : (f32x16)0.0f;
    line.squares = lanes < (i32x16)(int32_t)inside ? line.squares : (f32x16)0.0f;
    line.zeros = lanes < (i32x16)(int32_t)inside ? line.zeros : (f32x16)0.0f;
  }
  to->sum = added(to->sum, line.sum);
  to->squares = added(to->squares, line.squares);
  to->zeros = added(to->zeros, line.zeros);
}

/// The tree (0+4, …), (0+2, …), 0+1.
DL_INLINE double tree(f64x8 lanes) {
  f64x4 four = lanes.lo + lanes.hi;
  return (four[0] + four[2]) + (four[1] + four[3]);
}

// MARK: - Whole batches

/// Where the lines of `most` panels of units from `unit` on stand.
DL_INLINE group_lines lines_of(
    const float *deviations, size_t unit, size_t most, size_t count, size_t positions, size_t channels) {
  group_lines group = {.count = 0};
  for (size_t line = 0; line < most && unit < positions * channels; line++, unit += PANEL) {
    const size_t position = unit / channels, channel = unit % channels;
    group.offsets[line] = (channel / PANEL * positions + position) * count * PANEL;
    group.deviations[line] = deviations ? load_f32x16(deviations + channel) : (f32x16)0.0f;
    group.count++;
  }
  return group;
}

/// The parts of a group of words whose first block is `block`; lanes hold blocks as `lanes` says.
DL_INLINE void parts_of(const call_constants *call, u64x8 lanes, uint64_t block, unit_part *parts) {
  for (size_t part = 0; part < GROUP_PARTS; part++) parts[part] = part_of_units(call, lanes + (block + 8 * part));
}

DL_INLINE void draw(
    const dl_factor_kind kind, const dl_factor_law *law, dl_factor_use use, uint64_t key, uint64_t step,
    const uint32_t *examples, size_t count, size_t positions, size_t channels, size_t units, float *factors, float *x,
    float *plain, double *moments) {
  const call_constants call = constants_of(key, step);
  const u64x8 lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  lane_moments sums = {0.0, 0.0, 0.0};
  burst_words burst;
  for (size_t unit = 0; unit < positions * channels; unit += HALF_LINES * PANEL) {
    const group_lines group = lines_of(law->deviations, unit, HALF_LINES, count, positions, channels);
    unit_part parts[GROUP_PARTS];
    parts_of(&call, lanes, unit / 8, parts);
    for (size_t first = 0; first < count; first += BURST) {
      const size_t length = count - first < BURST ? count - first : BURST;
      draw_words(&call, parts, examples + first, length, false, &burst);
      for (size_t line = 0; line < group.count; line++) {
        const size_t at = group.offsets[line] + first * PANEL, begin = unit + line * PANEL;
        const size_t next = group.offsets[line + 1 < group.count ? line + 1 : line] + first * PANEL;
        float *const acted = x ? x + at : x, *const kept = plain ? plain + at : plain;
        const line_law drawn = {law, group.deviations[line], line};
        draw_line(kind, &drawn, &burst, length, (line_fetch){acted, kept, factors + next}, factors + at);
        if (first == 0)
          add_moments(
              &sums, moments_of(kind, factors + at, length), begin + PANEL <= units ? PANEL : units - begin);
        act_as_told(use, length, factors + at, acted, kept);
      }
    }
  }
  moments[0] += tree(sums.sum);
  moments[1] += tree(sums.squares);
  moments[2] += tree(sums.zeros);
}

/// A sigmoid in powers of two: third · 1 / (1 + 2ˣ), x = second · log₂(u / (1 − u)) + first · second · log₂ e.
DL_INLINE dl_factor_law in_powers_of_two(dl_factor_law law) {
  if (law.kind == DL_FACTORS_RELAXED) law.first = law.first * law.second * 0x1.715476p+0f;
  return law;
}

DL_INLINE void dl_draw_factors_body(
    const dl_factor_law *given, dl_factor_use use, uint64_t key, uint64_t step, const uint32_t *examples, size_t count,
    size_t positions, size_t channels, size_t units, float *factors, float *x, float *plain, double *moments,
    dl_path path) {
  const dl_factor_law law = in_powers_of_two(*given);
#define DL_DRAW_OF(kind) \
  draw(kind, &law, use, key, step, examples, count, positions, channels, units, factors, x, plain, moments)
  switch (law.kind) {
    case DL_FACTORS_NORMAL: DL_DRAW_OF(DL_FACTORS_NORMAL); break;
    case DL_FACTORS_CLIPPED: DL_DRAW_OF(DL_FACTORS_CLIPPED); break;
    case DL_FACTORS_WIDENED: DL_DRAW_OF(DL_FACTORS_WIDENED); break;
    case DL_FACTORS_UNIFORM: DL_DRAW_OF(DL_FACTORS_UNIFORM); break;
    case DL_FACTORS_RELAXED: DL_DRAW_OF(DL_FACTORS_RELAXED); break;
  }
#undef DL_DRAW_OF
}
DL_DISPATCH_WIDE(
    void, dl_draw_factors,
    (const dl_factor_law *law, dl_factor_use use, uint64_t key, uint64_t step, const uint32_t *examples, size_t count,
     size_t positions, size_t channels, size_t units, float *factors, float *x, float *plain, double *moments,
     dl_path path),
    (law, use, key, step, examples, count, positions, channels, units, factors, x, plain, moments, path))

// MARK: - Uniform numbers of whole words

DL_INLINE void dl_draw_uniforms_body(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t count, size_t positions, size_t channels,
    float *uniforms, dl_path path) {
  const call_constants call = constants_of(key, step);
  burst_words burst;
  for (size_t unit = 0; unit < positions * channels; unit += GROUP_UNITS) {
    const group_lines group = lines_of(NULL, unit, GROUP_UNITS / PANEL, count, positions, channels);
    unit_part parts[GROUP_PARTS];
    parts_of(&call, first_blocks(), unit / 4, parts);
    for (size_t first = 0; first < count; first += BURST) {
      const size_t length = count - first < BURST ? count - first : BURST;
      draw_words(&call, parts, examples + first, length, true, &burst);
      for (size_t line = 0; line < group.count; line++)
        for (size_t at = 0; at < length; at++) {
          u32x16 words;
          memcpy(&words, burst.words[at] + PANEL * line, sizeof words);
          store_f32x16(
              uniforms + group.offsets[line] + (first + at) * PANEL,
              __builtin_convertvector((i32x16)(words >> 8), f32x16) * 0x1p-24f);
        }
    }
  }
}
DL_DISPATCH_WIDE(
    void, dl_draw_uniforms,
    (uint64_t key, uint64_t step, const uint32_t *examples, size_t count, size_t positions, size_t channels,
     float *uniforms, dl_path path),
    (key, step, examples, count, positions, channels, uniforms, path))
