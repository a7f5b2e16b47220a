#ifndef DL_HALF_NUMBERS_H
#define DL_HALF_NUMBERS_H

#include "coefficients.h"
#include "vectors.h"

// Numbers made of sixteen bits each, for the factors of noise: u = (h + ½) / 2¹⁶ of a half word h.
//
// Sixteen bits are enough for a factor that multiplies one activation once, and two factors share a word. A step of u is
// 1.5 · 10⁻⁵; normal numbers end at ±4.325, beyond which 1.5 · 10⁻⁵ of all would lie, and have variance 1 − 2.0 · 10⁻⁵
// and kurtosis 2.9992; logits end at ±11.8. The functions are smooth fits within 3 · 10⁻⁵ of the exact quantiles.

DL_INLINE f32x16 fused(f32x16 a, float b, float c) { return __builtin_elementwise_fma(a, (f32x16)b, (f32x16)c); }

/// log₂ of normal positive numbers; within 3 · 10⁻⁵.
DL_INLINE f32x16 half_log2(f32x16 x) {
  u32x16 bits = DL_BITS(u32x16, x);
  i32x16 exponent = (i32x16)(bits - 0x3f3504f3u) >> 23;
  f32x16 f = DL_BITS(f32x16, bits - ((u32x16)exponent << 23u)) - 1.0f;
  return __builtin_elementwise_fma(
      f, DL_FUSED_POLYNOMIAL(f32x16, dl_half_log2, f), __builtin_convertvector(exponent, f32x16));
}

/// u of half words.
DL_INLINE f32x16 half_uniform(i32x16 half) { return fused(__builtin_convertvector(half, f32x16), 0x1p-16f, 0x1p-17f); }

/// x = 2u − 1 of half words.
DL_INLINE f32x16 half_symmetric(i32x16 half) {
  return fused(__builtin_convertvector(half, f32x16), 0x1p-15f, 0x1p-16f - 1.0f);
}

/// −log₂(1 − x²) − 8.
DL_INLINE f32x16 half_tail(f32x16 x) { return -half_log2(__builtin_elementwise_fma(-x, x, (f32x16)1.0f)) - 8.0f; }

/// Φ⁻¹(u), given x = 2u − 1 and its tail.
DL_INLINE f32x16 half_normal(f32x16 x, f32x16 tail) { return x * DL_FUSED_POLYNOMIAL(f32x16, dl_half_normal, tail); }

/// log₂(u / (1 − u)) of half words.
DL_INLINE f32x16 half_logit2(i32x16 half) {
  f32x16 u = half_uniform(half);
  return half_log2(u) - half_log2(1.0f - u);
}

/// 1 / (1 + 2ˣ); within 3 · 10⁻⁶.
DL_INLINE f32x16 half_sigmoid2(f32x16 x) {
  f32x16 bounded = x > 120.0f ? (f32x16)120.0f : x;
  bounded = bounded < -120.0f ? (f32x16)-120.0f : bounded;
  f32x16 shifted = bounded + 0x1.8p23f;
  f32x16 r = bounded - (shifted - 0x1.8p23f);
  u32x16 power = DL_BITS(u32x16, DL_FUSED_POLYNOMIAL(f32x16, dl_half_exp2, r)) + (DL_BITS(u32x16, shifted) << 23u);
  return 1.0f / (1.0f + DL_BITS(f32x16, power));
}

#endif
