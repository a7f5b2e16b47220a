#include "convolutions.h"

#include "tiles.h"
#include "windows.h"

/// A stretch of the chain: `depth` scalars of each example from `source` on, and their vectors from `vector` on.
typedef struct stretch {
  size_t source, vector, depth;
} stretch;

enum { MOST_STRETCHES = DL_MOST_KERNEL * DL_MOST_KERNEL };

/// The whole chain of one position; `chunk` leads to the next 16 scalars of a stretch.
typedef struct chain {
  const float *scalars, *vectors;
  size_t chunk, stride, count;
  stretch stretches[MOST_STRETCHES];
} chain;

// MARK: - Chains

/// Sets what all positions have in common; the stretches stay unwritten until there is a position.
static void chain_begin(chain *chain, const float *scalars, const float *vectors, size_t chunk, size_t stride) {
  chain->scalars = scalars;
  chain->vectors = vectors;
  chain->chunk = chunk;
  chain->stride = stride;
  chain->count = 0;
}

/// Rows that share the taps of one position while its inputs and weights are near.
enum { ROWS_TOGETHER = 256 };

/// Neighbouring output positions up to `last` whose inputs are as far apart and which have the same taps: with a stride
/// of 1 their rows follow each other on both sides, so that tiles of small batches need not end with each position.
static size_t outputs_together(const dl_convolution *shape, size_t position, size_t last) {
  size_t ox = position % shape->x.out, row_end = position - ox + shape->x.out;
  size_t end = dl_least(dl_least(last, row_end), position + ROWS_TOGETHER / shape->examples), next = position + 1;
  dl_span taps = dl_taps_of(&shape->x, ox);
  for (; shape->x.stride == 1 && next < end; next++) {
    dl_span others = dl_taps_of(&shape->x, next - position + ox);
    if (others.first != taps.first || others.last != taps.last) break;
  }
  return next - position;
}

/// The same for input positions and the outputs they take part in.
static size_t inputs_together(const dl_convolution *shape, size_t position, size_t last) {
  size_t ix = position % shape->x.size, row_end = position - ix + shape->x.size;
  size_t end = dl_least(dl_least(last, row_end), position + ROWS_TOGETHER / shape->examples), next = position + 1;
  dl_span outputs = dl_outputs_of(&shape->x, ix);
  for (; shape->x.stride == 1 && next < end; next++) {
    dl_span others = dl_outputs_of(&shape->x, next - position + ix);
    size_t shift = next - position;
    if (others.first != outputs.first + shift || others.last != outputs.last + shift) break;
  }
  return next - position;
}

/// The taps of output position (oy, ox), each over all channels.
static void collect_taps(const dl_convolution *shape, size_t position, chain *chain) {
  size_t oy = position / shape->x.out, ox = position % shape->x.out, row = shape->examples * DL_PANEL;
  dl_span ys = dl_taps_of(&shape->y, oy), xs = dl_taps_of(&shape->x, ox);
  chain->count = 0;
  for (size_t ky = ys.first; ky < ys.last; ky++)
    for (size_t kx = xs.first; kx < xs.last; kx++) {
      size_t source = dl_input_of(&shape->y, oy, ky) * shape->x.size + dl_input_of(&shape->x, ox, kx);
      size_t tap = ky * shape->x.kernel + kx;
      chain->stretches[chain->count++] = (stretch){source * row, tap * shape->inputs * DL_PANEL, shape->inputs};
    }
}

/// The same in an image of one row per example: neighbouring taps and channels are neighbours, cut where panels end.
static void collect_features(const dl_convolution *shape, size_t position, chain *chain) {
  size_t oy = position / shape->x.out, ox = position % shape->x.out, row = shape->examples * DL_PANEL;
  dl_span ys = dl_taps_of(&shape->y, oy), xs = dl_taps_of(&shape->x, ox);
  chain->count = 0;
  for (size_t ky = ys.first; ky < ys.last && xs.first < xs.last; ky++) {
    size_t pixel = dl_input_of(&shape->y, oy, ky) * shape->x.size + dl_input_of(&shape->x, ox, xs.first);
    size_t feature = pixel * shape->inputs, end = feature + (xs.last - xs.first) * shape->inputs;
    size_t vector = (ky * shape->x.kernel + xs.first) * shape->inputs;
    while (feature < end) {
      size_t lane = feature % DL_PANEL, depth = dl_least(DL_PANEL - lane, end - feature);
      chain->stretches[chain->count++] =
          (stretch){feature / DL_PANEL * row + lane, vector * DL_PANEL, depth};
      feature += depth;
      vector += depth;
    }
  }
}

