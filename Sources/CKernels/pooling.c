#include "pooling.h"

#include <string.h>

#include "panel-vectors.h"
#include "windows.h"

typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1), may_alias));

/// The taps or outputs of one position along both axes, and where its rows begin in each panel.
typedef struct place {
  dl_span y, x;
  size_t iy, ix, row;
} place;

/// What joins a position to its taps or outputs, ascending: where the other rows begin, and the tap.
typedef struct joint {
  size_t row;
  int32_t tap;
} joint;

DL_INLINE size_t input_panel(const dl_pooling *shape) {
  return shape->y.size * shape->x.size * shape->examples * DL_PANEL;
}

DL_INLINE size_t output_panel(const dl_pooling *shape) {
  return shape->y.out * shape->x.out * shape->examples * DL_PANEL;
}

/// Where output position (oy, ox) has its window; (iy, ix) is the input position of its first tap inside.
static place window_of(const dl_pooling *shape, size_t position) {
  size_t oy = position / shape->x.out, ox = position % shape->x.out;
  dl_span ys = dl_taps_of(&shape->y, oy), xs = dl_taps_of(&shape->x, ox);
  return (place){
      ys, xs, dl_input_of(&shape->y, oy, ys.first), dl_input_of(&shape->x, ox, xs.first),
      position * shape->examples * DL_PANEL};
}

/// The outputs that input position (iy, ix) takes part in.
static place outputs_of(const dl_pooling *shape, size_t position) {
  size_t iy = position / shape->x.size, ix = position % shape->x.size;
  return (place){
      dl_outputs_of(&shape->y, iy), dl_outputs_of(&shape->x, ix), iy, ix, position * shape->examples * DL_PANEL};
}

// MARK: - Largest value

/// The inputs of a window.
static size_t join_window(const dl_pooling *shape, const place *place, joint *joints) {
  size_t count = 0;
  for (size_t ky = place->y.first; ky < place->y.last; ky++)
    for (size_t kx = place->x.first; kx < place->x.last; kx++) {
      size_t iy = place->iy + ky - place->y.first, ix = place->ix + kx - place->x.first;
      joints[count++] = (joint){
          (iy * shape->x.size + ix) * shape->examples * DL_PANEL, (int32_t)(ky * shape->x.kernel + kx)};
    }
  return count;
}

/// The outputs that an input takes part in.
static size_t join_outputs(const dl_pooling *shape, const place *place, joint *joints) {
  size_t count = 0;
  for (size_t oy = place->y.first; oy < place->y.last; oy++)
    for (size_t ox = place->x.first; ox < place->x.last; ox++) {
      size_t ky = place->iy + shape->y.padding - oy * shape->y.stride;
      size_t kx = place->ix + shape->x.padding - ox * shape->x.stride;
      joints[count++] =
          (joint){(oy * shape->x.out + ox) * shape->examples * DL_PANEL, (int32_t)(ky * shape->x.kernel + kx)};
    }
  return count;
}

DL_INLINE void largest(
    const joint *joints, const size_t count, size_t step, const float *input, const int rectify, float *out,
    uint8_t *taps) {
  for (size_t n = 0; n < step; n += DL_PANEL) {
    dl_v16 best = dl_load(input + joints[0].row + n);
    dl_i16 tap = (dl_i16){0} + joints[0].tap;
    for (size_t i = 1; i < count; i++) {
      dl_v16 v = dl_load(input + joints[i].row + n);
      dl_i16 better = (v > best) | (v != v), here = (dl_i16){0} + joints[i].tap;
      best = (dl_v16)(((dl_i16)v & better) | ((dl_i16)best & ~better));
      tap = (here & better) | (tap & ~better);
    }
    if (rectify) {
      // Only what is not above zero is cut: a NaN must not vanish.
      dl_i16 cut = best <= dl_splat(0);
      best = dl_where(~cut, best);
      tap |= cut & ((dl_i16){0} + DL_NO_TAP);
    }
    dl_store(out + n, best);
    *(bytes16 *)(taps + n) = __builtin_convertvector(tap, bytes16);
  }
}

