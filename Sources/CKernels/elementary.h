#ifndef DL_ELEMENTARY_H
#define DL_ELEMENTARY_H

#include "coefficients.h"
#include "vectors.h"

// The bodies of the functions of mathematics.h that also run on vectors.

// ln 2 as 32 bits and the rest: products with an exponent are exact.
#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define LOG2_E 0x1.71547652b82fep+0
// Adding it rounds to an integer, kept in the low bits.
#define ROUNDER 0x1.8p52
#define ROUNDER_F32 0x1.8p23f

/// Defines e^(x + low) on Doubles or vectors of them: 2ᵏ eʳ with |r| ≤ ln 2 / 2 by Taylor's series.
#define DL_DEFINE_EXP(name, F, U)                                                   \
  DL_INLINE F name(F x, F low) {                                                    \
    F bounded = x > (F)711.0 ? (F)711.0 : x;                                        \
    bounded = bounded < (F) - 747.0 ? (F) - 747.0 : bounded;                        \
    F shifted = bounded * (F)LOG2_E + (F)ROUNDER;                                   \
    U k = DL_BITS(U, shifted) - DL_BITS(U, (F)ROUNDER);                             \
    F whole = shifted - (F)ROUNDER;                                                 \
    F high = bounded - whole * (F)LN2_HIGH;                                         \
    F rest = whole * (F)LN2_LOW - low;                                              \
    F r = high - rest;                                                              \
    F curved = (r * r) * DL_POLYNOMIAL(F, dl_exp_series, r);                        \
    F power = (F)1.0 + (high + (curved - rest));                                    \
    U biased = k + (U)(uint64_t)2046;                                               \
    U half = biased >> (U)(uint64_t)1;                                              \
    F first = DL_BITS(F, half << (U)(uint64_t)52);                                  \
    F second = DL_BITS(F, (biased - half) << (U)(uint64_t)52);                      \
    return power * first * second;                                                  \
  }

DL_DEFINE_EXP(exp_f64, double, uint64_t)
DL_DEFINE_EXP(exp_f64x4, f64x4, u64x4)

/// ln x with the bits of `dl_log`, for normal positive numbers.
DL_INLINE f64x4 log_f64x4(f64x4 x) {
  u64x4 bits = DL_BITS(u64x4, x);
  // The exponent plus 2048, as the low bits of 2⁵² + …, turns into a Double without a conversion of integers.
  u64x4 distance = bits - 0x3fe6a09e667f3bcdull;
  u64x4 raised = (distance + (2048ull << 52)) >> 52;
  f64x4 k = DL_BITS(f64x4, raised | 0x4330000000000000ull) - (0x1p52 + 2048.0);
  f64x4 f = DL_BITS(f64x4, bits - (distance & 0xfff0000000000000ull)) - 1.0;
  f64x4 s = f / (2.0 + f), z = s * s, halved = 0.5 * f * f;
  f64x4 curved = z * DL_POLYNOMIAL(f64x4, dl_log_series, z);
  return k * LN2_HIGH - ((halved - (s * (halved + curved) + k * LN2_LOW)) - f);
}

/// eˣ on Floats; within 1.1 ulp.
DL_INLINE f32x8 exp_f32x8(f32x8 x) {
  f32x8 bounded = x > 89.0f ? (f32x8)89.0f : x;
  bounded = bounded < -105.0f ? (f32x8)-105.0f : bounded;
  f32x8 shifted = __builtin_elementwise_fma(bounded, (f32x8)0x1.715476p+0f, (f32x8)ROUNDER_F32);
  u32x8 k = DL_BITS(u32x8, shifted) - DL_BITS(u32x8, (f32x8)ROUNDER_F32);
  f32x8 whole = shifted - (f32x8)ROUNDER_F32;
  f32x8 high = __builtin_elementwise_fma(-whole, (f32x8)0x1.62e43p-1f, bounded);
  f32x8 r = __builtin_elementwise_fma(-whole, (f32x8)-0x1.05c610p-29f, high);
  f32x8 curved = DL_FUSED_POLYNOMIAL(f32x8, dl_exp_series_f32, r);
  f32x8 power = 1.0f + __builtin_elementwise_fma(r * r, curved, r);
  u32x8 biased = k + 254u;
  u32x8 half = biased >> 1u;
  return power * DL_BITS(f32x8, half << 23u) * DL_BITS(f32x8, (biased - half) << 23u);
}

