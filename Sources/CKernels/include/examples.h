#ifndef DL_EXAMPLES_H
#define DL_EXAMPLES_H

#include <stddef.h>
#include <stdint.h>

/// Turns stored bytes into the features of a batch; `values` maps the 256 bytes to normalised numbers.

/// out[i] = values[bytes[rows[order[i]]]]: dense rows of `features` numbers for the `count` examples of a batch.
void dl_gather_examples(
    const uint8_t *bytes, size_t features, const uint32_t *rows, const uint32_t *order, size_t count,
    const float *values, float *out);

/// out[i] = (numbers[rows[order[i]]] − means) / deviations: as `dl_gather_examples` for stored real numbers.
void dl_gather_numbers(
    const float *numbers, size_t features, const uint32_t *rows, const uint32_t *order, size_t count,
    const float *means, const float *deviations, float *out);

/// Mean and deviation of each feature over the given rows: sums in Double, two passes; deviation 1 where it is 0.
void dl_feature_moments(
    const float *numbers, size_t features, const uint32_t *rows, size_t count, float *means, float *deviations);

/// The shape of an image and how far it may be moved.
typedef struct dl_motion {
  size_t height, width, channels;
  /// Largest shift in pixels along each axis, and largest rotation in radians.
  double shift, rotation;
} dl_motion;

/// As `dl_gather_examples`, each image shifted and rotated about its centre, bilinearly, values[0] around it.
///
/// Uniforms at units 0, 1, 2 of (step, positions[order[i]]) give the shift right, the shift down and the rotation
/// against the clock. A motion of zero gives the bits of `dl_gather_examples`.
void dl_gather_moved_examples(
    const uint8_t *bytes, const uint32_t *rows, const uint32_t *positions, const uint32_t *order, size_t count,
    const float *values, dl_motion motion, uint64_t key, uint64_t step, float *out);

/// counts[b] += how often byte b occurs in the given rows.
void dl_count_bytes(
    const uint8_t *bytes, size_t features, const uint32_t *rows, size_t count, uint64_t *counts);

#endif