DL_INLINE void dl_pool_max_body(
    const dl_pooling *shape, const float *input, int rectify, float *out, uint8_t *taps, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  size_t from = input_panel(shape), to = output_panel(shape), step = shape->examples * DL_PANEL;
  joint joints[DL_NO_TAP];
  for (size_t position = first; position < last; position++) {
    place place = window_of(shape, position);
    size_t count = join_window(shape, &place, joints);
    for (size_t p = 0; p < dl_panels(shape->channels); p++) {
      size_t at = p * to + place.row;
      // Windows of 2 × 2 are the usual ones.
      if (count == 4 && rectify) largest(joints, 4, step, input + p * from, 1, out + at, taps + at);
      else if (count == 4) largest(joints, 4, step, input + p * from, 0, out + at, taps + at);
      else largest(joints, count, step, input + p * from, rectify, out + at, taps + at);
    }
  }
}

DL_KERNEL(
    dl_pool_max,
    (const dl_pooling *shape, const float *input, int rectify, float *out, uint8_t *taps, size_t first, size_t last,
     dl_path path),
    shape, input, rectify, out, taps, first, last)

DL_INLINE void gather_slopes(
    const joint *joints, const size_t count, size_t step, const uint8_t *taps, const float *gradient, float *out) {
  for (size_t n = 0; n < step; n += DL_PANEL) {
    dl_v16 sum = dl_splat(0);
    for (size_t i = 0; i < count; i++) {
      size_t at = joints[i].row + n;
      dl_i16 tap = __builtin_convertvector(*(const bytes16 *)(taps + at), dl_i16);
      sum += dl_where(tap == (dl_i16){0} + joints[i].tap, dl_load(gradient + at));
    }
    dl_store(out + n, sum);
  }
}

DL_INLINE void dl_pool_max_pullback_body(
    const dl_pooling *shape, const uint8_t *taps, const float *gradient, float *out, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  size_t from = output_panel(shape), to = input_panel(shape), step = shape->examples * DL_PANEL;
  joint joints[DL_NO_TAP];
  for (size_t position = first; position < last; position++) {
    place place = outputs_of(shape, position);
    size_t count = join_outputs(shape, &place, joints);
    for (size_t p = 0; p < dl_panels(shape->channels); p++)
      gather_slopes(joints, count, step, taps + p * from, gradient + p * from, out + p * to + place.row);
  }
}

DL_KERNEL(
    dl_pool_max_pullback,
    (const dl_pooling *shape, const uint8_t *taps, const float *gradient, float *out, size_t first, size_t last,
     dl_path path),
    shape, taps, gradient, out, first, last)

// MARK: - Average

/// out ← Σ over rows y.first ..< y.last and columns x.first ..< x.last of maps `width` wide, from `values`, / area.
DL_INLINE void average_block(
    const float *values, size_t rows, size_t columns, size_t width, size_t step, float area, float *out) {
  for (size_t n = 0; n < step; n += DL_PANEL) {
    dl_v16 sum = dl_splat(0);
    for (size_t y = 0; y < rows; y++)
      for (size_t x = 0; x < columns; x++) sum += dl_load(values + (y * width + x) * step + n);
    dl_store(out + n, sum / dl_splat(area));
  }
}

DL_INLINE void dl_pool_average_body(
    const dl_pooling *shape, const float *input, float *out, size_t first, size_t last, const dl_path path) {
  (void)path;
  size_t from = input_panel(shape), to = output_panel(shape), step = shape->examples * DL_PANEL;
  float area = (float)(shape->y.kernel * shape->x.kernel);
  for (size_t position = first; position < last; position++) {
    place place = window_of(shape, position);
    for (size_t p = 0; p < dl_panels(shape->channels); p++)
      average_block(
          input + p * from + (place.iy * shape->x.size + place.ix) * step, place.y.last - place.y.first,
          place.x.last - place.x.first, shape->x.size, step, area, out + p * to + place.row);
  }
}

