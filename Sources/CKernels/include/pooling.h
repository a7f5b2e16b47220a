#ifndef DL_POOLING_H
#define DL_POOLING_H

#include <stddef.h>
#include <stdint.h>

#include "convolutions.h"
#include "factors.h"
#include "paths.h"

/// Pooling of maps `[panel][position · examples + example][16]` over windows; what lies in the padding is absent.
///
/// Gradients are gathered: each input position sums over the outputs it takes part in, ascending.

/// The tap of a maximum that ReLU has cut; a window of max-pooling has fewer taps than this.
enum { DL_NO_TAP = 255 };

/// How a window pools the maps of a batch.
typedef struct dl_pooling {
  dl_axis y, x;
  size_t examples, channels;
} dl_pooling;

/// out ← the largest value of each window, the first of equals, at the output positions `first ..< last`.
///
/// `taps`, `[panel][row][16]` like `out`, remembers its tap ky · kernel width + kx. With `rectify`, ReLU follows: `out`
/// is 0 and the tap `DL_NO_TAP` where the largest value is not above 0. NaN is the largest of all values.
void dl_pool_max(
    const dl_pooling *shape, const float *input, int rectify, float *out, uint8_t *taps, size_t first, size_t last,
    dl_path path);

/// Gradient of the input of `dl_pool_max`, with or without ReLU, at the input positions `first ..< last`.
void dl_pool_max_pullback(
    const dl_pooling *shape, const uint8_t *taps, const float *gradient, float *out, size_t first, size_t last,
    dl_path path);

/// Factors of noise behind a pooling.
typedef struct dl_pooled_noise {
  /// Laid out like the gradient, which they multiply; none if null.
  const float *factors;
  /// The values before the noise, where a size of the noise is learned; else null.
  const float *plain;
  /// df/dθ, and what `dl_factor_pullback` leaves: its sums over all rows, 16 per panel; where `plain` is.
  dl_factor_slope slope;
  double *sums;
} dl_pooled_noise;

/// The gradient of the input of `dl_pool_max` where windows tile the maps: each begins where the last one ended, and
/// none is left over. What `noise` does to the gradient comes first.
void dl_pool_tiles_pullback(
    const dl_pooling *shape, const uint8_t *taps, const float *gradient, const dl_pooled_noise *noise, float *out,
    dl_path path);

/// out ← Σ of each window, taps ascending, divided by the taps of a whole window, as torch.nn.AvgPool2d counts them.
void dl_pool_average(
    const dl_pooling *shape, const float *input, float *out, size_t first, size_t last, dl_path path);

/// Gradient of the input of `dl_pool_average` at the input positions `first ..< last`.
void dl_pool_average_pullback(
    const dl_pooling *shape, const float *gradient, float *out, size_t first, size_t last, dl_path path);

/// rows `[panel][example][16]` of units position · channels + channel ← maps.
void dl_flatten(const float *maps, size_t positions, size_t channels, size_t examples, float *rows);

/// maps ← rows of units; columns that fill up the last panel become 0.
void dl_unflatten(const float *rows, size_t positions, size_t channels, size_t examples, float *maps);

#endif
