// Made by docs/kernels/coefficients.py; lowest power first.
#ifndef DL_COEFFICIENTS_H
#define DL_COEFFICIENTS_H

/// (eʳ − 1 − r) / r² at |r| ≤ ln 2 / 2: 1 / (n + 2)!.
static const double dl_exp_series[] = {
    0x1.0000000000000p-1,
    0x1.5555555555555p-3,
    0x1.5555555555555p-5,
    0x1.1111111111111p-7,
    0x1.6c16c16c16c17p-10,
    0x1.a01a01a01a01ap-13,
    0x1.a01a01a01a01ap-16,
    0x1.71de3a556c734p-19,
    0x1.27e4fb7789f5cp-22,
    0x1.ae64567f544e4p-26,
    0x1.1eed8eff8d898p-29,
    0x1.6124613a86d09p-33,
};

/// The same for Float.
static const float dl_exp_series_f32[] = {
    0x1.0000000000000p-1f,
    0x1.5555560000000p-3f,
    0x1.5555560000000p-5f,
    0x1.1111120000000p-7f,
    0x1.6c16c20000000p-10f,
    0x1.a01a020000000p-13f,
};

/// (ln((1 + s) / (1 − s)) − 2 s) / s³ in s² ≤ 0.0295; relative error 3.1e-18.
static const double dl_log_series[] = {
    0x1.5555555555555p-1,
    0x1.9999999999a3ap-2,
    0x1.249249247670ap-2,
    0x1.c71c7201fc0e6p-3,
    0x1.745cf8c09a9d4p-3,
    0x1.3b1c43c68eb6dp-3,
    0x1.0fbd140544b63p-3,
    0x1.0c135adcf3011p-3,
};

/// (ln((1 + s) / (1 − s)) − 2 s − 2 s³ / 3) / s⁵ in s² ≤ 0.0295; relative error 4.7e-18.
static const double dl_log_tail_series[] = {
    0x1.999999999999ap-2,
    0x1.2492492492524p-2,
    0x1.c71c71c6ea01fp-3,
    0x1.745d177b22bcfp-3,
    0x1.3b1395976d2f0p-3,
    0x1.1118d458653bcp-3,
    0x1.df7a2eafecf14p-4,
    0x1.e0499f72e39b9p-4,
};

/// The same as dl_log_series for Float: 2 / (2 n + 3).
static const float dl_log_series_f32[] = {
    0x1.5555560000000p-1f,
    0x1.99999a0000000p-2f,
    0x1.24924a0000000p-2f,
    0x1.c71c720000000p-3f,
};

/// (sin r / r − 1) / r² in r² ≤ (π / 4)².
static const double dl_sin_series[] = {
    -0x1.5555555555555p-3,
    0x1.1111111111111p-7,
    -0x1.a01a01a01a01ap-13,
    0x1.71de3a556c734p-19,
    -0x1.ae64567f544e4p-26,
    0x1.6124613a86d09p-33,
    -0x1.ae7f3e733b81fp-41,
    0x1.952c77030ad4ap-49,
};

/// (cos r − 1 + r² / 2) / r⁴ in r² ≤ (π / 4)².
static const double dl_cos_series[] = {
    0x1.5555555555555p-5,
    -0x1.6c16c16c16c17p-10,
    0x1.a01a01a01a01ap-16,
    -0x1.27e4fb7789f5cp-22,
    0x1.1eed8eff8d898p-29,
    -0x1.93974a8c07c9dp-37,
    0x1.ae7f3e733b81fp-45,
    -0x1.6827863b97d97p-53,
};

/// (tanh x / x − 1) / x² in x² ≤ 0.625²; relative error 4.8e-9.
static const float dl_tanh_series_f32[] = {
    -0x1.5555560000000p-2f,
    0x1.1110ea0000000p-3f,
    -0x1.ba08c40000000p-5f,
    0x1.64a9760000000p-6f,
    -0x1.116a160000000p-7f,
    0x1.2c83c00000000p-9f,
};

/// erf x / x in x² ≤ 1/4; relative error 2.3e-20.
static const double dl_erf_series[] = {
    0x1.20dd750429b6dp+0,
    -0x1.812746b0379e6p-2,
    0x1.ce2f21a042b29p-4,
    -0x1.b82ce3127f739p-6,
    0x1.565bcd0aa6349p-8,
    -0x1.c02db23d41138p-11,
    0x1.f9a2a6635fe79p-14,
    -0x1.f4bb9f7301dedp-17,
    0x1.b776442df3041p-20,
    -0x1.39fb524e9c1f7p-23,
};

