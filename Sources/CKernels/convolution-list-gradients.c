#include <string.h>

#include "convolutions.h"
#include "list-lanes.h"
#include "meetings.h"
#include "windows.h"

/// The gradient of the weights pairs inputs with output gradients; either side may be listed, the other gives vectors.
///
/// The lists run over the rows of a block: neighbouring positions that have the same taps, few enough that the vectors
/// under one kernel row stay near.

// MARK: - Sides

/// The maps that are listed and those that give vectors, with what leads from one to the other along a row.
typedef struct sides {
  const dl_convolution *shape;
  int by_input;
  size_t height, width, channels, positions;
  size_t vector_positions;
  /// Positions of the vectors' maps per position of the lists' maps, where taps repeat.
  size_t step;
  size_t room;
} sides;

static sides sides_of(const dl_convolution *shape, int by_input) {
  size_t inputs = dl_input_positions(shape), outputs = dl_output_positions(shape);
  size_t near = DL_NEAR_ROWS / shape->examples, step = by_input ? 1 : shape->x.stride;
  size_t positions = near > shape->x.kernel ? (near - shape->x.kernel) / step + 1 : 1;
  size_t width = by_input ? shape->x.size : shape->x.out;
  positions = dl_least(positions, width);
  // A vector more than a list may hold, since vectors are stored whole.
  size_t room = positions * shape->examples + DL_PANEL;
  return (sides){
      shape,     by_input, by_input ? shape->y.size : shape->y.out, width, by_input ? shape->inputs : shape->outputs,
      positions, by_input ? outputs : inputs, step, room};
}

/// Positions of one row of the listed maps that have the same taps along x.
typedef struct block {
  size_t y, x, row, rows;
  /// The first tap along x, how many there are, and the position of the vectors that the first one leads to.
  size_t kx, taps, other;
} block;

/// The taps of one listed position along x; with the input listed they descend as the outputs ascend.
static block taps_at(const sides *s, size_t y, size_t x) {
  block b = {.y = y, .x = x};
  const dl_axis *axis = &s->shape->x;
  dl_span span = s->by_input ? dl_outputs_of(axis, x) : dl_taps_of(axis, x);
  if (span.first >= span.last) return b;
  b.taps = span.last - span.first;
  b.kx = s->by_input ? x + axis->padding - span.first * axis->stride : span.first;
  b.other = s->by_input ? span.first : dl_input_of(axis, x, span.first);
  return b;
}

static block block_at(const sides *s, size_t y, size_t x) {
  block b = taps_at(s, y, x);
  size_t next = x + 1, end = dl_least(x + s->positions, s->width);
  for (; next < end; next++) {
    block other = taps_at(s, y, next);
    if (other.taps != b.taps || other.kx != b.kx) break;
  }
  b.row = (y * s->width + x) * s->shape->examples;
  b.rows = (next - x) * s->shape->examples;
  return b;
}

// MARK: - Lists of a block

/// How far from the first vector of a block the vector of its row r lies.
static inline uint32_t place_of_row(const sides *s, size_t r) {
  size_t n = s->shape->examples, position = r / n;
  return (uint32_t)((position * s->step * n + r - position * n) * DL_PANEL);
}

/// Lists what is not zero in each column of a block; `starts` counts, list c begins at c · room.
static void list_block_portable(const sides *s, const block *block, const float *maps, dl_lists *lists) {
  size_t rows = s->height * s->width * s->shape->examples;
  for (size_t c = 0; c < s->channels; c++) {
    const float *column = maps + (c / DL_PANEL * rows + block->row) * DL_PANEL + c % DL_PANEL;
    size_t count = 0;
    for (size_t r = 0; r < block->rows; r++) {
      lists->values[c * s->room + count] = column[r * DL_PANEL];
      lists->offsets[c * s->room + count] = place_of_row(s, r);
      count += column[r * DL_PANEL] != 0;
    }
    lists->starts[c] = (uint32_t)count;
  }
}