/// ln x on Floats; within 1 ulp.
DL_INLINE f32x8 log_f32x8(f32x8 x) {
  i32x8 tiny = x < 0x1p-126f;
  f32x8 scaled = tiny ? x * 0x1p24f : x;
  u32x8 bits = DL_BITS(u32x8, scaled);
  i32x8 exponent = (i32x8)(bits - 0x3f3504f3u) >> 23;
  f32x8 f = DL_BITS(f32x8, bits - ((u32x8)exponent << 23u)) - 1.0f;
  f32x8 k = __builtin_convertvector(tiny ? exponent - 24 : exponent, f32x8);
  f32x8 s = f / (2.0f + f);
  f32x8 z = s * s;
  f32x8 halved = 0.5f * f * f;
  f32x8 curved = z * DL_FUSED_POLYNOMIAL(f32x8, dl_log_series_f32, z);
  f32x8 low = __builtin_elementwise_fma(s, halved + curved, k * (f32x8)0x1.7f7d1cp-20f);
  f32x8 y = __builtin_elementwise_fma(k, (f32x8)0x1.62e4p-1f, f - (halved - low));
  y = x == __builtin_inff() ? x : y;
  y = x == 0.0f ? (f32x8)-__builtin_inff() : y;
  return x >= 0.0f ? y : (f32x8)__builtin_nanf("");
}

/// tanh x on Floats; within 1.5 ulp.
DL_INLINE f32x8 tanh_f32x8(f32x8 x) {
  f32x8 size = __builtin_elementwise_abs(x);
  f32x8 bounded = size > 10.0f ? (f32x8)10.0f : size;
  f32x8 large = 1.0f - 2.0f / (exp_f32x8(bounded + bounded) + 1.0f);
  f32x8 z = size * size;
  f32x8 small = __builtin_elementwise_fma(size * z, DL_FUSED_POLYNOMIAL(f32x8, dl_tanh_series_f32, z), size);
  return __builtin_elementwise_copysign(size < 0.625f ? small : large, x);
}

/// 1 / (1 + e⁻ˣ) on Floats; within 2.5 ulp.
DL_INLINE f32x8 sigmoid_f32x8(f32x8 x) {
  f32x8 power = exp_f32x8(-__builtin_elementwise_abs(x));
  return (x < 0.0f ? power : (f32x8)1.0f) / (1.0f + power);
}

/// Φ⁻¹((word + ½) / 2³²) on Floats; within 4 ulp.
DL_INLINE f32x8 normal_f32x8(u32x8 words) {
  i32x8 upper = (i32x8)words >> 31;
  u32x8 tail = words ^ (u32x8)upper;
  f32x8 q = (__builtin_convertvector((i32x8)tail, f32x8) + 0.5f) * 0x1p-32f;
  f32x8 x = (__builtin_convertvector((i32x8)(0x7fffffffu - tail), f32x8) + 0.5f) * 0x1p-31f;
  f32x8 w = -log_f32x8(4.0f * q * (1.0f - q));
  f32x8 z = x * DL_FUSED_POLYNOMIAL(f32x8, dl_quantile_central_f32, w - 2.5f);
  i32x8 rare = w > 5.0f;
  if (any_i32x8(rare)) {
    f32x8 r = __builtin_elementwise_sqrt(-log_f32x8(q));
    z = rare ? DL_FUSED_POLYNOMIAL(f32x8, dl_quantile_tail_f32, r - 3.625f) : z;
  }
  return DL_BITS(f32x8, DL_BITS(u32x8, z) ^ (~(u32x8)upper & 0x80000000u));
}

/// Φ⁻¹(p) with the bits of `dl_normal_quantile` where `*tail` is not set, for p in (0, 1).
DL_INLINE f64x4 central_quantile_f64x4(f64x4 p, i64x4 *tail) {
  f64x4 smaller = p < 0.5 ? p : 1.0 - p;
  f64x4 w = -log_f64x4(4.0 * smaller * (1.0 - smaller));
  *tail = (i64x4)(w > 5.0);
  return (2.0 * (p - 0.5)) * DL_POLYNOMIAL(f64x4, dl_quantile_central, w - 2.5);
}

#endif
