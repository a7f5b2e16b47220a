#include "convolutions.h"
#include "meetings.h"
#include "windows.h"

/// The list of one row; it adds to `out`.
DL_INLINE dl_list list_of(const dl_lists *lists, size_t row, float *out) {
  const uint32_t *range = lists->starts + row * lists->blocks;
  return (dl_list){lists->offsets + range[0], lists->values + range[0], range[lists->blocks] - range[0], out};
}

/// The lists of all examples of one position, each met by the same taps; `meeting` tells the vectors and strides.
DL_INLINE void meet_examples(
    const dl_lists *lists, size_t position, size_t examples, dl_meeting meeting, float *out, size_t taps,
    const int panels) {
  size_t n = 0, row = position * examples;
  if (dl_meets_twice(taps, panels))
    for (; n + 2 <= examples; n += 2) {
      dl_list two[2] = {
          list_of(lists, row + n, out + n * DL_PANEL), list_of(lists, row + n + 1, out + (n + 1) * DL_PANEL)};
      dl_meet_twice(&meeting, two, taps, panels);
    }
  for (; n < examples; n++) dl_meet(meeting, list_of(lists, row + n, out + n * DL_PANEL), taps, panels);
}

/// Vectors that tell the density well enough.
enum { SAMPLE = 2048 };

/// A sample, because the whole would cost as much as some of the products it decides on.
size_t dl_sample_nonzero(const float *values, size_t count, size_t *sampled) {
  // An odd step meets every example in turn, since batches are mostly powers of two.
  size_t step = (count / DL_PANEL / SAMPLE | 1) * DL_PANEL, found = 0, met = 0;
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

/// Row ky of the kernel for some output panels; with ky ascending, each output meets its input rows in order.
DL_INLINE void forward_row(
    const dl_convolution *shape, const dl_lists *input, const float *weights, float *out, size_t ky,
    const int panels) {
  size_t row = shape->examples * DL_PANEL, tap = shape->inputs * DL_PANEL;
  // The next output to the right meets an input at a tap further left.
  dl_meeting meeting = {
      .stride = -(ptrdiff_t)(shape->x.stride * tap), .out_stride = (ptrdiff_t)row,
      .panel = shape->y.kernel * shape->x.kernel * tap, .out_panel = dl_output_positions(shape) * row};
  dl_span ys = dl_outputs_of_tap(&shape->y, ky);
  for (size_t oy = ys.first; oy < ys.last; oy++)
    for (size_t ix = 0; ix < shape->x.size; ix++) {
      dl_span xs = dl_outputs_of(&shape->x, ix);
      if (xs.first >= xs.last) continue;
      size_t kx = ix + shape->x.padding - xs.first * shape->x.stride;
      meeting.vectors = weights + (ky * shape->x.kernel + kx) * tap;
      meet_examples(
          input, dl_input_of(&shape->y, oy, ky) * shape->x.size + ix, shape->examples, meeting,
          out + (oy * shape->x.out + xs.first) * row, xs.last - xs.first, panels);
    }
}

DL_INLINE void dl_convolution_lists_forward_body(
    const dl_convolution *shape, const dl_lists *input, const float *weights, const float *initial, float *out,
    size_t first, size_t last, const dl_path path) {
  (void)path;
  size_t rows = dl_output_positions(shape) * shape->examples;
  size_t stride = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  for (size_t p = first; p < last; p++)
    start_panel(initial ? initial + p * DL_PANEL : 0, rows, out + p * rows * DL_PANEL);
  for (size_t p = first, together; p < last; p += together) {
    together = dl_panels_together(p, last, shape->x.kernel);
    for (size_t ky = 0; ky < shape->y.kernel; ky++) {
      float *to = out + p * rows * DL_PANEL;
      if (together == 2) forward_row(shape, input, weights + p * stride, to, ky, 2);
      else forward_row(shape, input, weights + p * stride, to, ky, 1);
    }
  }
}

DL_KERNEL(
    dl_convolution_lists_forward,
    (const dl_convolution *shape, const dl_lists *input, const float *weights, const float *initial, float *out,
     size_t first, size_t last, dl_path path),
    shape, input, weights, initial, out, first, last)

// MARK: - Gradient of the input

/// Row ky of the kernel for some input panels; with ky descending, each input meets its output rows in order.
DL_INLINE void input_gradient_row(
    const dl_convolution *shape, const dl_lists *gradient, const float *transposed, float *out, size_t ky,
    const int panels) {
  size_t row = shape->examples * DL_PANEL, tap = shape->outputs * DL_PANEL;
  dl_meeting meeting = {
      .stride = (ptrdiff_t)tap, .out_stride = (ptrdiff_t)row,
      .panel = shape->y.kernel * shape->x.kernel * tap, .out_panel = dl_input_positions(shape) * row};
  dl_span ys = dl_outputs_of_tap(&shape->y, ky);
  for (size_t oy = ys.first; oy < ys.last; oy++)
    for (size_t ox = 0; ox < shape->x.out; ox++) {
      dl_span xs = dl_taps_of(&shape->x, ox);
      if (xs.first >= xs.last) continue;
      size_t position = dl_input_of(&shape->y, oy, ky) * shape->x.size + dl_input_of(&shape->x, ox, xs.first);
      meeting.vectors = transposed + (ky * shape->x.kernel + xs.first) * tap;
      meet_examples(
          gradient, oy * shape->x.out + ox, shape->examples, meeting, out + position * row, xs.last - xs.first,
          panels);
    }
}

DL_INLINE void dl_convolution_lists_input_gradient_body(
    const dl_convolution *shape, const dl_lists *gradient, const float *transposed, float *out, size_t first,
    size_t last, const dl_path path) {
  (void)path;
  size_t rows = dl_input_positions(shape) * shape->examples;
  size_t stride = shape->y.kernel * shape->x.kernel * shape->outputs * DL_PANEL;
  for (size_t p = first; p < last; p++) start_panel(0, rows, out + p * rows * DL_PANEL);
  for (size_t p = first, together; p < last; p += together) {
    together = dl_panels_together(p, last, shape->x.kernel);
    for (size_t ky = shape->y.kernel; ky > 0; ky--) {
      float *to = out + p * rows * DL_PANEL;
      if (together == 2) input_gradient_row(shape, gradient, transposed + p * stride, to, ky - 1, 2);
      else input_gradient_row(shape, gradient, transposed + p * stride, to, ky - 1, 1);
    }
  }
}

DL_KERNEL(
    dl_convolution_lists_input_gradient,
    (const dl_convolution *shape, const dl_lists *gradient, const float *transposed, float *out, size_t first,
     size_t last, dl_path path),
    shape, gradient, transposed, out, first, last)
