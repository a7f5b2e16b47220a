#include <string.h>

#include "convolutions.h"
#include "tiles.h"
#include "windows.h"

/// Terms of a chain after which its sum may go back to memory, so that what it reads stays in cache.
enum { TERMS = 256 };

/// Output positions of one row that are summed before the next tap's turn.
static size_t block_length(const dl_convolution *shape) {
  size_t positions = TERMS / shape->examples;
  return positions > 1 ? positions : 1;
}

static void clear(const dl_convolution *shape, float *weight_gradient, size_t first, size_t last) {
  size_t panel = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  memset(weight_gradient + first * panel, 0, (last - first) * panel * sizeof(float));
}

// MARK: - Maps: tiles of input channels × output panels at one tap

/// A run of output positions in one row with the input positions that one tap pairs them with.
typedef struct pairing {
  const float *input, *gradient;
  /// From one position to the next, and from panel to panel of the gradient.
  size_t input_step, gradient_step, gradient_stride, count, examples;
} pairing;

DL_INLINE void pairing_tile(
    const pairing *pairing, float *sums, size_t sum_stride, const int rows, const int panels) {
  dl_v16 sum[DL_TILE_ROWS][2];
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int p = 0; p < panels; p++) sum[r][p] = dl_load(sums + p * sum_stride + r * DL_PANEL);
  for (size_t i = 0; i < pairing->count; i++)
    dl_tile_add(
        sum, dl_scalars_by_column(pairing->input + i * pairing->input_step), pairing->examples,
        pairing->gradient + i * pairing->gradient_step, pairing->gradient_stride, rows, panels);
  dl_tile_store(sum, sums, sum_stride, DL_PANEL, rows, panels);
}

/// All channels of one tap; `panel` leads from panel to panel of the input.
DL_INLINE void pairing_channels(
    pairing pairing, size_t channels, size_t panel, float *sums, size_t sum_stride, const int panels,
    const dl_path path) {
  const int most = path != DL_PATH_V4 ? 4 : panels == 1 ? 16 : 8;
  const float *input = pairing.input;
  for (size_t c = 0; c < channels;) {
    pairing.input = input + c / DL_PANEL * panel + c % DL_PANEL;
    size_t rows = channels - c >= (size_t)most ? (size_t)most : channels - c >= 4 ? 4 : 1;
    if (rows == 1) pairing_tile(&pairing, sums + c * DL_PANEL, sum_stride, 1, panels);
    else if (rows == 4) pairing_tile(&pairing, sums + c * DL_PANEL, sum_stride, 4, panels);
    else pairing_tile(&pairing, sums + c * DL_PANEL, sum_stride, most, panels);
    c += rows;
  }
}

/// Adds what the output positions `from ..< to` of row oy contribute to the weights of `panels` panels.
DL_INLINE void add_positions(
    const dl_convolution *shape, const float *input, const float *gradient, size_t oy, dl_span block, float *sums,
    const int panels, const dl_path path) {
  size_t row = shape->examples * DL_PANEL, input_panel = dl_input_positions(shape) * row;
  size_t taps = shape->y.kernel * shape->x.kernel;
  dl_span ys = dl_taps_of(&shape->y, oy);
  for (size_t ky = ys.first; ky < ys.last; ky++)
    for (size_t kx = 0; kx < shape->x.kernel; kx++) {
      dl_span xs = dl_outputs_of_tap(&shape->x, kx);
      size_t from = xs.first > block.first ? xs.first : block.first, to = dl_least(xs.last, block.last);
      if (from >= to) continue;
      size_t source = dl_input_of(&shape->y, oy, ky) * shape->x.size + dl_input_of(&shape->x, from, kx);
      pairing pairing = {
          input + source * row, gradient + (oy * shape->x.out + from) * row, shape->x.stride * row, row,
          dl_output_positions(shape) * row, to - from, shape->examples};
      if (shape->x.stride == 1) {  // neighbours follow each other on both sides
        pairing.examples *= pairing.count;
        pairing.count = 1;
      }
      pairing_channels(
          pairing, shape->inputs, input_panel, sums + (ky * shape->x.kernel + kx) * shape->inputs * DL_PANEL,
          taps * shape->inputs * DL_PANEL, panels, path);
    }
}

DL_INLINE void dl_convolution_weight_gradient_body(
    const dl_convolution *shape, const float *input, const float *gradient, float *weight_gradient, size_t first,
    size_t last, const dl_path path) {
  const size_t most = path == DL_PATH_V4 ? 2 : 1;
  size_t length = block_length(shape), panel = dl_output_positions(shape) * shape->examples * DL_PANEL;
  size_t weights = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  clear(shape, weight_gradient, first, last);
  for (size_t oy = 0; oy < shape->y.out; oy++)
    for (size_t ox = 0; ox < shape->x.out; ox += length) {
      dl_span block = {ox, dl_least(ox + length, shape->x.out)};
      for (size_t p = first; p < last;) {
        const float *vectors = gradient + p * panel;
        float *sums = weight_gradient + p * weights;
        size_t panels = last - p >= most ? most : 1;
        if (panels == 2) add_positions(shape, input, vectors, oy, block, sums, 2, path);
        else add_positions(shape, input, vectors, oy, block, sums, 1, path);
        p += panels;
      }
    }
}

DL_KERNEL(
    dl_convolution_weight_gradient,
    (const dl_convolution *shape, const float *input, const float *gradient, float *weight_gradient, size_t first,
     size_t last, dl_path path),
    shape, input, gradient, weight_gradient, first, last)
