#include "pooling.h"

#include <stdbool.h>
#include <string.h>

#include "factors.h"
#include "panel-vectors.h"

typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1), may_alias));
typedef double doubles16 __attribute__((vector_size(128)));

/// Rows of maps that go together: one output position, and the inputs of its window.
typedef struct tile {
  const uint8_t *taps;
  const float *gradient, *factors, *plain;
  float *inputs[DL_NO_TAP];
} tile;

/// df/dθ in every lane.
typedef struct slopes {
  dl_v16 constant, linear, square;
} slopes;

/// Sums of Floats over a few rows, and what they have been added to.
typedef struct learned_sums {
  dl_v16 chain;
  doubles16 sum;
  size_t filled;
} learned_sums;

/// Rows first ..< last of one tile; the products of a learned slope join the chain.
DL_INLINE void spread_rows(
    const tile *tile, const size_t count, const bool multiplies, const slopes *law, size_t first, size_t last,
    dl_v16 *chain) {
  for (size_t n = first * DL_PANEL; n < last * DL_PANEL; n += DL_PANEL) {
    dl_i16 tap = __builtin_convertvector(*(const bytes16 *)(tile->taps + n), dl_i16);
    dl_v16 step = dl_load(tile->gradient + n), f = dl_splat(1);
    if (multiplies) f = dl_load(tile->factors + n);
    if (law) {
      dl_v16 slope = dl_fma(f, dl_fma(f, law->square, law->linear), law->constant);
      *chain = dl_fma(dl_load(tile->plain + n) * step, slope, *chain);
    }
    if (multiplies) step *= f;
    // Lanes that have no slope are +0, as in a sum that begins with 0.
    step += dl_splat(0);
    for (size_t i = 0; i < count; i++)
      dl_store(tile->inputs[i] + n, dl_where(tap == (dl_i16){0} + (int32_t)i, step));
  }
}

/// All rows of one tile, with a new chain of Floats after every `DL_SLOPE_ROWS` rows of the panel.
DL_INLINE void spread_learning(
    const tile *tile, const size_t count, const slopes *law, size_t rows, learned_sums *sums) {
  for (size_t first = 0; first < rows;) {
    size_t room = DL_SLOPE_ROWS - sums->filled, last = rows - first < room ? rows : first + room;
    spread_rows(tile, count, true, law, first, last, &sums->chain);
    sums->filled += last - first;
    if (sums->filled == DL_SLOPE_ROWS) {
      sums->sum += __builtin_convertvector(sums->chain, doubles16);
      sums->chain = dl_splat(0);
      sums->filled = 0;
    }
    first = last;
  }
}

/// Where the rows of an output position and of its window stand in a panel.
DL_INLINE void place_tile(const dl_pooling *shape, size_t oy, size_t ox, float *out, tile *tile) {
  size_t step = shape->examples * DL_PANEL, i = 0;
  for (size_t y = oy * shape->y.kernel; y < (oy + 1) * shape->y.kernel; y++)
    for (size_t x = ox * shape->x.kernel; x < (ox + 1) * shape->x.kernel; x++)
      tile->inputs[i++] = out + (y * shape->x.size + x) * step;
}

DL_INLINE void spread_panel(
    const dl_pooling *shape, const size_t count, const uint8_t *taps, const float *gradient,
    const dl_pooled_noise *noise, size_t panel, float *out) {
  const size_t rows = shape->examples, positions = shape->y.out * shape->x.out;
  const slopes law = {
      dl_splat((float)noise->slope.constant), dl_splat((float)noise->slope.linear),
      dl_splat((float)noise->slope.square)};
  learned_sums sums = {dl_splat(0), {0.0}, 0};
  tile tile;
  for (size_t position = 0; position < positions; position++) {
    size_t at = (panel * positions + position) * rows * DL_PANEL;
    tile.taps = taps + at;
    tile.gradient = gradient + at;
    tile.factors = noise->factors ? noise->factors + at : 0;
    tile.plain = noise->plain ? noise->plain + at : 0;
    place_tile(shape, position / shape->x.out, position % shape->x.out, out, &tile);
    if (tile.plain) spread_learning(&tile, count, &law, rows, &sums);
    else if (tile.factors) spread_rows(&tile, count, true, NULL, 0, rows, NULL);
    else spread_rows(&tile, count, false, NULL, 0, rows, NULL);
  }
  if (!noise->plain) return;
  if (sums.filled) sums.sum += __builtin_convertvector(sums.chain, doubles16);
  memcpy(noise->sums + panel * DL_PANEL, &sums.sum, sizeof sums.sum);
}

DL_INLINE void dl_pool_tiles_pullback_body(
    const dl_pooling *shape, const uint8_t *taps, const float *gradient, const dl_pooled_noise *noise, float *out,
    const dl_path path) {
  (void)path;
  const size_t count = shape->y.kernel * shape->x.kernel;
  const size_t panel = shape->y.size * shape->x.size * shape->examples * DL_PANEL;
  for (size_t p = 0; p < dl_panels(shape->channels); p++) {
    // Windows of 2 × 2 are the usual ones.
    if (count == 4) spread_panel(shape, 4, taps, gradient, noise, p, out + p * panel);
    else spread_panel(shape, count, taps, gradient, noise, p, out + p * panel);
  }
}

DL_KERNEL(
    dl_pool_tiles_pullback,
    (const dl_pooling *shape, const uint8_t *taps, const float *gradient, const dl_pooled_noise *noise, float *out,
     dl_path path),
    shape, taps, gradient, noise, out)
