#include <string.h>

#include "convolutions.h"
#include "tiles.h"
#include "windows.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// One list meets the taps of a kernel row at once: their sums stay in registers while its entries pass.
enum { MOST_TAPS = 8 };

/// Sums over one list for neighbouring taps: out[t] = start[t] + Σ value · vector[t], each with its own stride.
typedef struct meeting {
  const uint32_t *offsets;
  const float *values;
  size_t count;
  const float *vectors;
  ptrdiff_t stride, out_stride;
} meeting;

DL_INLINE void meet_taps(const meeting *m, float *out, const int taps) {
  dl_list_row(m->offsets, m->values, m->count, m->vectors, m->stride, out, m->out_stride, out, m->out_stride, taps);
}

/// The same for a number of taps that is known when it runs.
DL_INLINE void meet(meeting m, float *out, size_t taps) {
  if (m.count == 0) return;
  for (; taps > MOST_TAPS; taps -= MOST_TAPS, m.vectors += MOST_TAPS * m.stride, out += MOST_TAPS * m.out_stride)
    meet_taps(&m, out, MOST_TAPS);
  switch (taps) {
    case 1: meet_taps(&m, out, 1); return;
    case 2: meet_taps(&m, out, 2); return;
    case 3: meet_taps(&m, out, 3); return;
    case 4: meet_taps(&m, out, 4); return;
    case 5: meet_taps(&m, out, 5); return;
    case 6: meet_taps(&m, out, 6); return;
    case 7: meet_taps(&m, out, 7); return;
    case 8: meet_taps(&m, out, 8); return;
  }
}

/// The lists of all examples of one position, each met by the same taps.
DL_INLINE void meet_examples(
    const dl_lists *lists, size_t position, size_t examples, const float *vectors, ptrdiff_t stride, float *out,
    ptrdiff_t out_stride, size_t taps) {
  const uint32_t *starts = lists->starts + position * examples * lists->blocks;
  for (size_t n = 0; n < examples; n++, starts += lists->blocks, out += DL_PANEL) {
    meeting m = {
        lists->offsets + starts[0], lists->values + starts[0], starts[lists->blocks] - starts[0], vectors, stride,
        out_stride};
    meet(m, out, taps);
  }
}

/// A sample, because the whole would cost as much as some of the products it decides on.
size_t dl_sample_nonzero(const float *values, size_t count, size_t *sampled) {
  const size_t step = 7 * DL_PANEL;
  size_t found = 0, met = 0;
  for (size_t i = 0; i + DL_PANEL <= count; i += step, met += DL_PANEL)
    for (size_t lane = 0; lane < DL_PANEL; lane++) found += values[i + lane] != 0;
  *sampled = met;
  return found;
}

// MARK: - Forward

/// Writes the start of every chain of a panel.
DL_INLINE void start_panel(const float *initial, size_t rows, float *out) {
  dl_v16 start = initial ? dl_load(initial) : dl_splat(0);
  for (size_t r = 0; r < rows; r++) dl_store(out + r * DL_PANEL, start);
}

/// Row ky of the kernel for one output panel; with ky ascending, each output meets its input rows in order.
DL_INLINE void forward_row(
    const dl_convolution *shape, const dl_lists *input, const float *weights, float *out, size_t ky) {
  size_t row = shape->examples * DL_PANEL;
  ptrdiff_t tap = (ptrdiff_t)(shape->inputs * DL_PANEL);
  dl_span ys = dl_outputs_of_tap(&shape->y, ky);
  for (size_t oy = ys.first; oy < ys.last; oy++)
    for (size_t ix = 0; ix < shape->x.size; ix++) {
      dl_span xs = dl_outputs_of(&shape->x, ix);
      if (xs.first >= xs.last) continue;
      size_t kx = ix + shape->x.padding - xs.first * shape->x.stride;
      size_t position = dl_input_of(&shape->y, oy, ky) * shape->x.size + ix;
      // The next output to the right meets this input at a tap further left.
      meet_examples(
          input, position, shape->examples, weights + (ptrdiff_t)(ky * shape->x.kernel + kx) * tap,
          -(ptrdiff_t)shape->x.stride * tap, out + (oy * shape->x.out + xs.first) * row, (ptrdiff_t)row,
          xs.last - xs.first);
    }
}

