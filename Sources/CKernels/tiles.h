#ifndef DL_TILES_H
#define DL_TILES_H

#include "products.h"
#include "panel-vectors.h"

/// The most rows of a tile: with 512-bit vectors sixteen sums hide what one waits for, eight rows × two panels or
/// sixteen × one, which loads a vector for sixteen rows.
enum { DL_TILE_ROWS = 16 };

// MARK: - Dense: a tile of rows × panels stays in registers over the whole sum

/// sum[r][p] = initial[p].
DL_INLINE void dl_tile_start(dl_v16 sum[DL_TILE_ROWS][2], const float *initial, const int rows, const int panels) {
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int p = 0; p < panels; p++) sum[r][p] = initial ? dl_load(initial + p * DL_PANEL) : dl_splat(0);
}

/// sum[r][p] += Σ_s scalar(r, s) · vector[p][s]; `stride` leads from panel to panel.
DL_INLINE void dl_tile_add(
    dl_v16 sum[DL_TILE_ROWS][2], dl_scalars a, size_t depth, const float *vectors, size_t stride, const int rows,
    const int panels) {
  for (size_t s = 0; s < depth; s += DL_PANEL) {
    size_t count = depth - s < DL_PANEL ? depth - s : DL_PANEL;
    const float *scalar = a.base + s / DL_PANEL * a.chunk;
    const float *vector = vectors + s * DL_PANEL;
    for (size_t i = 0; i < count; i++) {
      dl_v16 v[2];
#pragma unroll
      for (int p = 0; p < panels; p++) v[p] = dl_load(vector + p * stride + i * DL_PANEL);
#pragma unroll
      for (int r = 0; r < rows; r++) {
        float scalar_value = scalar[r * a.row + i * a.item];
        dl_v16 x = dl_splat(scalar_value);
#pragma unroll
        for (int p = 0; p < panels; p++) sum[r][p] = dl_fma(x, v[p], sum[r][p]);
      }
    }
  }
}

/// out[r][p] = sum[r][p]; `stride` leads from panel to panel, `row` from row to row.
DL_INLINE void dl_tile_store(
    dl_v16 sum[DL_TILE_ROWS][2], float *out, size_t stride, size_t row, const int rows, const int panels) {
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int p = 0; p < panels; p++) dl_store(out + p * stride + r * row, sum[r][p]);
}

/// out[r][p] = initial[p] + Σ_s scalar(r, s) · vector[p][s]; `stride` and `out_stride` lead from panel to panel.
DL_INLINE void dl_tile(
    dl_scalars a, size_t depth, const float *vectors, size_t stride, const float *initial, float *out,
    size_t out_stride, const int rows, const int panels) {
  dl_v16 sum[DL_TILE_ROWS][2];
  dl_tile_start(sum, initial, rows, panels);
  dl_tile_add(sum, a, depth, vectors, stride, rows, panels);
  dl_tile_store(sum, out, out_stride, DL_PANEL, rows, panels);
}

// MARK: - Lists: a block of vectors stays in cache while all rows pass

/// The same for one row, over the entries of its list in one block.
DL_INLINE void dl_list_row(
    const uint32_t *offsets, const float *values, size_t count, const float *vectors, size_t stride,
    const float *start, size_t start_stride, float *out, size_t out_stride, const int panels) {
  dl_v16 sum[8];
#pragma unroll
  for (int p = 0; p < panels; p++) sum[p] = start ? dl_load(start + p * start_stride) : dl_splat(0);
#pragma clang loop unroll(disable)  // lists are short: a rest loop would cost another wrong guess of the branch
  for (size_t e = 0; e < count; e++) {
    float value = values[e];
    dl_v16 x = dl_splat(value);
    const float *v = vectors + offsets[e];
#pragma unroll
    for (int p = 0; p < panels; p++) sum[p] = dl_fma(x, dl_load(v + p * stride), sum[p]);
  }
#pragma unroll
  for (int p = 0; p < panels; p++) dl_store(out + p * out_stride, sum[p]);
}

#endif
