#ifndef DL_MATHEMATICS_H
#define DL_MATHEMATICS_H

#include <stddef.h>

#include "paths.h"

/// Elementary functions whose bits are the same on every machine: only + - * / fma and integer operations.
///
/// Bounds are in units in the last place (ulp) of the exact value, over the whole range unless said otherwise, as
/// scanned by the tests. NaN in gives NaN out; overflow gives infinity; underflow is gradual.

// MARK: - Double

/// eˣ, within 1 ulp.
double dl_exp(double x);
/// 2ˣ, within 1 ulp; exact for integers.
double dl_exp2(double x);
/// eˣ − 1, within 1 ulp.
double dl_expm1(double x);
/// ln x, within 1 ulp; −∞ at 0, NaN below.
double dl_log(double x);
/// log₂ x, within 1 ulp; exact at powers of two.
double dl_log2(double x);
/// log₁₀ x, within 1 ulp; exact at powers of ten.
double dl_log10(double x);
/// ln(1 + x), within 1 ulp.
double dl_log1p(double x);
/// xʸ, within 1 ulp, with the special values of IEEE 754.
double dl_pow(double x, double y);
/// Hyperbolic tangent, within 2.5 ulp.
double dl_tanh(double x);
/// 1 / (1 + e⁻ˣ), within 2.5 ulp.
double dl_sigmoid(double x);
/// ln(1 + eˣ), within 2.5 ulp.
double dl_softplus(double x);
/// Sine of radians, within 1 ulp for every finite argument.
double dl_sin(double x);
/// Cosine of radians, within 1 ulp for every finite argument.
double dl_cos(double x);
/// Error function, within 2 ulp.
double dl_erf(double x);
/// 1 − erf x, within 4 ulp.
double dl_erfc(double x);
/// Φ(x), the standard normal distribution function, within 5 ulp.
double dl_normal_cdf(double x);
/// Φ⁻¹(p), the standard normal quantile, within 3 ulp; −∞ at 0, ∞ at 1, NaN outside.
double dl_normal_quantile(double p);
/// ln |Γ(x)|, within 3 ulp for x > 0; for x < 0 within 3 · 10⁻¹⁵ of max(1, |ln |Γ||); ∞ at 0, −1, −2, ….
double dl_lgamma(double x);

// MARK: - Float arrays

/// y[i] = eˣ, within 1.1 ulp; `y` may be `x`.
void dl_exp_f32(const float *x, float *y, size_t count, dl_path path);
/// y[i] = ln x, within 1 ulp; `y` may be `x`.
void dl_log_f32(const float *x, float *y, size_t count, dl_path path);
/// y[i] = tanh x, within 1.5 ulp; `y` may be `x`.
void dl_tanh_f32(const float *x, float *y, size_t count, dl_path path);
/// y[i] = 1 / (1 + e⁻ˣ), within 2.5 ulp; `y` may be `x`.
void dl_sigmoid_f32(const float *x, float *y, size_t count, dl_path path);

// MARK: - Double arrays

/// y[i] = eˣ with the bits of `dl_exp`; `y` may be `x`.
void dl_exp_f64(const double *x, double *y, size_t count, dl_path path);

#endif