DL_INLINE void dl_convolution_lists_forward_body(
    const dl_convolution *shape, const dl_lists *input, const float *weights, const float *initial, float *out,
    size_t first, size_t last, const dl_path path) {
  (void)path;
  size_t rows = dl_output_positions(shape) * shape->examples;
  size_t stride = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  for (size_t p = first; p < last; p++) {
    start_panel(initial ? initial + p * DL_PANEL : 0, rows, out + p * rows * DL_PANEL);
    for (size_t ky = 0; ky < shape->y.kernel; ky++)
      forward_row(shape, input, weights + p * stride, out + p * rows * DL_PANEL, ky);
  }
}

DL_KERNEL(
    dl_convolution_lists_forward,
    (const dl_convolution *shape, const dl_lists *input, const float *weights, const float *initial, float *out,
     size_t first, size_t last, dl_path path),
    shape, input, weights, initial, out, first, last)

// MARK: - Gradient of the input

/// Row ky of the kernel for one input panel; with ky descending, each input meets its output rows in order.
DL_INLINE void input_gradient_row(
    const dl_convolution *shape, const dl_lists *gradient, const float *transposed, float *out, size_t ky) {
  size_t row = shape->examples * DL_PANEL, tap = shape->outputs * DL_PANEL;
  dl_span ys = dl_outputs_of_tap(&shape->y, ky);
  for (size_t oy = ys.first; oy < ys.last; oy++)
    for (size_t ox = 0; ox < shape->x.out; ox++) {
      dl_span xs = dl_taps_of(&shape->x, ox);
      if (xs.first >= xs.last) continue;
      size_t position = dl_input_of(&shape->y, oy, ky) * shape->x.size + dl_input_of(&shape->x, ox, xs.first);
      meet_examples(
          gradient, oy * shape->x.out + ox, shape->examples,
          transposed + (ky * shape->x.kernel + xs.first) * tap, (ptrdiff_t)tap, out + position * row, (ptrdiff_t)row,
          xs.last - xs.first);
    }
}

DL_INLINE void dl_convolution_lists_input_gradient_body(
    const dl_convolution *shape, const dl_lists *gradient, const float *transposed, float *out, size_t first,
    size_t last, const dl_path path) {
  (void)path;
  size_t rows = dl_input_positions(shape) * shape->examples;
  size_t stride = shape->y.kernel * shape->x.kernel * shape->outputs * DL_PANEL;
  for (size_t p = first; p < last; p++) {
    start_panel(0, rows, out + p * rows * DL_PANEL);
    for (size_t ky = shape->y.kernel; ky > 0; ky--)
      input_gradient_row(shape, gradient, transposed + p * stride, out + p * rows * DL_PANEL, ky - 1);
  }
}

DL_KERNEL(
    dl_convolution_lists_input_gradient,
    (const dl_convolution *shape, const dl_lists *gradient, const float *transposed, float *out, size_t first,
     size_t last, dl_path path),
    shape, gradient, transposed, out, first, last)

// MARK: - Gradient of the weights

/// Output positions of one row that have the same taps, few enough that the inputs under one kernel row stay near.
static size_t block_positions(const dl_convolution *shape) {
  size_t near = DL_NEAR_ROWS / shape->examples;
  size_t positions = near > shape->x.kernel ? (near - shape->x.kernel) / shape->x.stride + 1 : 1;
  return dl_least(positions, shape->x.out);
}

/// A few neighbouring output positions with the same taps along x, as rows of the maps.
typedef struct block {
  size_t oy, ox, row, rows;
  dl_span taps;
} block;

/// Floats from the start of a list to the next: a vector more than it may hold, since vectors are stored whole.
static size_t list_room(const dl_convolution *shape) {
  return block_positions(shape) * shape->examples + DL_PANEL;
}

/// How far from the first input of a block the input of its row r lies.
static inline uint32_t place_of_row(const dl_convolution *shape, size_t r) {
  size_t n = shape->examples, position = r / n;
  return (uint32_t)((position * shape->x.stride * n + r - position * n) * DL_PANEL);
}

