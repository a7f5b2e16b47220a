#include "products.h"
#include "list-lanes.h"
#include "panel-vectors.h"

/// Appends the elements of 16 floats that are not zero, with their offsets, and returns the new count.
DL_INLINE size_t append_portable(const float *v, size_t first, size_t lanes, dl_lists *lists, size_t count) {
  for (size_t i = 0; i < lanes; i++) {
    lists->offsets[count] = (uint32_t)((first + i) * DL_PANEL);
    lists->values[count] = v[i];
    count += v[i] != 0;
  }
  return count;
}

#if defined(__x86_64__)
/// The same with AVX2; lanes past the end must be zero.
DL_V3 static inline __attribute__((always_inline)) size_t append_v3(
    const float *v, size_t first, dl_lists *lists, size_t count) {
  for (size_t i = 0; i < DL_PANEL; i += 4)
    count += dl_append_four(
        _mm_loadu_ps(v + i), dl_four_places(first + i), lists->values + count, lists->offsets + count);
  return count;
}

/// The same with AVX-512: the lanes that are not zero move to the front; lanes past the end must be zero.
DL_V4 static inline __attribute__((always_inline)) size_t append_v4(
    const float *v, size_t first, dl_lists *lists, size_t count) {
  const __m512i lane = _mm512_set_epi32(240, 224, 208, 192, 176, 160, 144, 128, 112, 96, 80, 64, 48, 32, 16, 0);
  __m512 x = _mm512_loadu_ps(v);
  __mmask16 kept = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_NEQ_UQ);
  __m512i offsets = _mm512_add_epi32(lane, _mm512_set1_epi32((int)(first * DL_PANEL)));
  _mm512_storeu_ps(lists->values + count, _mm512_maskz_compress_ps(kept, x));
  _mm512_storeu_si512(lists->offsets + count, _mm512_maskz_compress_epi32(kept, offsets));
  return count + (size_t)__builtin_popcount(kept);
}
#endif

DL_INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

// MARK: - Rows

static void collect_rows_portable(const float *panels, size_t rows, size_t columns, dl_lists *lists) {
  size_t count = 0;
  for (size_t r = 0; r < rows; r++) {
    for (size_t b = 0; b < lists->blocks; b++) {
      lists->starts[r * lists->blocks + b] = (uint32_t)count;
      size_t end = least((b + 1) * DL_LIST_BLOCK, columns);
      for (size_t c = b * DL_LIST_BLOCK; c < end; c += DL_PANEL) {
        const float *v = panels + c * rows + r * DL_PANEL;
        count = append_portable(v, c, least(DL_PANEL, end - c), lists, count);
      }
    }
  }
  lists->starts[rows * lists->blocks] = (uint32_t)count;
}

#if defined(__x86_64__)
/// Defines the same by `append`, which takes whole panels.
#define DL_COLLECT_ROWS(name, target, append)                                                  \
  target static void name(const float *panels, size_t rows, size_t columns, dl_lists *lists) { \
    size_t count = 0;                                                                          \
    for (size_t r = 0; r < rows; r++) {                                                        \
      for (size_t b = 0; b < lists->blocks; b++) {                                             \
        lists->starts[r * lists->blocks + b] = (uint32_t)count;                                \
        size_t end = least((b + 1) * DL_LIST_BLOCK, columns);                                  \
        for (size_t c = b * DL_LIST_BLOCK; c < end; c += DL_PANEL)                             \
          count = append(panels + c * rows + r * DL_PANEL, c, lists, count);                   \
      }                                                                                        \
    }                                                                                          \
    lists->starts[rows * lists->blocks] = (uint32_t)count;                                     \
  }
DL_COLLECT_ROWS(collect_rows_v3, DL_V3, append_v3)
DL_COLLECT_ROWS(collect_rows_v4, DL_V4, append_v4)
#endif

void dl_collect_rows(const float *panels, size_t rows, size_t columns, dl_lists *lists, dl_path path) {
  lists->count = rows;
  lists->blocks = dl_list_blocks(columns);
#if defined(__x86_64__)
  switch (dl_resolve(path)) {
    case DL_PATH_V4: collect_rows_v4(panels, rows, columns, lists); return;
    case DL_PATH_V3: collect_rows_v3(panels, rows, columns, lists); return;
    case DL_PATH_PORTABLE:
    case DL_PATH_FASTEST: break;
  }
#endif
  collect_rows_portable(panels, rows, columns, lists);
}

