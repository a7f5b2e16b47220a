#include "tiles.h"

// MARK: - Dense

DL_INLINE void dl_product_dense_body(
    dl_scalars scalars, size_t rows, size_t depth, const float *vectors, const float *initial, float *out,
    size_t first, size_t last, const dl_path path) {
  const size_t tile_rows = path == DL_PATH_V4 ? 8 : 4, tile_panels = path == DL_PATH_V4 ? 2 : 1;
  size_t stride = depth * DL_PANEL, out_stride = rows * DL_PANEL;
  for (size_t p = first; p < last;) {
    size_t panels = last - p >= tile_panels ? tile_panels : 1;
    const float *from = vectors + p * stride;
    const float *start = initial ? initial + p * DL_PANEL : 0;
    float *to = out + p * out_stride;
    size_t r = 0;
    dl_scalars here = scalars;
    for (; r + tile_rows <= rows; r += tile_rows, here.base += tile_rows * here.row) {
      if (panels == 2) dl_tile(here, depth, from, stride, start, to + r * DL_PANEL, out_stride, tile_rows, 2);
      else dl_tile(here, depth, from, stride, start, to + r * DL_PANEL, out_stride, tile_rows, 1);
    }
    for (; r < rows; r++, here.base += here.row) {
      if (panels == 2) dl_tile(here, depth, from, stride, start, to + r * DL_PANEL, out_stride, 1, 2);
      else dl_tile(here, depth, from, stride, start, to + r * DL_PANEL, out_stride, 1, 1);
    }
    p += panels;
  }
}

DL_KERNEL(
    dl_product_dense,
    (dl_scalars scalars, size_t rows, size_t depth, const float *vectors, const float *initial, float *out,
     size_t first, size_t last, dl_path path),
    scalars, rows, depth, vectors, initial, out, first, last)

// MARK: - Lists

/// Asks memory for row r's share of the next block of vectors, which all rows will read; `next` is the place of its
/// first vector and `count` how many there are.
DL_INLINE void fetch_share(
    const float *next, size_t count, size_t r, size_t rows, size_t stride, const int panels) {
  for (size_t i = r; i < count; i += rows)
    for (int p = 0; p < panels; p++) __builtin_prefetch(next + i * DL_PANEL + p * stride, 0, 2);
}

DL_INLINE void list_group(
    const dl_lists *lists, size_t from, size_t rows, const float *vectors, size_t stride, const float *initial,
    float *out, size_t out_stride, const int panels) {
  size_t depth = stride / DL_PANEL;
  for (size_t b = 0; b < lists->blocks; b++) {
    size_t begin = (b + 1) * DL_LIST_BLOCK;
    size_t ahead = begin >= depth ? 0 : depth - begin < DL_LIST_BLOCK ? depth - begin : DL_LIST_BLOCK;
    for (size_t r = 0; r < rows; r++) {
      if (ahead > 0) fetch_share(vectors + begin * DL_PANEL, ahead, r, rows, stride, panels);
      const uint32_t *range = lists->starts + (from + r) * lists->blocks + b;
      float *to = out + r * DL_PANEL;
      const float *start = b > 0 ? to : initial;
      size_t start_stride = b > 0 ? out_stride : DL_PANEL;
      dl_list_row(
          lists->offsets + range[0], lists->values + range[0], range[1] - range[0], vectors, stride, start,
          start_stride, to, out_stride, panels);
    }
  }
}

DL_INLINE void dl_product_lists_body(
    const dl_lists *lists, size_t from, size_t rows, size_t depth, const float *vectors, const float *initial,
    float *out, size_t first, size_t last, const dl_path path) {
  const size_t group = path == DL_PATH_PORTABLE ? 2 : 4;
  size_t stride = depth * DL_PANEL, out_stride = rows * DL_PANEL;
  for (size_t p = first; p < last;) {
    const float *vector = vectors + p * stride;
    const float *start = initial ? initial + p * DL_PANEL : 0;
    float *to = out + p * out_stride;
    if (last - p >= group) {
      list_group(lists, from, rows, vector, stride, start, to, out_stride, group);
      p += group;
    } else {
      list_group(lists, from, rows, vector, stride, start, to, out_stride, 1);
      p += 1;
    }
  }
}

DL_KERNEL(
    dl_product_lists,
    (const dl_lists *lists, size_t from, size_t rows, size_t depth, const float *vectors, const float *initial,
     float *out, size_t first, size_t last, dl_path path),
    lists, from, rows, depth, vectors, initial, out, first, last)