#if defined(__x86_64__)
/// Appends the lanes of four rows that are not zero to the lists of four columns.
DL_V3 static inline __attribute__((always_inline)) void append_four_columns(
    const float *panel, size_t rows, __m128 places, size_t columns, size_t room, uint32_t *counts, float *values,
    uint32_t *offsets) {
  __m128 turned[4];
  for (size_t i = 0; i < 4; i++) turned[i] = i < rows ? _mm_loadu_ps(panel + i * DL_PANEL) : _mm_setzero_ps();
  _MM_TRANSPOSE4_PS(turned[0], turned[1], turned[2], turned[3]);
  for (size_t c = 0; c < columns; c++) {
    size_t at = c * room + counts[c];
    counts[c] += (uint32_t)dl_append_four(turned[c], places, values + at, offsets + at);
  }
}

DL_V3 static void list_block_v3(const sides *s, const block *block, const float *maps, dl_lists *lists) {
  size_t rows = s->height * s->width * s->shape->examples;
  memset(lists->starts, 0, s->channels * sizeof(uint32_t));
  for (size_t r = 0; r < block->rows; r += 4) {
    uint32_t places[4];
    for (size_t i = 0; i < 4; i++) places[i] = place_of_row(s, r + i);
    const __m128 bits = _mm_castsi128_ps(_mm_loadu_si128((const __m128i *)places));
    for (size_t c = 0; c < s->channels; c += 4)
      append_four_columns(
          maps + (c / DL_PANEL * rows + block->row + r) * DL_PANEL + c % DL_PANEL, block->rows - r, bits,
          dl_least(4, s->channels - c), s->room, lists->starts + c, lists->values + c * s->room,
          lists->offsets + c * s->room);
  }
}

/// Appends the lanes of 16 rows that are not zero to the lists of one panel's columns.
DL_V4 static inline __attribute__((always_inline)) void append_panel_v4(
    const float *panel, size_t rows, __m512i places, size_t columns, size_t room, uint32_t *counts, float *values,
    uint32_t *offsets) {
  dl_v16 turned[DL_PANEL];
  for (size_t i = 0; i < DL_PANEL; i++) turned[i] = i < rows ? dl_load(panel + i * DL_PANEL) : dl_splat(0);
  dl_transpose(turned);
  for (size_t c = 0; c < columns; c++) {
    __m512 x = (__m512)turned[c];
    __mmask16 kept = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_NEQ_UQ);
    size_t at = c * room + counts[c];
    _mm512_storeu_ps(values + at, _mm512_maskz_compress_ps(kept, x));
    _mm512_storeu_si512(offsets + at, _mm512_maskz_compress_epi32(kept, places));
    counts[c] += (uint32_t)__builtin_popcount(kept);
  }
}

DL_V4 static void list_block_v4(const sides *s, const block *block, const float *maps, dl_lists *lists) {
  size_t rows = s->height * s->width * s->shape->examples;
  memset(lists->starts, 0, s->channels * sizeof(uint32_t));
  for (size_t r = 0; r < block->rows; r += DL_PANEL) {
    uint32_t places[DL_PANEL];
    for (size_t i = 0; i < DL_PANEL; i++) places[i] = place_of_row(s, r + i);
    for (size_t c = 0; c < s->channels; c += DL_PANEL)
      append_panel_v4(
          maps + (c / DL_PANEL * rows + block->row + r) * DL_PANEL, block->rows - r, _mm512_loadu_si512(places),
          dl_least(DL_PANEL, s->channels - c), s->room, lists->starts + c, lists->values + c * s->room,
          lists->offsets + c * s->room);
  }
}
#endif

DL_INLINE void list_block(
    const sides *s, const block *block, const float *maps, dl_lists *lists, const dl_path path) {
#if defined(__x86_64__)
  if (path == DL_PATH_V4) {
    list_block_v4(s, block, maps, lists);
    return;
  }
  if (path == DL_PATH_V3) {
    list_block_v3(s, block, maps, lists);
    return;
  }
#endif
  (void)path;
  list_block_portable(s, block, maps, lists);
}

// MARK: - Sums

/// The list of one channel, which adds to its sums of the taps from `to` on.
DL_INLINE dl_list list_of(const sides *s, const dl_lists *lists, size_t c, float *to) {
  return (dl_list){lists->offsets + c * s->room, lists->values + c * s->room, lists->starts[c], to + c * DL_PANEL};
}