// MARK: - Columns

static void collect_columns_portable(const float *panels, size_t rows, size_t columns, dl_lists *lists) {
  size_t count = 0;
  for (size_t c = 0; c < columns; c++) {
    const float *column = panels + c / DL_PANEL * rows * DL_PANEL + c % DL_PANEL;
    for (size_t b = 0; b < lists->blocks; b++) {
      lists->starts[c * lists->blocks + b] = (uint32_t)count;
      size_t end = least((b + 1) * DL_LIST_BLOCK, rows);
      for (size_t r = b * DL_LIST_BLOCK; r < end; r++) {
        float x = column[r * DL_PANEL];
        lists->offsets[count] = (uint32_t)(r * DL_PANEL);
        lists->values[count] = x;
        count += x != 0;
      }
    }
  }
  lists->starts[columns * lists->blocks] = (uint32_t)count;
}

#if defined(__x86_64__)
/// Transposes four columns of one panel: `turned[column][row]`; rows past the end become zero.
DL_V3 static inline __attribute__((always_inline)) void turn_four(
    const float *columns, size_t rows, float turned[4][DL_LIST_BLOCK]) {
  for (size_t r = 0; r < rows; r += 4) {
    __m128 block[4];
    for (size_t i = 0; i < 4; i++)
      block[i] = r + i < rows ? _mm_loadu_ps(columns + (r + i) * DL_PANEL) : _mm_setzero_ps();
    _MM_TRANSPOSE4_PS(block[0], block[1], block[2], block[3]);
    for (size_t i = 0; i < 4; i++) _mm_storeu_ps(turned[i] + r, block[i]);
  }
}

DL_V3 static void collect_columns_v3(const float *panels, size_t rows, size_t columns, dl_lists *lists) {
  float turned[4][DL_LIST_BLOCK];
  size_t count = 0;
  for (size_t c = 0; c < columns; c += 4) {
    turn_four(panels + c / DL_PANEL * rows * DL_PANEL + c % DL_PANEL, rows, turned);
    for (size_t i = 0; i < least(4, columns - c); i++) {
      lists->starts[c + i] = (uint32_t)count;
      for (size_t r = 0; r < rows; r += 4)
        count += dl_append_four(
            _mm_loadu_ps(turned[i] + r), dl_four_places(r), lists->values + count, lists->offsets + count);
    }
  }
  lists->starts[columns] = (uint32_t)count;
}

/// Transposes one block of one panel, 16 rows at a time: `turned[lane][row]`; rows past the end become zero.
DL_V4 static inline __attribute__((always_inline)) void turn(
    const float *panel, size_t rows, float turned[DL_PANEL][DL_LIST_BLOCK]) {
  for (size_t r = 0; r < rows; r += DL_PANEL) {
    dl_v16 block[16];
    for (size_t i = 0; i < 16; i++) block[i] = r + i < rows ? dl_load(panel + (r + i) * DL_PANEL) : dl_splat(0);
    dl_transpose(block);
    for (size_t i = 0; i < 16; i++) dl_store(turned[i] + r, block[i]);
  }
}

DL_V4 static void collect_columns_v4(const float *panels, size_t rows, size_t columns, dl_lists *lists) {
  float turned[DL_PANEL][DL_LIST_BLOCK];
  size_t count = 0;
  for (size_t c = 0; c < columns; c += DL_PANEL) {
    turn(panels + c * rows, rows, turned);
    for (size_t i = 0; i < least(DL_PANEL, columns - c); i++) {
      lists->starts[c + i] = (uint32_t)count;
      for (size_t r = 0; r < rows; r += DL_PANEL) count = append_v4(turned[i] + r, r, lists, count);
    }
  }
  lists->starts[columns] = (uint32_t)count;
}
#endif

void dl_collect_columns(const float *panels, size_t rows, size_t columns, dl_lists *lists, dl_path path) {
  lists->count = columns;
  lists->blocks = dl_list_blocks(rows);
#if defined(__x86_64__)
  if (lists->blocks == 1 && dl_resolve(path) == DL_PATH_V4) {
    collect_columns_v4(panels, rows, columns, lists);
    return;
  }
  if (lists->blocks == 1 && dl_resolve(path) == DL_PATH_V3) {
    collect_columns_v3(panels, rows, columns, lists);
    return;
  }
#endif
  collect_columns_portable(panels, rows, columns, lists);
}