/// exp(x²) erfc(x) (1 + x) in t = (x − 4) / (x + 4), x ≥ 1/2; relative error 1.1e-20.
static const double dl_erfcx_series[] = {
    0x1.5eb7f6ecb19a9p-1,
    -0x1.9841f8fe19461p-3,
    0x1.df6f7856005dep-4,
    -0x1.89dfde1d976bfp-5,
    0x1.03a8439379756p-8,
    0x1.f5c2a4256de66p-7,
    -0x1.1ef9faf7fac99p-6,
    0x1.8e8471e2fc475p-7,
    -0x1.8db87b4d4ad12p-8,
    0x1.156753009ae3ap-9,
    -0x1.98b368b65744bp-12,
    -0x1.f876c46a087f1p-15,
    0x1.0c9287ea1655bp-14,
    -0x1.b94703761fba1p-17,
    -0x1.15b4dcfe4e509p-18,
    0x1.63b419e79c334p-19,
    0x1.e44a17727714fp-29,
    -0x1.870283d34b417p-22,
    0x1.be36b7ac97f58p-25,
    0x1.93e03f127c67ep-25,
    -0x1.98cdbbcf8543ep-27,
    -0x1.9ab0dceb2a8b4p-28,
    0x1.066cfa81b943ep-29,
    0x1.3b1ea6e4b83fcp-31,
    -0x1.91b72942a2528p-33,
};

/// (1 − Φ(x)) exp(x² / 2) (1 + x) in t = (x − 4) / (x + 4), 0 ≤ x ≤ 14; relative error 2.3e-9.
static const float dl_tail_series_f32[] = {
    0x1.e361ea0000000p-2f,
    -0x1.8c18f00000000p-4f,
    0x1.cabd5a0000000p-7f,
    0x1.d495340000000p-6f,
    -0x1.07c3500000000p-5f,
    0x1.25ec420000000p-6f,
    -0x1.47e06a0000000p-8f,
    -0x1.3bbe060000000p-12f,
    0x1.6ab3440000000p-11f,
    -0x1.0e773e0000000p-14f,
    -0x1.33eb0c0000000p-14f,
};

/// z / (1 − 2p) in w − 2.5, w = −ln(4 p (1 − p)) ≤ 5; relative error 9.1e-19.
static const double dl_quantile_central[] = {
    0x1.0fc8bc55fe004p+1,
    0x1.652c5b9e4a461p-2,
    -0x1.83296808f7513p-8,
    -0x1.d069d456b9876p-10,
    0x1.43a5452e8dbc3p-12,
    -0x1.da28c519483e4p-18,
    -0x1.44423410f8c7dp-18,
    0x1.6b78e0eb70983p-21,
    0x1.45f987196d067p-26,
    -0x1.07e20c8c49855p-26,
    0x1.60b39f4e6eed7p-30,
    0x1.73f6e2d16a073p-33,
    -0x1.82e7a0bdd8ae8p-35,
    0x1.6adcfaacdba45p-40,
    0x1.aa6f71c9f9355p-41,
    -0x1.e4dad62ce5accp-44,
    -0x1.25995fdedb86ep-48,
    0x1.82925e5f09520p-49,
    -0x1.bd82489966e3ap-53,
    -0x1.5df2ae96dc26bp-55,
    0x1.0026223abbd4ep-57,
    0x1.1bfc2ef1101afp-62,
    -0x1.cc31adcc14a2fp-64,
};

/// −z / r in t = (r − 2) / (r + 2), r = √(−ln p), 2.5 ≤ r ≤ 6.25; relative error 4.9e-19.
static const double dl_quantile_tail[] = {
    0x1.0b8034493dc2fp+0,
    0x1.2be2270208ca7p+0,
    -0x1.c5ddbd1dc5305p+0,
    0x1.08d6bb068cf34p+1,
    -0x1.231b852574cb1p+1,
    0x1.35c965186edd1p+1,
    -0x1.44ec228c44f27p+1,
    0x1.50f349600f2bap+1,
    -0x1.59fb368ff8652p+1,
    0x1.5d51546624fa3p+1,
    -0x1.54c520a389d92p+1,
    0x1.365030f5fcb95p+1,
    -0x1.f560df49b1fe0p+0,
    0x1.4ff54e900caf1p+0,
    -0x1.562242893ba29p-1,
    0x1.ceab6d2f9ed9ep-3,
    -0x1.3537cf2ab261ep-5,
};

/// −z / r in t = (r − 6) / (r + 6), 6.25 ≤ r ≤ 27.5; relative error 1.6e-18.
static const double dl_quantile_far_tail[] = {
    0x1.5a7a8cbeb4168p+0,
    0x1.a533a29bcc4efp-3,
    -0x1.5a87dab57bc00p-2,
    0x1.b49a37d1b0df2p-2,
    -0x1.fb39d614ff4cap-2,
    0x1.1995c353062b7p-1,
    -0x1.30b202c9b8ee4p-1,
    0x1.43f1cca0eb11dp-1,
    -0x1.544f1c32e3c78p-1,
    0x1.61f64e79c4807p-1,
    -0x1.6c01337bb6790p-1,
    0x1.6e9ff82ff0852p-1,
    -0x1.61bf3ea64fcc9p-1,
    0x1.3aab64de2d269p-1,
    -0x1.e953c950385b2p-2,
    0x1.370d92906827cp-2,
    -0x1.28acba51a2a31p-3,
    0x1.73c0aad5d1061p-5,
    -0x1.c79e489eb78e4p-8,
};

