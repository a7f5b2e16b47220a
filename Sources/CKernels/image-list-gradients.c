#include <string.h>

#include "convolutions.h"
#include "meetings.h"
#include "windows.h"

/// Adds what row y of the images contributes through output row oy to the weights of one panel.
///
/// Pixels pass from left to right, so that the gradients they share with their neighbours stay near.
DL_INLINE void add_row(
    const dl_convolution *shape, size_t y, size_t oy, const dl_lists *image, const float *gradient, float *sums) {
  size_t row = shape->examples * DL_PANEL, tap = shape->inputs * DL_PANEL;
  size_t ky = y + shape->y.padding - oy * shape->y.stride;
  // The next output to the right meets a pixel at a tap further left.
  dl_meeting meeting = {.stride = (ptrdiff_t)row, .out_stride = -(ptrdiff_t)(shape->x.stride * tap)};
  for (size_t x = 0; x < shape->x.size; x++) {
    dl_span xs = dl_outputs_of(&shape->x, x);
    if (xs.first >= xs.last) continue;
    size_t kx = x + shape->x.padding - xs.first * shape->x.stride;
    meeting.vectors = gradient + (oy * shape->x.out + xs.first) * row;
    for (size_t c = 0; c < shape->inputs; c++) {
      size_t feature = (y * shape->x.size + x) * shape->inputs + c;
      const uint32_t *range = image->starts + feature * image->blocks;
      dl_list list = {
          image->offsets + range[0], image->values + range[0], range[image->blocks] - range[0],
          sums + (ky * shape->x.kernel + kx) * tap + c * DL_PANEL};
      dl_meet(meeting, list, xs.last - xs.first, 1);
    }
  }
}

DL_INLINE void dl_convolution_image_lists_weight_gradient_body(
    const dl_convolution *shape, const dl_lists *image, const float *gradient, float *weight_gradient, size_t first,
    size_t last, const dl_path path) {
  (void)path;
  size_t panel = dl_output_positions(shape) * shape->examples * DL_PANEL;
  size_t weights = shape->y.kernel * shape->x.kernel * shape->inputs * DL_PANEL;
  memset(weight_gradient + first * weights, 0, (last - first) * weights * sizeof(float));
  for (size_t y = 0; y < shape->y.size; y++) {
    dl_span ys = dl_outputs_of(&shape->y, y);
    for (size_t oy = ys.first; oy < ys.last; oy++)
      for (size_t p = first; p < last; p++)
        add_row(shape, y, oy, image, gradient + p * panel, weight_gradient + p * weights);
  }
}

DL_KERNEL(
    dl_convolution_image_lists_weight_gradient,
    (const dl_convolution *shape, const dl_lists *image, const float *gradient, float *weight_gradient, size_t first,
     size_t last, dl_path path),
    shape, image, gradient, weight_gradient, first, last)
