#ifndef DL_PANEL_FUNCTIONS_H
#define DL_PANEL_FUNCTIONS_H

#include "coefficients.h"
#include "panel-vectors.h"

// The Float functions of elementary.h on sixteen lanes, operation for operation, hence with the same bits.

#define dl_either(chosen, a, b) ((dl_v16)(((dl_i16)(a) & (chosen)) | ((dl_i16)(b) & ~(chosen))))
#define dl_words(x) ((dl_i16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})

// Macros, not functions, for the same reason as dl_load: vectors must not cross the border of a function that some
// copy is compiled without.

/// Horner's rule with fused products over a constant array of coefficients, lowest power first.
#define dl_polynomial16(coefficients, t)                                                      \
  ({                                                                                          \
    const int dl_terms = sizeof(coefficients) / sizeof(coefficients[0]);                      \
    dl_v16 dl_sum = dl_splat(coefficients[dl_terms - 1]);                                     \
    _Pragma("clang loop unroll(full)") for (int dl_i = dl_terms - 2; dl_i >= 0; dl_i--)       \
        dl_sum = dl_fma(dl_sum, (t), dl_splat(coefficients[dl_i]));                           \
    dl_sum;                                                                                   \
  })

/// |x|.
#define dl_size16(x) ((dl_v16)((dl_i16)(x) & dl_words(0x7fffffff)))

/// eˣ, within 1.1 ulp.
#define dl_exp16(x)                                                                           \
  ({                                                                                          \
    dl_v16 dl_x = (x);                                                                        \
    dl_v16 dl_bounded = dl_either(dl_x > dl_splat(89.0f), dl_splat(89.0f), dl_x);             \
    dl_bounded = dl_either(dl_bounded < dl_splat(-105.0f), dl_splat(-105.0f), dl_bounded);    \
    const dl_v16 dl_rounder = dl_splat(0x1.8p23f);                                            \
    dl_v16 dl_shifted = dl_fma(dl_bounded, dl_splat(0x1.715476p+0f), dl_rounder);             \
    dl_i16 dl_k = (dl_i16)dl_shifted - (dl_i16)dl_rounder;                                    \
    dl_v16 dl_whole = dl_shifted - dl_rounder;                                                \
    dl_v16 dl_high = dl_fma(-dl_whole, dl_splat(0x1.62e43p-1f), dl_bounded);                  \
    dl_v16 dl_r = dl_fma(-dl_whole, dl_splat(-0x1.05c610p-29f), dl_high);                     \
    dl_v16 dl_curved = dl_polynomial16(dl_exp_series_f32, dl_r);                              \
    dl_v16 dl_power = dl_splat(1.0f) + dl_fma(dl_r * dl_r, dl_curved, dl_r);                  \
    dl_i16 dl_biased = dl_k + dl_words(254);                                                  \
    dl_i16 dl_half = dl_biased >> dl_words(1);                                                \
    dl_power *(dl_v16)(dl_half << dl_words(23)) * (dl_v16)((dl_biased - dl_half) << dl_words(23)); \
  })

/// 1 / (1 + e⁻ˣ), within 2.5 ulp.
#define dl_sigmoid16(x)                                                                       \
  ({                                                                                          \
    dl_v16 dl_s = (x);                                                                        \
    dl_v16 dl_e = dl_exp16(-dl_size16(dl_s));                                                 \
    dl_either(dl_s < dl_splat(0.0f), dl_e, dl_splat(1.0f)) / (dl_splat(1.0f) + dl_e);         \
  })

/// tanh x, within 1.5 ulp.
#define dl_tanh16(x)                                                                          \
  ({                                                                                          \
    dl_v16 dl_t = (x);                                                                        \
    dl_v16 dl_a = dl_size16(dl_t);                                                            \
    dl_v16 dl_b = dl_either(dl_a > dl_splat(10.0f), dl_splat(10.0f), dl_a);                   \
    dl_v16 dl_large = dl_splat(1.0f) - dl_splat(2.0f) / (dl_exp16(dl_b + dl_b) + dl_splat(1.0f)); \
    dl_v16 dl_z = dl_a * dl_a;                                                                \
    dl_v16 dl_small = dl_fma(dl_a * dl_z, dl_polynomial16(dl_tanh_series_f32, dl_z), dl_a);   \
    dl_v16 dl_y = dl_either(dl_a < dl_splat(0.625f), dl_small, dl_large);                     \
    (dl_v16)((dl_i16)dl_y | ((dl_i16)dl_t & dl_words((int32_t)0x80000000)));                  \
  })

#endif
