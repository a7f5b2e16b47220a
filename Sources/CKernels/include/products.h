#ifndef DL_PRODUCTS_H
#define DL_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>

#include "paths.h"

/// Products in which every output element is one chain of fused multiply-adds in ascending order of the summed index.
///
/// Matrices lie in panels: `[panel][row][16]`, column c of row r at `(c / 16 · rows + r) · 16 + c % 16`; the columns
/// that fill up the last panel are 0. A product is out[r][c] = initial[c] + Σ_s scalar(r, s) · vector[s][c], s = 0 …:
///
/// | product | rows r | summed s | scalars | vectors |
/// |---|---|---|---|---|
/// | forward | examples | inputs | activations | weights, panels over outputs `[panel][input][16]` |
/// | input gradient | examples | outputs | output gradients | transposed weights `[panel][output][16]` |
/// | weight gradient | inputs | examples | activations, transposed | output gradients `[panel][example][16]` |
///
/// Skipping a scalar that is zero leaves the sum as it is, so the dense and the skipping kernels give the same bits
/// for finite vectors (the sign of a zero result aside), as do any ranges of rows and panels and all paths.

enum { DL_PANEL = 16, DL_LIST_BLOCK = 128 };

/// Panels that hold so many columns.
static inline size_t dl_panels(size_t columns) { return (columns + DL_PANEL - 1) / DL_PANEL; }

/// Where the scalar (r, s) lies: `base[r · row + s / 16 · chunk + s % 16 · item]`.
typedef struct dl_scalars {
  const float *base;
  size_t row, chunk, item;
} dl_scalars;

/// Scalars of a product over the columns of a panel matrix of `rows` rows: forward and input gradient.
static inline dl_scalars dl_scalars_by_row(const float *panels, size_t rows) {
  return (dl_scalars){panels, DL_PANEL, rows * DL_PANEL, 1};
}

/// Scalars of a product over the rows of one panel of a panel matrix: weight gradient of 16 inputs.
static inline dl_scalars dl_scalars_by_column(const float *panel) {
  return (dl_scalars){panel, 1, DL_PANEL * DL_PANEL, DL_PANEL};
}

/// Non-zero scalars per list, in blocks of `DL_LIST_BLOCK` summed indices.
///
/// Entries of list l and block b are `starts[l · blocks + b] ..< starts[l · blocks + b + 1]`; `offsets` are s · 16.
/// Room: lists · blocks + 1 starts, lists · depth + 16 offsets and values.
typedef struct dl_lists {
  uint32_t *starts;
  uint32_t *offsets;
  float *values;
  size_t count, blocks;
} dl_lists;

/// Blocks of a sum over so many indices.
static inline size_t dl_list_blocks(size_t depth) { return (depth + DL_LIST_BLOCK - 1) / DL_LIST_BLOCK; }

/// Collects the non-zero elements of a panel matrix: one list per row, over its columns.
void dl_collect_rows(const float *panels, size_t rows, size_t columns, dl_lists *lists, dl_path path);

/// Collects the non-zero elements of a panel matrix: one list per column, over its rows.
void dl_collect_columns(const float *panels, size_t rows, size_t columns, dl_lists *lists, dl_path path);

/// out[r][c] for all rows and the panels `first ..< last`; `initial` is per column, or NULL for 0.
void dl_product_dense(
    dl_scalars scalars, size_t rows, size_t depth, const float *vectors, const float *initial, float *out,
    size_t first, size_t last, dl_path path);

/// The same from lists `from ..< from + rows`; row r of `out` is list `from + r`.
void dl_product_lists(
    const dl_lists *lists, size_t from, size_t rows, size_t depth, const float *vectors, const float *initial,
    float *out, size_t first, size_t last, dl_path path);

/// Whether a product over so dense scalars runs from lists: a fixed function of shape and density.
///
/// `nonzero` of rows · depth scalars are not zero.
static inline int dl_runs_from_lists(size_t nonzero, size_t rows, size_t depth) {
  return nonzero * 100 < rows * depth * 55;
}

#endif