/// Lists what is not zero in each column of a block; `starts` counts, list o begins at o · room.
static void list_block_portable(
    const dl_convolution *shape, const block *block, const float *gradient, dl_lists *lists) {
  size_t rows = dl_output_positions(shape) * shape->examples, room = list_room(shape);
  for (size_t o = 0; o < shape->outputs; o++) {
    const float *column = gradient + (o / DL_PANEL * rows + block->row) * DL_PANEL + o % DL_PANEL;
    size_t count = 0;
    for (size_t r = 0; r < block->rows; r++) {
      lists->values[o * room + count] = column[r * DL_PANEL];
      lists->offsets[o * room + count] = place_of_row(shape, r);
      count += column[r * DL_PANEL] != 0;
    }
    lists->starts[o] = (uint32_t)count;
  }
}

#if defined(__x86_64__)
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

DL_V4 static void list_block_v4(
    const dl_convolution *shape, const block *block, const float *gradient, dl_lists *lists) {
  size_t rows = dl_output_positions(shape) * shape->examples, room = list_room(shape);
  memset(lists->starts, 0, shape->outputs * sizeof(uint32_t));
  for (size_t r = 0; r < block->rows; r += DL_PANEL) {
    uint32_t places[DL_PANEL];
    for (size_t i = 0; i < DL_PANEL; i++) places[i] = place_of_row(shape, r + i);
    for (size_t o = 0; o < shape->outputs; o += DL_PANEL)
      append_panel_v4(
          gradient + (o / DL_PANEL * rows + block->row + r) * DL_PANEL, block->rows - r, _mm512_loadu_si512(places),
          dl_least(DL_PANEL, shape->outputs - o), room, lists->starts + o, lists->values + o * room,
          lists->offsets + o * room);
  }
}
#endif

/// Adds what one block contributes to the weights of one input panel.
DL_INLINE void add_block(
    const dl_convolution *shape, const block *block, const float *input, const dl_lists *lists, float *sums) {
  size_t row = shape->examples * DL_PANEL, room = list_room(shape);
  dl_span ys = dl_taps_of(&shape->y, block->oy);
  for (size_t ky = ys.first; ky < ys.last; ky++) {
    size_t ix = dl_input_of(&shape->x, block->ox, block->taps.first);
    const float *vectors = input + (dl_input_of(&shape->y, block->oy, ky) * shape->x.size + ix) * row;
    float *to = sums + (ky * shape->x.kernel + block->taps.first) * shape->outputs * DL_PANEL;
    for (size_t o = 0; o < shape->outputs; o++) {
      meeting m = {
          lists->offsets + o * room, lists->values + o * room, lists->starts[o], vectors, (ptrdiff_t)row,
          (ptrdiff_t)(shape->outputs * DL_PANEL)};
      meet(m, to + o * DL_PANEL, block->taps.last - block->taps.first);
    }
  }
}

/// The block that begins at output (oy, ox).
static block block_at(const dl_convolution *shape, size_t oy, size_t ox) {
  dl_span taps = dl_taps_of(&shape->x, ox);
  size_t end = dl_least(ox + block_positions(shape), shape->x.out), next = ox + 1;
  for (; next < end; next++) {
    dl_span others = dl_taps_of(&shape->x, next);
    if (others.first != taps.first || others.last != taps.last) break;
  }
  return (block){oy, ox, (oy * shape->x.out + ox) * shape->examples, (next - ox) * shape->examples, taps};
}

DL_INLINE void dl_convolution_lists_weight_gradient_body(
    const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch, float *turned,
    size_t first, size_t last, const dl_path path) {
  size_t stride = shape->y.kernel * shape->x.kernel * shape->outputs * DL_PANEL;
  size_t panel = dl_input_positions(shape) * shape->examples * DL_PANEL;
  memset(turned + first * stride, 0, (last - first) * stride * sizeof(float));
  for (size_t oy = 0; oy < shape->y.out; oy++)
    for (size_t ox = 0; ox < shape->x.out;) {
      block block = block_at(shape, oy, ox);
      ox += block.rows / shape->examples;
      if (block.taps.first >= block.taps.last) continue;
#if defined(__x86_64__)
      if (path == DL_PATH_V4) list_block_v4(shape, &block, gradient, scratch);
      else list_block_portable(shape, &block, gradient, scratch);
#else
      list_block_portable(shape, &block, gradient, scratch);
#endif
      for (size_t p = first; p < last; p++)
        add_block(shape, &block, input + p * panel, scratch, turned + p * stride);
    }
}

DL_KERNEL(
    dl_convolution_lists_weight_gradient,
    (const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch, float *turned,
     size_t first, size_t last, dl_path path),
    shape, input, gradient, scratch, turned, first, last)