/// The outputs that input position (iy, ix) takes part in, each over all its channels.
static void collect_outputs(const dl_convolution *shape, size_t position, chain *chain) {
  size_t iy = position / shape->x.size, ix = position % shape->x.size, row = shape->examples * DL_PANEL;
  dl_span ys = dl_outputs_of(&shape->y, iy), xs = dl_outputs_of(&shape->x, ix);
  chain->count = 0;
  for (size_t oy = ys.first; oy < ys.last; oy++)
    for (size_t ox = xs.first; ox < xs.last; ox++) {
      size_t ky = iy + shape->y.padding - oy * shape->y.stride, kx = ix + shape->x.padding - ox * shape->x.stride;
      size_t source = oy * shape->x.out + ox, tap = ky * shape->x.kernel + kx;
      chain->stretches[chain->count++] = (stretch){source * row, tap * shape->outputs * DL_PANEL, shape->outputs};
    }
}

// MARK: - Tiles of rows × panels with the same taps

DL_INLINE void chain_tile(
    const chain *chain, size_t row, const float *vectors, const float *initial, float *out, size_t out_stride,
    const int rows, const int panels) {
  dl_v16 sum[DL_TILE_ROWS][2];
  dl_tile_start(sum, initial, rows, panels);
  for (size_t i = 0; i < chain->count; i++) {
    const stretch *s = &chain->stretches[i];
    dl_scalars scalars = {chain->scalars + s->source + row * DL_PANEL, DL_PANEL, chain->chunk, 1};
    dl_tile_add(sum, scalars, s->depth, vectors + s->vector, chain->stride, rows, panels);
  }
  dl_tile_store(sum, out + row * DL_PANEL, out_stride, DL_PANEL, rows, panels);
}

DL_INLINE void chain_rows(
    const chain *chain, size_t rows, const float *vectors, const float *initial, float *out, size_t out_stride,
    const int panels, const dl_path path) {
  size_t n = 0;
  if (path == DL_PATH_V4 && panels == 1)
    for (; n + 16 <= rows; n += 16) chain_tile(chain, n, vectors, initial, out, out_stride, 16, 1);
  if (path == DL_PATH_V4)
    for (; n + 8 <= rows; n += 8) chain_tile(chain, n, vectors, initial, out, out_stride, 8, panels);
  for (; n + 4 <= rows; n += 4) chain_tile(chain, n, vectors, initial, out, out_stride, 4, panels);
  for (; n < rows; n++) chain_tile(chain, n, vectors, initial, out, out_stride, 1, panels);
}

/// All panels of some rows; `initial` and `out` are those of the first panel.
DL_INLINE void chain_panels(
    const chain *chain, size_t rows, size_t panels, const float *initial, float *out, size_t out_stride,
    const dl_path path) {
  size_t p = 0;
  if (path == DL_PATH_V4)
    for (; p + 2 <= panels; p += 2)
      chain_rows(
          chain, rows, chain->vectors + p * chain->stride, initial ? initial + p * DL_PANEL : 0,
          out + p * out_stride, out_stride, 2, path);
  for (; p < panels; p++)
    chain_rows(
        chain, rows, chain->vectors + p * chain->stride, initial ? initial + p * DL_PANEL : 0,
        out + p * out_stride, out_stride, 1, path);
}

// MARK: - Forward

