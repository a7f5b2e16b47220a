#ifndef DL_LIST_LANES_H
#define DL_LIST_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "panel-vectors.h"

#if defined(__x86_64__)
#include <immintrin.h>

// Lists of what is not zero with AVX2, which cannot move lanes to the front by itself: four at a time, by a table.

/// The lanes of four that a mask keeps, then any.
static const int32_t dl_kept_lanes[16][4] __attribute__((aligned(16))) = {
    {0, 0, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {2, 0, 0, 0}, {0, 2, 0, 0}, {1, 2, 0, 0}, {0, 1, 2, 0},
    {3, 0, 0, 0}, {0, 3, 0, 0}, {1, 3, 0, 0}, {0, 1, 3, 0}, {2, 3, 0, 0}, {0, 2, 3, 0}, {1, 2, 3, 0}, {0, 1, 2, 3}};

/// Writes the lanes of x that are not zero and their offsets, each in the room of four, and returns how many they are.
DL_V3 static inline __attribute__((always_inline)) size_t dl_append_four(
    __m128 x, __m128 places, float *values, uint32_t *offsets) {
  const int kept = _mm_movemask_ps(_mm_cmp_ps(x, _mm_setzero_ps(), _CMP_NEQ_UQ));
  const __m128i lanes = _mm_load_si128((const __m128i *)dl_kept_lanes[kept]);
  _mm_storeu_ps(values, _mm_permutevar_ps(x, lanes));
  _mm_storeu_ps((float *)offsets, _mm_permutevar_ps(places, lanes));
  return (size_t)__builtin_popcount((unsigned)kept);
}

/// The offsets of four neighbours from `first` on, in the bits of floats.
DL_V3 static inline __attribute__((always_inline)) __m128 dl_four_places(size_t first) {
  return _mm_castsi128_ps(
      _mm_add_epi32(_mm_set_epi32(3 * DL_PANEL, 2 * DL_PANEL, DL_PANEL, 0), _mm_set1_epi32((int)(first * DL_PANEL))));
}

#endif
#endif
