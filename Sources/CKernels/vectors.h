#ifndef DL_VECTORS_H
#define DL_VECTORS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "include/paths.h"

// One source for every processor: kernel bodies are written once with these types, forced inline into one wrapper per
// instruction set, and chosen when called. Vectors never cross a real call, so the warning about their ABI is moot.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float f32x8 __attribute__((ext_vector_type(8)));
typedef int32_t i32x8 __attribute__((ext_vector_type(8)));
typedef uint32_t u32x8 __attribute__((ext_vector_type(8)));
typedef float f32x16 __attribute__((ext_vector_type(16)));
typedef int32_t i32x16 __attribute__((ext_vector_type(16)));
typedef uint32_t u32x16 __attribute__((ext_vector_type(16)));
typedef double f64x4 __attribute__((ext_vector_type(4)));
typedef double f64x8 __attribute__((ext_vector_type(8)));
typedef int64_t i64x4 __attribute__((ext_vector_type(4)));
typedef uint64_t u64x4 __attribute__((ext_vector_type(4)));
typedef uint64_t u64x8 __attribute__((ext_vector_type(8)));

#define DL_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define DL_V3 __attribute__((target("arch=x86-64-v3")))
DL_INLINE bool dl_runs_v3(dl_path path) {
  return path != DL_PATH_PORTABLE && __builtin_cpu_supports("x86-64-v3");
}
#define DL_V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
DL_INLINE bool dl_runs_v4(dl_path path) {
  return path != DL_PATH_PORTABLE && path != DL_PATH_V3 && __builtin_cpu_supports("x86-64-v4");
}
#else
#define DL_V3
DL_INLINE bool dl_runs_v3(dl_path path) { return false; }
#define DL_V4
DL_INLINE bool dl_runs_v4(dl_path path) { return false; }
#endif

/// Defines `name` as a choice between two compiled copies of `name##_body`; the last parameter is `dl_path path`.
#define DL_DISPATCH(result, name, parameters, arguments)                                   \
  DL_V3 static result name##_v3 parameters { return name##_body arguments; }               \
  static result name##_portable parameters { return name##_body arguments; }               \
  result name parameters {                                                                 \
    return dl_runs_v3(path) ? name##_v3 arguments : name##_portable arguments;             \
  }

/// The same with a third copy for x86-64-v4, where its registers and three-operand logic pay.
#define DL_DISPATCH_WIDE(result, name, parameters, arguments)                              \
  DL_V4 static result name##_v4 parameters { return name##_body arguments; }               \
  DL_V3 static result name##_v3 parameters { return name##_body arguments; }               \
  static result name##_portable parameters { return name##_body arguments; }               \
  result name parameters {                                                                 \
    return dl_runs_v4(path)   ? name##_v4 arguments                                        \
           : dl_runs_v3(path) ? name##_v3 arguments                                        \
                              : name##_portable arguments;                                 \
  }

/// The bits of a number or vector as another type of the same size.
#define DL_BITS(type, value)                     \
  ({                                             \
    __typeof__(value) dl_source = (value);       \
    type dl_target;                              \
    memcpy(&dl_target, &dl_source, sizeof(dl_target)); \
    dl_target;                                   \
  })

/// Horner's rule over a coefficient array, lowest power first, with plain products.
#define DL_POLYNOMIAL(type, coefficients, t)                                            \
  ({                                                                                    \
    const int dl_terms = sizeof(coefficients) / sizeof(coefficients[0]);                \
    type dl_sum = (type)coefficients[dl_terms - 1];                                     \
    _Pragma("clang loop unroll(full)") for (int dl_i = dl_terms - 2; dl_i >= 0; dl_i--) \
        dl_sum = dl_sum * (t) + (type)coefficients[dl_i];                               \
    dl_sum;                                                                             \
  })

/// The same with fused products.
#define DL_FUSED_POLYNOMIAL(type, coefficients, t)                                         \
  ({                                                                                       \
    const int dl_terms = sizeof(coefficients) / sizeof(coefficients[0]);                   \
    type dl_sum = (type)coefficients[dl_terms - 1];                                        \
    _Pragma("clang loop unroll(full)") for (int dl_i = dl_terms - 2; dl_i >= 0; dl_i--)    \
        dl_sum = __builtin_elementwise_fma(dl_sum, (t), (type)coefficients[dl_i]);         \
    dl_sum;                                                                                \
  })

DL_INLINE f32x8 load_f32x8(const float *x) {
  f32x8 v;
  memcpy(&v, x, sizeof v);
  return v;
}

DL_INLINE f32x16 load_f32x16(const float *x) {
  f32x16 v;
  memcpy(&v, x, sizeof v);
  return v;
}

DL_INLINE void store_f32x16(float *x, f32x16 v) { memcpy(x, &v, sizeof v); }

DL_INLINE void store_f32x8(float *x, f32x8 v) { memcpy(x, &v, sizeof v); }

#endif