DL_INLINE void dl_convolution_forward_body(
    const dl_convolution *shape, const float *input, const float *weights, const float *initial, float *out,
    size_t first, size_t last, const dl_path path) {
  size_t row = shape->examples * DL_PANEL, out_stride = dl_output_positions(shape) * row;
  size_t stride = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  chain chain;
  chain_begin(&chain, input, weights, dl_input_positions(shape) * row, stride);
  for (size_t position = first, together; position < last; position += together) {
    together = outputs_together(shape, position, last);
    collect_taps(shape, position, &chain);
    chain_panels(
        &chain, together * shape->examples, dl_panels(shape->outputs), initial, out + position * row, out_stride,
        path);
  }
}

DL_KERNEL(
    dl_convolution_forward,
    (const dl_convolution *shape, const float *input, const float *weights, const float *initial, float *out,
     size_t first, size_t last, dl_path path),
    shape, input, weights, initial, out, first, last)

DL_INLINE void dl_convolution_image_forward_body(
    const dl_convolution *shape, const float *image, const float *weights, const float *initial, float *out,
    size_t first, size_t last, const dl_path path) {
  size_t row = shape->examples * DL_PANEL, out_stride = dl_output_positions(shape) * row;
  size_t stride = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  chain chain;
  chain_begin(&chain, image, weights, row, stride);
  for (size_t position = first; position < last; position++) {
    collect_features(shape, position, &chain);
    chain_panels(
        &chain, shape->examples, dl_panels(shape->outputs), initial, out + position * row, out_stride, path);
  }
}

DL_KERNEL(
    dl_convolution_image_forward,
    (const dl_convolution *shape, const float *image, const float *weights, const float *initial, float *out,
     size_t first, size_t last, dl_path path),
    shape, image, weights, initial, out, first, last)

// MARK: - Gradient of the input

DL_INLINE void dl_convolution_input_gradient_body(
    const dl_convolution *shape, const float *gradient, const float *transposed, float *out, size_t first,
    size_t last, const dl_path path) {
  size_t row = shape->examples * DL_PANEL, out_stride = dl_input_positions(shape) * row;
  size_t stride = shape->y.kernel * shape->x.kernel * shape->outputs * DL_PANEL;
  chain chain;
  chain_begin(&chain, gradient, transposed, dl_output_positions(shape) * row, stride);
  for (size_t position = first, together; position < last; position += together) {
    together = inputs_together(shape, position, last);
    collect_outputs(shape, position, &chain);
    chain_panels(
        &chain, together * shape->examples, dl_panels(shape->inputs), 0, out + position * row, out_stride, path);
  }
}

DL_KERNEL(
    dl_convolution_input_gradient,
    (const dl_convolution *shape, const float *gradient, const float *transposed, float *out, size_t first,
     size_t last, dl_path path),
    shape, gradient, transposed, out, first, last)

// MARK: - Turned weights

/// One block of 16 inputs × 16 outputs of one tap; lanes past the last input or output become zero or stay away.
DL_INLINE void turn_block(const float *weights, size_t inputs, float *transposed, size_t outputs) {
  dl_v16 block[DL_PANEL];
  for (size_t i = 0; i < DL_PANEL; i++) block[i] = i < inputs ? dl_load(weights + i * DL_PANEL) : dl_splat(0);
  dl_transpose(block);
  for (size_t o = 0; o < dl_least(outputs, DL_PANEL); o++) dl_store(transposed + o * DL_PANEL, block[o]);
}

DL_INLINE void dl_convolution_transpose_body(
    const float *weights, size_t taps, size_t inputs, size_t outputs, float *transposed, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++)
    for (size_t tap = 0; tap < taps; tap++)
      for (size_t c = 0; c < inputs; c += DL_PANEL)
        turn_block(
            weights + ((p * taps + tap) * inputs + c) * DL_PANEL, inputs - c,
            transposed + (c * taps + tap * DL_PANEL) * outputs + p * DL_PANEL * DL_PANEL,
            outputs - p * DL_PANEL);
}

DL_KERNEL(
    dl_convolution_transpose,
    (const float *weights, size_t taps, size_t inputs, size_t outputs, float *transposed, size_t first, size_t last,
     dl_path path),
    weights, taps, inputs, outputs, transposed, first, last)
