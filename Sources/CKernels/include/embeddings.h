#ifndef DL_EMBEDDINGS_H
#define DL_EMBEDDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "elementwise.h"
#include "paths.h"

/// Rows of a table chosen by symbols, rows of step · examples + example; the table lies in panels `[panel][word][16]`.
///
/// The noise has a bit per word: all occurrences of a word in a sequence share its fate (Gal & Ghahramani 2016,
/// section 4.2).

/// Reads whole numbers from column 0 of a panel matrix and returns how many rows come before the first that is none of
/// 0 ..< words.
size_t dl_read_symbols(const float *panel, size_t rows, size_t words, uint32_t *symbols);

/// out[row] = factor of the word · table[symbols[row]].
void dl_embed(
    const float *table, size_t words, size_t panels, const uint32_t *symbols, size_t rows, size_t examples,
    const dl_noise *noise, float *out, dl_path path);

/// gradient[word] = Σ over its rows, ascending, of factor · dy[row]; other words get 0.
void dl_embed_gradient(
    const float *dy, size_t words, size_t panels, const uint32_t *symbols, size_t rows, size_t examples,
    const dl_noise *noise, float *gradient, dl_path path);

/// out[t · examples + n] = x[t · examples + n] + offsets[t]; `out` may be `x`.
void dl_add_positions(
    const float *x, const float *offsets, size_t positions, size_t examples, size_t panels, float *out, dl_path path);

/// sums[t] = Σ over examples, ascending, of dy[t · examples + n].
void dl_sum_positions(
    const float *dy, size_t positions, size_t examples, size_t panels, float *sums, dl_path path);

#endif
