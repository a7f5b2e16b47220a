#ifndef DL_WINDOWS_H
#define DL_WINDOWS_H

#include <stddef.h>
#include <stdint.h>

#include "convolutions.h"

/// Where windows meet maps: the taps of a position and the positions of a tap, padding left out.

/// Indices `first ..< last`.
typedef struct dl_span {
  size_t first, last;
} dl_span;

static inline size_t dl_least(size_t a, size_t b) { return a < b ? a : b; }

/// Positions of all maps' rows and columns.
static inline size_t dl_input_positions(const dl_convolution *shape) { return shape->y.size * shape->x.size; }
static inline size_t dl_output_positions(const dl_convolution *shape) { return shape->y.out * shape->x.out; }

/// The taps of output position o that lie inside the map.
static inline dl_span dl_taps_of(const dl_axis *axis, size_t o) {
  size_t start = o * axis->stride, end = axis->size + axis->padding;
  return (dl_span){
      start < axis->padding ? axis->padding - start : 0, start < end ? dl_least(axis->kernel, end - start) : 0};
}

/// The input position of tap k of output position o.
static inline size_t dl_input_of(const dl_axis *axis, size_t o, size_t k) {
  return o * axis->stride + k - axis->padding;
}

/// The output positions that input position i takes part in; its tap there is i + padding − o · stride.
static inline dl_span dl_outputs_of(const dl_axis *axis, size_t i) {
  size_t end = i + axis->padding;
  size_t first = end < axis->kernel ? 0 : (end - axis->kernel) / axis->stride + 1;
  return (dl_span){first, dl_least(axis->out, end / axis->stride + 1)};
}

/// The output positions whose tap k lies inside the map.
static inline dl_span dl_outputs_of_tap(const dl_axis *axis, size_t k) {
  size_t end = axis->size + axis->padding;
  size_t first = k < axis->padding ? (axis->padding - k + axis->stride - 1) / axis->stride : 0;
  size_t last = k < end ? dl_least(axis->out, (end - k - 1) / axis->stride + 1) : 0;
  return (dl_span){first, last > first ? last : first};
}

#endif
