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

#define DL_LANES 8
#include "elementary-floats.h"
#undef DL_LANES
#define DL_LANES 16
#include "elementary-floats.h"
#undef DL_LANES

/// Φ⁻¹(p) with the bits of `dl_normal_quantile` where `*tail` is not set, for p in (0, 1).
DL_INLINE f64x4 central_quantile_f64x4(f64x4 p, i64x4 *tail) {
  f64x4 smaller = p < 0.5 ? p : 1.0 - p;
  f64x4 w = -log_f64x4(4.0 * smaller * (1.0 - smaller));
  *tail = (i64x4)(w > 5.0);
  return (2.0 * (p - 0.5)) * DL_POLYNOMIAL(f64x4, dl_quantile_central, w - 2.5);
}

#endif
