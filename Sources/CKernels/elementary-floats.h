// The functions on Floats, for vectors of DL_LANES lanes: included by elementary.h once per width, with the same
// operations in the same order, hence with the same bits. No include guard for that reason.

#define DL_JOINED_(name, lanes) name##lanes
#define DL_JOINED(name, lanes) DL_JOINED_(name, lanes)
#define F DL_JOINED(f32x, DL_LANES)
#define I DL_JOINED(i32x, DL_LANES)
#define U DL_JOINED(u32x, DL_LANES)
#define DL_WIDE(name) DL_JOINED(name##_f32x, DL_LANES)

/// eˣ on Floats; within 1.1 ulp.
DL_INLINE F DL_WIDE(exp)(F x) {
  F bounded = x > 89.0f ? (F)89.0f : x;
  bounded = bounded < -105.0f ? (F)-105.0f : bounded;
  F shifted = __builtin_elementwise_fma(bounded, (F)0x1.715476p+0f, (F)ROUNDER_F32);
  U k = DL_BITS(U, shifted) - DL_BITS(U, (F)ROUNDER_F32);
  F whole = shifted - (F)ROUNDER_F32;
  F high = __builtin_elementwise_fma(-whole, (F)0x1.62e43p-1f, bounded);
  F r = __builtin_elementwise_fma(-whole, (F)-0x1.05c610p-29f, high);
  F curved = DL_FUSED_POLYNOMIAL(F, dl_exp_series_f32, r);
  F power = 1.0f + __builtin_elementwise_fma(r * r, curved, r);
  U biased = k + 254u;
  U half = biased >> 1u;
  return power * DL_BITS(F, half << 23u) * DL_BITS(F, (biased - half) << 23u);
}

/// ln x of `scaled` = x · 2⁻ᵏ, a normal positive number, plus `extra` powers of two.
DL_INLINE F DL_WIDE(log_of_normal)(F scaled, I extra) {
  U bits = DL_BITS(U, scaled);
  I exponent = (I)(bits - 0x3f3504f3u) >> 23;
  F f = DL_BITS(F, bits - ((U)exponent << 23u)) - 1.0f;
  F k = __builtin_convertvector(exponent + extra, F);
  F s = f / (2.0f + f);
  F z = s * s;
  F halved = 0.5f * f * f;
  F curved = z * DL_FUSED_POLYNOMIAL(F, dl_log_series_f32, z);
  F low = __builtin_elementwise_fma(s, halved + curved, k * (F)0x1.7f7d1cp-20f);
  return __builtin_elementwise_fma(k, (F)0x1.62e4p-1f, f - (halved - low));
}

/// ln x on Floats; within 1 ulp.
DL_INLINE F DL_WIDE(log)(F x) {
  I tiny = x < 0x1p-126f;
  F y = DL_WIDE(log_of_normal)(tiny ? x * 0x1p24f : x, tiny & -24);
  y = x == __builtin_inff() ? x : y;
  y = x == 0.0f ? (F)-__builtin_inff() : y;
  return x >= 0.0f ? y : (F)__builtin_nanf("");
}

/// ln x with the bits of `log`, for normal positive numbers.
DL_INLINE F DL_WIDE(positive_log)(F x) { return DL_WIDE(log_of_normal)(x, (I)0); }

/// tanh x on Floats; within 1.5 ulp.
DL_INLINE F DL_WIDE(tanh)(F x) {
  F size = __builtin_elementwise_abs(x);
  F bounded = size > 10.0f ? (F)10.0f : size;
  F large = 1.0f - 2.0f / (DL_WIDE(exp)(bounded + bounded) + 1.0f);
  F z = size * size;
  F small = __builtin_elementwise_fma(size * z, DL_FUSED_POLYNOMIAL(F, dl_tanh_series_f32, z), size);
  return __builtin_elementwise_copysign(size < 0.625f ? small : large, x);
}

/// 1 / (1 + e⁻ˣ) on Floats; within 2.5 ulp.
DL_INLINE F DL_WIDE(sigmoid)(F x) {
  F power = DL_WIDE(exp)(-__builtin_elementwise_abs(x));
  return (x < 0.0f ? power : (F)1.0f) / (1.0f + power);
}

/// The sign of Φ⁻¹((word + ½) / 2³²) and the share of the smaller side in units of 2⁻³².
#define DL_TAIL(words, upper) ((words) ^ (U)(upper))

/// Φ⁻¹((word + ½) / 2³²) where `*rare` is not set.
DL_INLINE F DL_WIDE(central_normal)(U words, I *rare) {
  I upper = (I)words >> 31;
  U tail = DL_TAIL(words, upper);
  // Four times the smaller share q, then 2 |q − ½|: products with powers of two are exact.
  F q4 = __builtin_elementwise_fma(__builtin_convertvector((I)tail, F), (F)0x1p-30f, (F)0x1p-31f);
  F x = __builtin_elementwise_fma(__builtin_convertvector((I)(0x7fffffffu - tail), F), (F)0x1p-31f, (F)0x1p-32f);
  F log = DL_WIDE(positive_log)(q4 * __builtin_elementwise_fma(q4, (F)-0.25f, (F)1.0f));
  *rare = log < -5.0f;
  F z = x * DL_FUSED_POLYNOMIAL(F, dl_quantile_central_f32, -2.5f - log);
  return DL_BITS(F, DL_BITS(U, z) ^ (~(U)upper & 0x80000000u));
}

/// Φ⁻¹((word + ½) / 2³²) of words far out.
DL_INLINE F DL_WIDE(tail_normal)(U words) {
  I upper = (I)words >> 31;
  F q = __builtin_elementwise_fma(
      __builtin_convertvector((I)DL_TAIL(words, upper), F), (F)0x1p-32f, (F)0x1p-33f);
  F r = __builtin_elementwise_sqrt(-DL_WIDE(positive_log)(q));
  F z = DL_FUSED_POLYNOMIAL(F, dl_quantile_tail_f32, r - 3.625f);
  return DL_BITS(F, DL_BITS(U, z) ^ (~(U)upper & 0x80000000u));
}

/// Φ⁻¹((word + ½) / 2³²) on Floats; within 4 ulp.
DL_INLINE F DL_WIDE(normal)(U words) {
  I rare;
  F z = DL_WIDE(central_normal)(words, &rare);
  return __builtin_reduce_or(rare) ? (rare ? DL_WIDE(tail_normal)(words) : z) : z;
}

#undef DL_TAIL
#undef DL_JOINED_
#undef DL_JOINED
#undef DL_WIDE
#undef F
#undef I
#undef U