DL_KERNEL(
    dl_pool_average,
    (const dl_pooling *shape, const float *input, float *out, size_t first, size_t last, dl_path path), shape, input,
    out, first, last)

DL_INLINE void dl_pool_average_pullback_body(
    const dl_pooling *shape, const float *gradient, float *out, size_t first, size_t last, const dl_path path) {
  (void)path;
  size_t from = output_panel(shape), to = input_panel(shape), step = shape->examples * DL_PANEL;
  float area = (float)(shape->y.kernel * shape->x.kernel);
  for (size_t position = first; position < last; position++) {
    place place = outputs_of(shape, position);
    size_t rows = place.y.last > place.y.first ? place.y.last - place.y.first : 0;
    size_t columns = place.x.last > place.x.first ? place.x.last - place.x.first : 0;
    for (size_t p = 0; p < dl_panels(shape->channels); p++)
      average_block(
          gradient + p * from + (place.y.first * shape->x.out + place.x.first) * step, rows, columns, shape->x.out,
          step, area, out + p * to + place.row);
  }
}

DL_KERNEL(
    dl_pool_average_pullback,
    (const dl_pooling *shape, const float *gradient, float *out, size_t first, size_t last, dl_path path), shape,
    gradient, out, first, last)

// MARK: - Flat rows

/// Where a unit lies in the maps of one example.
static size_t place_of_unit(size_t unit, size_t positions, size_t channels, size_t examples) {
  size_t position = unit / channels, channel = unit % channels;
  return (channel / DL_PANEL * positions + position) * examples * DL_PANEL + channel % DL_PANEL;
}

/// Moves one panel of 16 units, or fewer at the end, whose places are no neighbours.
static void flatten_panel(
    const float *maps, size_t first, size_t units, size_t positions, size_t channels, size_t examples, float *rows) {
  for (size_t i = 0; i < DL_PANEL; i++) {
    int inside = first + i < units;
    const float *from = inside ? maps + place_of_unit(first + i, positions, channels, examples) : 0;
    for (size_t n = 0; n < examples; n++) rows[n * DL_PANEL + i] = inside ? from[n * DL_PANEL] : 0;
  }
}

void dl_flatten(const float *maps, size_t positions, size_t channels, size_t examples, float *rows) {
  size_t units = positions * channels, block = examples * DL_PANEL;
  for (size_t u = 0; u < units; u += DL_PANEL) {
    float *to = rows + u / DL_PANEL * block;
    if (channels % DL_PANEL == 0)
      memcpy(to, maps + place_of_unit(u, positions, channels, examples), block * sizeof(float));
    else flatten_panel(maps, u, units, positions, channels, examples, to);
  }
}

/// Fills one panel of channels of one position.
static void unflatten_panel(
    const float *rows, size_t unit, size_t channels, size_t examples, float *maps) {
  for (size_t i = 0; i < DL_PANEL; i++) {
    size_t u = unit + i;
    const float *from = i < channels ? rows + u / DL_PANEL * examples * DL_PANEL + u % DL_PANEL : 0;
    for (size_t n = 0; n < examples; n++) maps[n * DL_PANEL + i] = from ? from[n * DL_PANEL] : 0;
  }
}

void dl_unflatten(const float *rows, size_t positions, size_t channels, size_t examples, float *maps) {
  size_t block = examples * DL_PANEL;
  for (size_t c = 0; c < channels; c += DL_PANEL)
    for (size_t position = 0; position < positions; position++) {
      size_t unit = position * channels + c;
      float *to = maps + (c / DL_PANEL * positions + position) * block;
      if (channels % DL_PANEL == 0) memcpy(to, rows + unit / DL_PANEL * block, block * sizeof(float));
      else unflatten_panel(rows, unit, channels - c, examples, to);
    }
}
