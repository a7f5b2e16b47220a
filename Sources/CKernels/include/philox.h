#ifndef DL_PHILOX_H
#define DL_PHILOX_H

#include <stddef.h>
#include <stdint.h>

#include "paths.h"

/// Philox4x32-10 (Salmon et al. 2011) by address: counter (unit / 4, example, step low, step high), key of 64 bits.
///
/// Array kernels take the examples of a batch as their positions in the data set, `examples[row]`, and number units
/// from `first_unit`, a multiple of 4 (2 for 53-bit kernels), so that any split into ranges gives the same numbers.
/// A row of a mask is `dl_mask_row_words(units)` words of 64 bits: unit u is bit u % 64 of word u / 64, padding is 0.

/// The four words of one block: `counter` and `words` hold 4, `key` holds 2 words.
void dl_philox4x32_10(const uint32_t *counter, const uint32_t *key, uint32_t *words);

/// ⌈retention · 2²⁴⌉, the number of 24-bit uniforms that keep a unit; `retention` in [0, 1].
uint32_t dl_mask_threshold(double retention);

/// 64-bit words per row of a mask of so many units.
size_t dl_mask_row_words(size_t units);

/// Bits: unit kept (1) iff (word >> 8) < threshold; rows of `dl_mask_row_words(units)` words, padding cleared.
void dl_mask_bits(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units,
    uint32_t threshold, uint64_t *bits, dl_path path);

/// Floats: `kept` where the unit is kept by the rule of `dl_mask_bits`, else 0; dense rows of `units`.
void dl_mask_multipliers(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units,
    uint32_t threshold, float kept, float *multipliers, dl_path path);

/// Words, one per unit; dense rows of `units`.
void dl_random_words(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units,
    uint32_t *words, dl_path path);

/// Floats (word >> 8) · 2⁻²⁴ in [0, 1), one word per unit; dense rows of `units`.
void dl_uniform_f32(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units,
    float *uniforms, dl_path path);

/// Doubles in [0, 1) of 53 bits: unit u takes words 2(u % 2), 2(u % 2) + 1 of block u / 2; dense rows of `units`.
void dl_uniform_f64(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units,
    double *uniforms, dl_path path);

/// Floats mean + deviation · Φ⁻¹((word + ½) / 2³²), one word per unit, |z| < 6.4; dense rows of `units`.
void dl_normal_f32(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units, float mean,
    float deviation, float *normals, dl_path path);

/// The 64-bit number at an address: words 2(u % 2), 2(u % 2) + 1 of block u / 2, low word first.
uint64_t dl_random_long_word(uint64_t key, uint64_t step, uint32_t example, uint64_t unit);

/// The uniform of 53 bits in [0, 1) made of a 64-bit number.
double dl_uniform_of_word(uint64_t word);

/// The standard normal number Φ⁻¹((word >> 12) · 2⁻⁵² + 2⁻⁵³) made of a 64-bit number.
double dl_normal_of_word(uint64_t word);

/// Doubles by `dl_normal_of_word` of the words that `dl_uniform_f64` takes; dense rows of `units`.
void dl_normal_f64(
    uint64_t key, uint64_t step, const uint32_t *examples, size_t rows, uint32_t first_unit, size_t units,
    double *normals, dl_path path);

/// Shuffles `items` by Fisher and Yates from the top, with unbiased bounded integers from example 0 of the step.
void dl_shuffle_u32(uint64_t key, uint64_t step, uint32_t *items, size_t count);

#endif
