#ifndef DL_CONVOLUTIONS_H
#define DL_CONVOLUTIONS_H

#include <stddef.h>

#include "paths.h"
#include "products.h"

/// Convolutions (cross-correlations) of maps, every output element one chain of fused multiply-adds.
///
/// Maps lie in panels of 16 channels, `[panel][row][16]` with row = (y · width + x) · examples + example, so the
/// examples of one position are neighbours and share their window: a tile of examples needs no care at the borders.
/// Weights lie in panels over the output channels, `[panel][(ky · kernel width + kx) · inputs + c][16]`.
///
/// | result | chain, ascending | started from |
/// |---|---|---|
/// | output (oy, ox, n, o) | ky, kx, c | bias of o |
/// | input gradient (iy, ix, n, c) | oy, ox, o | 0 |
/// | weight gradient (o, ky, kx, c) | oy, ox, n | 0 |
///
/// What lies in the padding is absent from the sums. Skipping zeros, ranges and paths leave the bits as they are (the
/// sign of a zero aside, and for finite numbers).

/// The largest kernel along one axis, the most channels of an image, the rows of one panel that stay in L1, and the most
/// taps along x at which lists serve two panels at once.
enum { DL_MOST_KERNEL = 32, DL_MOST_IMAGE_CHANNELS = 8, DL_NEAR_ROWS = 512, DL_PAIR_TAPS = 4 };

/// One axis of a window that slides over maps; `out` positions of `kernel` taps, tap k of o at o · stride + k − padding.
typedef struct dl_axis {
  size_t size, kernel, stride, padding, out;
} dl_axis;

/// A convolution of a batch: the axes, the channels and how many examples there are.
typedef struct dl_convolution {
  dl_axis y, x;
  size_t inputs, outputs, examples;
} dl_convolution;

/// out ← initial + weights ∗ input at the output positions `first ..< last`; `initial` is per channel, or NULL for 0.
void dl_convolution_forward(
    const dl_convolution *shape, const float *input, const float *weights, const float *initial, float *out,
    size_t first, size_t last, dl_path path);

/// The same from images that lie in one row per example, `[panel][example][16]` over the features (y, x, c).
void dl_convolution_image_forward(
    const dl_convolution *shape, const float *image, const float *weights, const float *initial, float *out,
    size_t first, size_t last, dl_path path);

/// Gradient of the input at the input positions `first ..< last`, from weights that `dl_convolution_transpose` turned.
void dl_convolution_input_gradient(
    const dl_convolution *shape, const float *gradient, const float *transposed, float *out, size_t first,
    size_t last, dl_path path);

/// Gradient of the weights for the output panels `first ..< last`, in the layout of the weights.
void dl_convolution_weight_gradient(
    const dl_convolution *shape, const float *input, const float *gradient, float *weight_gradient, size_t first,
    size_t last, dl_path path);

/// The same from images that lie in one row per example.
void dl_convolution_image_weight_gradient(
    const dl_convolution *shape, const float *image, const float *gradient, float *weight_gradient, size_t first,
    size_t last, dl_path path);

// MARK: - Products that skip zeros

/// Counts what is not zero in a few thousand vectors of 16 values, evenly spread, and those values in `sampled`.
size_t dl_sample_nonzero(const float *values, size_t count, size_t *sampled);

/// Chains over lists of what is not zero; the same bits as above.

/// The output of lists per input row over the channels (`dl_collect_rows`), for output panels `first ..< last`.
void dl_convolution_lists_forward(
    const dl_convolution *shape, const dl_lists *input, const float *weights, const float *initial, float *out,
    size_t first, size_t last, dl_path path);

/// Gradient of the input from lists per row of the output gradient, for input panels `first ..< last`.
void dl_convolution_lists_input_gradient(
    const dl_convolution *shape, const dl_lists *gradient, const float *transposed, float *out, size_t first,
    size_t last, dl_path path);

/// Whether skipping zeros is the faster way, with `nonzero` of `count` scalars: a fixed function of shape and density.
///
/// A list over `length` scalars costs 10 + 6 sums steps to begin and 1 + 1.6 sums per entry, where the dense product
/// costs sums per scalar; `sums` is how many it adds to at once. A list over one panel ends before it pays (measured on
/// one core that adds two products of 512 bits per cycle; one that adds one gains from lists a little longer).
static inline int dl_convolution_runs_from_lists(size_t nonzero, size_t count, size_t length, size_t sums) {
  size_t lists = nonzero * length * (5 + 8 * sums) + count * 5 * (10 + 6 * sums);
  return length > DL_PANEL && lists < count * 5 * length * sums;
}

/// Sums that a list over channels adds to at once: the taps it meets along x, for two panels if they are few.
static inline size_t dl_convolution_sums(size_t taps, size_t channels) {
  return taps <= DL_PAIR_TAPS && channels > DL_PANEL ? 2 * taps : taps;
}

/// Room for one list of `dl_convolution_lists_weight_gradient` for batches of up to so many examples.
static inline size_t dl_convolution_list_room(size_t examples) {
  return (examples > DL_NEAR_ROWS ? examples : DL_NEAR_ROWS) + DL_PANEL;
}

/// Gradient of the weights, turned as by `dl_convolution_transpose`, for input panels `first ..< last`.
///
/// Skips zeros of the output gradient; `scratch` has room for `outputs` lists of `dl_convolution_list_room`.
void dl_convolution_lists_weight_gradient(
    const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch, float *turned,
    size_t first, size_t last, dl_path path);

/// Gradient of the weights in their layout for output panels `first ..< last`, skipping zeros of the input.
///
/// `scratch` has room for `inputs` lists of `dl_convolution_list_room`.
void dl_convolution_input_lists_weight_gradient(
    const dl_convolution *shape, const float *input, const float *gradient, dl_lists *scratch,
    float *weight_gradient, size_t first, size_t last, dl_path path);

/// The same from lists per feature of images, over the examples (`dl_collect_columns`).
void dl_convolution_image_lists_weight_gradient(
    const dl_convolution *shape, const dl_lists *image, const float *gradient, float *weight_gradient, size_t first,
    size_t last, dl_path path);

// MARK: - Turned weights

/// Turns weights of `taps` taps, `[panel of outputs][tap · inputs + c][16]`, into panels over the inputs,
/// `[panel of inputs][tap · outputs + o][16]`, for output panels `first ..< last`; with the channels swapped it turns
/// back.
void dl_convolution_transpose(
    const float *weights, size_t taps, size_t inputs, size_t outputs, float *transposed, size_t first, size_t last,
    dl_path path);

#endif