/// dl_quantile_central for Float; relative error 6.4e-9.
static const float dl_quantile_central_f32[] = {
    0x1.0fc8bc0000000p+1f,
    0x1.652c5c0000000p-2f,
    -0x1.832b300000000p-8f,
    -0x1.d06b960000000p-10f,
    0x1.43cae60000000p-12f,
    -0x1.d7e9ee0000000p-18f,
    -0x1.48c1000000000p-18f,
    0x1.636dc40000000p-21f,
    0x1.1b7c420000000p-25f,
    -0x1.b2052e0000000p-27f,
};

/// −z in r − 3.625, r = √(−ln p), 2.5 ≤ r ≤ 4.8; relative error 5.5e-9.
static const float dl_quantile_tail_f32[] = {
    0x1.275f0c0000000p+2f,
    0x1.8173ec0000000p+0f,
    -0x1.3699980000000p-6f,
    0x1.11310e0000000p-8f,
    -0x1.f05cd80000000p-11f,
    0x1.c7dbb00000000p-13f,
    -0x1.b19cac0000000p-15f,
    0x1.f116bc0000000p-17f,
    -0x1.c9142e0000000p-19f,
};

/// log₂(1 + f) / f in √½ ≤ 1 + f ≤ √2; relative error 5.6e-5.
static const float dl_half_log2[] = {
    0x1.7150e20000000p+0f,
    -0x1.70f6500000000p-1f,
    0x1.f165420000000p-2f,
    -0x1.8f07060000000p-2f,
    0x1.004b760000000p-2f,
};

/// 2ʳ at |r| ≤ ½; relative error 3.5e-6.
static const float dl_half_exp2[] = {
    0x1.0000000000000p+0f,
    0x1.62e0c20000000p-1f,
    0x1.ebfa4c0000000p-3f,
    0x1.ca1ce20000000p-5f,
    0x1.3cbf600000000p-7f,
};

/// z / (2u − 1) in w − 8, w = −log₂(4 u (1 − u)) ≤ 15.1; relative error 6.9e-6.
static const float dl_half_normal[] = {
    0x1.8d30500000000p+1f,
    0x1.9d60ce0000000p-3f,
    -0x1.3612f20000000p-8f,
    0x1.bfa5f00000000p-14f,
    0x1.1f4a480000000p-17f,
    -0x1.076e820000000p-19f,
    0x1.647d0e0000000p-23f,
    0x1.735f860000000p-29f,
    -0x1.e307580000000p-31f,
};

/// ln Γ(2 + t) / ((1 + t) t) at |t| ≤ 1; relative error 6.3e-19.
static const double dl_lgamma_series[] = {
    0x1.b0ee6072093cep-2,
    -0x1.9ae6509ea109fp-4,
    0x1.0e0c9df293525p-5,
    -0x1.95ce223a9cba8p-7,
    0x1.47974853abda1p-8,
    -0x1.145121f99f241p-9,
    0x1.dfebcf8ce84efp-11,
    -0x1.a96a400f04428p-12,
    0x1.7ed7340cdbd34p-13,
    -0x1.5c86b6c31d38bp-14,
    0x1.402f02c6e2337p-15,
    -0x1.2850452e8f9f0p-16,
    0x1.13e5624472395p-17,
    -0x1.0231c567dfc46p-18,
    0x1.e530e90d03975p-20,
    -0x1.c9c48925b7cd9p-21,
    0x1.b36c465762259p-22,
    -0x1.9d70903c5f5cep-23,
    0x1.77f6e532bc6adp-24,
    -0x1.666b3835d636fp-25,
    0x1.c155065d0c524p-26,
    -0x1.afe668ca49dd1p-27,
    -0x1.7781521a68fe3p-31,
    0x1.8d4b5e576edfap-32,
    0x1.4fbf3b930d20cp-28,
    -0x1.4615c270018fap-29,
    -0x1.7a59c84291a84p-30,
    0x1.70a6dbd17088fp-31,
    0x1.d0a7cb6631101p-32,
    -0x1.c3bb8ca5b5f4dp-33,
};

/// Σ B₂ₖ / (2k (2k − 1)) x¹⁻²ᵏ of Stirling's series.
static const double dl_stirling_series[] = {
    0x1.5555555555555p-4,
    -0x1.6c16c16c16c17p-9,
    0x1.a01a01a01a01ap-11,
    -0x1.3813813813814p-11,
    0x1.b951e2b18ff23p-11,
    -0x1.f6ab0d9993c7dp-10,
    0x1.a41a41a41a41ap-8,
    -0x1.e4286cb0f5398p-6,
    0x1.6fe96381e0680p-3,
};

#endif