/// Row ky of the kernel for one panel of the vectors, which lie in row `other` of their maps.
DL_INLINE void add_row(
    const sides *s, const block *block, size_t ky, size_t other, const float *vectors, const dl_lists *lists,
    float *sums) {
  const dl_convolution *shape = s->shape;
  size_t row = shape->examples * DL_PANEL, tap = s->channels * DL_PANEL;
  size_t width = s->by_input ? shape->x.out : shape->x.size;
  dl_meeting meeting = {
      .vectors = vectors + (other * width + block->other) * row, .stride = (ptrdiff_t)row,
      .out_stride = s->by_input ? -(ptrdiff_t)(shape->x.stride * tap) : (ptrdiff_t)tap};
  float *to = sums + (ky * shape->x.kernel + block->kx) * tap;
  size_t c = 0;
  // With more taps two lists gain nothing: one has sums enough, and they leave less of the cache to the vectors.
  if (block->taps <= DL_PAIR_TAPS)
    for (; c + 2 <= s->channels; c += 2) {
      dl_list two[2] = {list_of(s, lists, c, to), list_of(s, lists, c + 1, to)};
      dl_meet_twice(&meeting, two, block->taps, 1);
    }
  for (; c < s->channels; c++) dl_meet(meeting, list_of(s, lists, c, to), block->taps, 1);
}

/// Adds what one block contributes to one panel.
DL_INLINE void add_block(
    const sides *s, const block *block, const float *vectors, const dl_lists *lists, float *sums) {
  const dl_axis *axis = &s->shape->y;
  if (s->by_input) {
    dl_span ys = dl_outputs_of(axis, block->y);
    for (size_t oy = ys.first; oy < ys.last; oy++)
      add_row(s, block, block->y + axis->padding - oy * axis->stride, oy, vectors, lists, sums);
  } else {
    dl_span ys = dl_taps_of(axis, block->y);
    for (size_t ky = ys.first; ky < ys.last; ky++)
      add_row(s, block, ky, dl_input_of(axis, block->y, ky), vectors, lists, sums);
  }
}

DL_INLINE void sum_blocks(
    const sides *s, const float *listed, const float *vectors, dl_lists *scratch, float *sums, size_t first,
    size_t last, const dl_path path) {
  size_t stride = s->shape->y.kernel * s->shape->x.kernel * s->channels * DL_PANEL;
  size_t panel = s->vector_positions * s->shape->examples * DL_PANEL;
  memset(sums + first * stride, 0, (last - first) * stride * sizeof(float));
  for (size_t y = 0; y < s->height; y++)
    for (size_t x = 0; x < s->width;) {
      block block = block_at(s, y, x);
      x += block.rows / s->shape->examples;
      if (block.taps == 0) continue;
      list_block(s, &block, listed, scratch, path);
      for (size_t p = first; p < last; p++)
        add_block(s, &block, vectors + p * panel, scratch, sums + p * stride);
    }
}

// MARK: - Gradient of the weights

DL_INLINE void dl_convolution_lists_weight_gradient_body(
    const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch, float *turned,
    size_t first, size_t last, const dl_path path) {
  sides sides = sides_of(shape, 0);
  sum_blocks(&sides, gradient, input, scratch, turned, first, last, path);
}

DL_KERNEL(
    dl_convolution_lists_weight_gradient,
    (const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch, float *turned,
     size_t first, size_t last, dl_path path),
    shape, input, gradient, scratch, turned, first, last)

DL_INLINE void dl_convolution_input_lists_weight_gradient_body(
    const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch,
    float *weight_gradient, size_t first, size_t last, const dl_path path) {
  sides sides = sides_of(shape, 1);
  sum_blocks(&sides, input, gradient, scratch, weight_gradient, first, last, path);
}

DL_KERNEL(
    dl_convolution_input_lists_weight_gradient,
    (const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch,
     float *weight_gradient, size_t first, size_t last, dl_path path),
    shape, input, gradient, scratch, weight_gradient, first, last)
