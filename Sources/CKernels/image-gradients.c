#include <string.h>

#include "convolutions.h"
#include "tiles.h"
#include "windows.h"

/// Gradients of the first layer's weights: the rows of a tile are (ky, kx, c), since an image has few channels.
///
/// Rows whose tap lies in the padding read zeros, which leaves their sums as they are.

/// Examples per part: as many as `zeros` holds.
enum { PART = 64, MOST_PARTS = 16, MOST_ROWS = 8 };

static const float zeros[PART * DL_PANEL];

/// Parts of the chain, each some examples of one position; `scalars[part][row]` is where a row's scalars begin.
typedef struct parts {
  size_t count;
  size_t examples[MOST_PARTS];
  const float *vectors[MOST_PARTS];
  const float *scalars[MOST_PARTS][MOST_ROWS];
} parts;

/// Where the scalars of weight row k begin at output position (oy, ox).
static const float *scalars_of(
    const dl_convolution *shape, const float *image, size_t k, size_t oy, size_t ox, size_t example) {
  size_t tap = k / shape->inputs, c = k % shape->inputs;
  size_t ky = tap / shape->x.kernel, kx = tap % shape->x.kernel;
  dl_span ys = dl_taps_of(&shape->y, oy), xs = dl_taps_of(&shape->x, ox);
  if (ky < ys.first || ky >= ys.last || kx < xs.first || kx >= xs.last) return zeros;
  size_t pixel = dl_input_of(&shape->y, oy, ky) * shape->x.size + dl_input_of(&shape->x, ox, kx);
  size_t feature = pixel * shape->inputs + c;
  return image + (feature / DL_PANEL * shape->examples + example) * DL_PANEL + feature % DL_PANEL;
}

/// Appends the next examples of a position for `rows` weight rows from k on.
static void append_part(
    const dl_convolution *shape, const float *image, const float *gradient, size_t position, size_t example,
    size_t k, size_t rows, parts *parts) {
  size_t oy = position / shape->x.out, ox = position % shape->x.out, i = parts->count++;
  parts->examples[i] = dl_least(PART, shape->examples - example);
  parts->vectors[i] = gradient + (position * shape->examples + example) * DL_PANEL;
  for (size_t r = 0; r < rows; r++) parts->scalars[i][r] = scalars_of(shape, image, k + r, oy, ox, example);
}

DL_INLINE void parts_tile(
    const parts *parts, size_t stride, float *sums, size_t sum_stride, const int rows, const int panels) {
  dl_v16 sum[MOST_ROWS][2];
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int p = 0; p < panels; p++) sum[r][p] = dl_load(sums + p * sum_stride + r * DL_PANEL);
  for (size_t i = 0; i < parts->count; i++) {
    const float *scalars[MOST_ROWS], *vectors = parts->vectors[i];
#pragma unroll
    for (int r = 0; r < rows; r++) scalars[r] = parts->scalars[i][r];
    for (size_t n = 0; n < parts->examples[i] * DL_PANEL; n += DL_PANEL) {
      dl_v16 v[2];
#pragma unroll
      for (int p = 0; p < panels; p++) v[p] = dl_load(vectors + p * stride + n);
#pragma unroll
      for (int r = 0; r < rows; r++) {
        float scalar = scalars[r][n];
        dl_v16 x = dl_splat(scalar);
#pragma unroll
        for (int p = 0; p < panels; p++) sum[r][p] = dl_fma(x, v[p], sum[r][p]);
      }
    }
  }
  dl_tile_store(sum, sums, sum_stride, DL_PANEL, rows, panels);
}

/// The same for a number of rows that is known when it runs.
DL_INLINE void parts_rows(
    const parts *parts, size_t stride, float *sums, size_t sum_stride, size_t rows, const int panels,
    const dl_path path) {
  switch (rows) {
    case 1: parts_tile(parts, stride, sums, sum_stride, 1, panels); return;
    case 2: parts_tile(parts, stride, sums, sum_stride, 2, panels); return;
    case 3: parts_tile(parts, stride, sums, sum_stride, 3, panels); return;
    case 4: parts_tile(parts, stride, sums, sum_stride, 4, panels); return;
  }
  if (path != DL_PATH_V4) return;
  switch (rows) {
    case 5: parts_tile(parts, stride, sums, sum_stride, 5, panels); return;
    case 6: parts_tile(parts, stride, sums, sum_stride, 6, panels); return;
    case 7: parts_tile(parts, stride, sums, sum_stride, 7, panels); return;
    case 8: parts_tile(parts, stride, sums, sum_stride, 8, panels); return;
  }
}

/// Sums all positions for weight rows k ..< k + rows of `panels` panels.
DL_INLINE void sum_rows(
    const dl_convolution *shape, const float *image, const float *gradient, float *sums, size_t sum_stride, size_t k,
    size_t rows, dl_span positions, const int panels, const dl_path path) {
  size_t stride = dl_output_positions(shape) * shape->examples * DL_PANEL;
  parts parts;
  parts.count = 0;
  for (size_t position = positions.first; position < positions.last; position++)
    for (size_t example = 0; example < shape->examples; example += PART) {
      append_part(shape, image, gradient, position, example, k, rows, &parts);
      if (parts.count < MOST_PARTS) continue;
      parts_rows(&parts, stride, sums, sum_stride, rows, panels, path);
      parts.count = 0;
    }
  if (parts.count > 0) parts_rows(&parts, stride, sums, sum_stride, rows, panels, path);
}

/// All weight rows, in tiles of nearly equal height, since a low tile waits for its own sums.
DL_INLINE void sum_weights(
    const dl_convolution *shape, const float *image, const float *gradient, float *sums, dl_span positions,
    const int panels, const dl_path path) {
  const size_t most = path == DL_PATH_V4 ? 8 : 4;
  size_t count = shape->y.kernel * shape->x.kernel * shape->inputs, tiles = (count + most - 1) / most;
  for (size_t t = 0; t < tiles; t++) {
    size_t k = t * count / tiles, rows = (t + 1) * count / tiles - k;
    sum_rows(
        shape, image, gradient, sums + k * DL_PANEL, count * DL_PANEL, k, rows, positions, panels, path);
  }
}

DL_INLINE void dl_convolution_image_weight_gradient_body(
    const dl_convolution *shape, const float *image, const float *gradient, float *weight_gradient, size_t first,
    size_t last, const dl_path path) {
  const size_t most = path == DL_PATH_V4 ? 2 : 1, length = MOST_PARTS;
  size_t panel = dl_output_positions(shape) * shape->examples * DL_PANEL, positions = dl_output_positions(shape);
  size_t weights = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  memset(weight_gradient + first * weights, 0, (last - first) * weights * sizeof(float));
  for (size_t from = 0; from < positions; from += length)
    for (size_t p = first; p < last;) {
      dl_span block = {from, dl_least(from + length, positions)};
      size_t panels = last - p >= most ? most : 1;
      const float *vectors = gradient + p * panel;
      if (panels == 2) sum_weights(shape, image, vectors, weight_gradient + p * weights, block, 2, path);
      else sum_weights(shape, image, vectors, weight_gradient + p * weights, block, 1, path);
      p += panels;
    }
}

DL_KERNEL(
    dl_convolution_image_weight_gradient,
    (const dl_convolution *shape, const float *image, const float *gradient, float *weight_gradient, size_t first,
     size_t last, dl_path path),
    shape, image, gradient, weight_gradient, first, last)
