#ifndef DL_PANEL_VECTORS_H
#define DL_PANEL_VECTORS_H

#include <stdint.h>

#include "paths.h"

/// Sixteen floats: one register with AVX-512, two with AVX2, four with NEON. Loads need no alignment.
typedef float dl_v16 __attribute__((vector_size(64)));
typedef int32_t dl_i16 __attribute__((vector_size(64)));

#define DL_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define DL_V3 __attribute__((target("arch=x86-64-v3")))
#define DL_V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#else
#define DL_V3
#define DL_V4
#endif

typedef float dl_unaligned16 __attribute__((vector_size(64), aligned(4), may_alias));

// Macros, not functions: a vector of 64 bytes must not cross the border of a function compiled for another target.
#define dl_load(from) ((dl_v16) * (const dl_unaligned16 *)(from))
#define dl_store(to, v) (*(dl_unaligned16 *)(to) = (v))
/// Stores past the caches; `to` is aligned to 64 bytes.
#define dl_stream(to, v) __builtin_nontemporal_store((v), (dl_v16 *)(to))
#define dl_splat(x) ((dl_v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})
/// a · b + c, rounded once.
#define dl_fma(a, b, c) __builtin_elementwise_fma(a, b, c)
/// Lanes of `v` where `chosen` is all ones, else 0.
#define dl_where(chosen, v) ((dl_v16)((dl_i16)(v) & (chosen)))

/// The copy that runs for a path on this processor.
DL_INLINE dl_path dl_resolve(dl_path path) {
#if defined(__x86_64__)
  if (path == DL_PATH_PORTABLE) return DL_PATH_PORTABLE;
  int v3 = __builtin_cpu_supports("x86-64-v3");
  if (path == DL_PATH_V3) return v3 ? DL_PATH_V3 : DL_PATH_PORTABLE;
  if (__builtin_cpu_supports("x86-64-v4")) return DL_PATH_V4;
  return v3 ? DL_PATH_V3 : DL_PATH_PORTABLE;
#else
  (void)path;
  return DL_PATH_PORTABLE;
#endif
}

/// Defines `name`, whose last parameter is `path`, as compiled copies of `name_body` chosen at run time.
///
/// The arguments are named without the path; the body gets the path of its copy as a constant.
#if defined(__x86_64__)
#define DL_KERNEL(name, parameters, ...)                                    \
  static void name##_portable parameters {                                  \
    (void)path;                                                             \
    name##_body(__VA_ARGS__, DL_PATH_PORTABLE);                             \
  }                                                                         \
  DL_V3 static void name##_v3 parameters {                                  \
    (void)path;                                                             \
    name##_body(__VA_ARGS__, DL_PATH_V3);                                   \
  }                                                                         \
  DL_V4 static void name##_v4 parameters {                                  \
    (void)path;                                                             \
    name##_body(__VA_ARGS__, DL_PATH_V4);                                   \
  }                                                                         \
  void name parameters {                                                    \
    dl_path copy = dl_resolve(path);                                        \
    if (copy == DL_PATH_V4) name##_v4(__VA_ARGS__, copy);                   \
    else if (copy == DL_PATH_V3) name##_v3(__VA_ARGS__, copy);              \
    else name##_portable(__VA_ARGS__, copy);                                \
  }
#else
#define DL_KERNEL(name, parameters, ...)                                    \
  void name parameters {                                                    \
    (void)path;                                                             \
    name##_body(__VA_ARGS__, DL_PATH_PORTABLE);                             \
  }
#endif

/// One stage of the transpose of 16 × 16: rotates the bits of (row, column) left by one.
DL_INLINE void dl_shuffle_rows(dl_v16 *rows) {
  dl_v16 t[16];
#pragma unroll
  for (int i = 0; i < 8; i++) {
    dl_v16 a = rows[i], b = rows[i + 8];
    t[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    t[2 * i + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  }
#pragma unroll
  for (int i = 0; i < 16; i++) rows[i] = t[i];
}

/// Transposes 16 rows of 16 floats in place.
DL_INLINE void dl_transpose(dl_v16 *rows) {
  dl_shuffle_rows(rows);
  dl_shuffle_rows(rows);
  dl_shuffle_rows(rows);
  dl_shuffle_rows(rows);
}

#endif
