#include "include/mathematics.h"

#include "elementary.h"

#define INFINITE __builtin_inf()
#define NOT_A_NUMBER __builtin_nan("")
#define HALF_PI 0x1.921fb54442d18p+0
#define HALF_PI_LOW 0x1.1a62633145c07p-54

/// A number as an unevaluated sum of two Doubles.
typedef struct {
  double high, low;
} dl_pair;

DL_INLINE uint64_t bits(double x) { return DL_BITS(uint64_t, x); }
DL_INLINE double number(uint64_t x) { return DL_BITS(double, x); }
DL_INLINE double magnitude(double x) { return number(bits(x) & ~(1ull << 63)); }
DL_INLINE double power_of_two(int k) { return number((uint64_t)(1023 + k) << 52); }
DL_INLINE double with_sign(double size, double sign) { return number(bits(size) | (bits(sign) & (1ull << 63))); }

/// a + b exactly, for |a| ≥ |b| (Dekker 1971).
DL_INLINE dl_pair ordered_sum(double a, double b) {
  double high = a + b;
  return (dl_pair){high, b - (high - a)};
}

/// a + b exactly (Knuth).
DL_INLINE dl_pair exact_sum(double a, double b) {
  double high = a + b, part = high - a;
  return (dl_pair){high, (a - (high - part)) + (b - part)};
}

/// a · b exactly.
DL_INLINE dl_pair exact_product(double a, double b) {
  double high = a * b;
  return (dl_pair){high, __builtin_fma(a, b, -high)};
}

// MARK: - Exponentials

double dl_exp(double x) { return exp_f64(x, 0.0); }

double dl_exp2(double x) {
  if (!(magnitude(x) < 1100.0)) return x != x ? x : x > 0 ? INFINITE : 0.0;
  double whole = (x + ROUNDER) - ROUNDER, rest = x - whole;
  dl_pair natural = exact_product(rest, 0x1.62e42fefa39efp-1);
  double fraction = exp_f64(natural.high, natural.low + rest * 0x1.abc9e3b39803fp-56);
  int k = (int)whole, half = k / 2;
  return fraction * power_of_two(half) * power_of_two(k - half);
}

double dl_expm1(double x) {
  if (magnitude(x) < 0x1p-54 || x != x) return x;
  if (x < -40.0) return -1.0;
  if (x > 40.0) return exp_f64(x, 0.0) - 1.0;
  double whole = (x * LOG2_E + ROUNDER) - ROUNDER;
  double high = x - whole * LN2_HIGH, rest = whole * LN2_LOW, r = high - rest;
  double curved = (r * r) * DL_POLYNOMIAL(double, dl_exp_series, r);
  if (whole == 0.0) return x + curved;
  int k = (int)whole;
  double scale = power_of_two(k);
  dl_pair sum = exact_sum(1.0 - power_of_two(-k), high);
  return scale * (sum.high + (sum.low + (curved - rest)));
}

double dl_tanh(double x) {
  double size = magnitude(x);
  if (size != size) return x;
  if (size > 22.0) return with_sign(1.0, x);
  double grown = dl_expm1(2.0 * size);
  return with_sign(size < 1.0 ? grown / (grown + 2.0) : 1.0 - 2.0 / (grown + 2.0), x);
}

double dl_sigmoid(double x) {
  double power = exp_f64(-magnitude(x), 0.0);
  return (x < 0 ? power : 1.0) / (1.0 + power);
}

double dl_softplus(double x) {
  double tail = dl_log1p(exp_f64(-magnitude(x), 0.0));
  return x > 0 ? x + tail : tail;
}

// MARK: - Logarithms

/// x = 2ᵏ (1 + f) with 1 + f between √½ and √2; x positive and finite.
DL_INLINE double decompose(double x, int *k) {
  int shift = x < 0x1p-1022 ? 54 : 0;
  uint64_t word = bits(shift ? x * 0x1p54 : x);
  int64_t exponent = (int64_t)(word - 0x3fe6a09e667f3bcdull) >> 52;
  *k = (int)exponent - shift;
  return number(word - ((uint64_t)exponent << 52)) - 1.0;
}

/// k ln 2 + ln(1 + f) + low, where ln(1 + f) = f − (h − s (h + R)), s = f / (2 + f), h = f² / 2.
DL_INLINE double log_sum(int k, double f, double low) {
  double s = f / (2.0 + f), z = s * s, halved = 0.5 * f * f;
  double curved = z * DL_POLYNOMIAL(double, dl_log_series, z);
  return k * LN2_HIGH - ((halved - (s * (halved + curved) + (k * LN2_LOW + low))) - f);
}

/// ln x to about 2⁻⁶⁵, for x positive and finite.
static dl_pair log_pair(double x) {
  int k;
  double f = decompose(x, &k);
  dl_pair u = ordered_sum(2.0, f);
  double s = f / u.high;
  double s_low = (__builtin_fma(-s, u.high, f) - s * u.low) / u.high;
  dl_pair z = exact_product(s, s);
  z.low += 2.0 * s * s_low;
  dl_pair cube = exact_product(z.high, s);
  cube.low += z.high * s_low + z.low * s;
  dl_pair third = exact_product(cube.high, 0x1.5555555555555p-1);
  third.low += cube.high * 0x1.5555555555555p-55 + cube.low * 0x1.5555555555555p-1;
  double tail = (cube.high * z.high) * DL_POLYNOMIAL(double, dl_log_tail_series, z.high);
  dl_pair first = exact_sum(k * LN2_HIGH, 2.0 * s);
  dl_pair second = exact_sum(first.high, third.high);
  double low = first.low + second.low + (k * LN2_LOW + (2.0 * s_low + (third.low + tail)));
  return ordered_sum(second.high, low);
}

/// What a logarithm is where it is no ordinary number.
DL_INLINE bool log_is_special(double x, double *value) {
  if (x > 0.0 && x < INFINITE) return false;
  *value = x == 0.0 ? -INFINITE : x < 0.0 ? NOT_A_NUMBER : x;
  return true;
}

double dl_log(double x) {
  double special;
  if (log_is_special(x, &special)) return special;
  int k;
  double f = decompose(x, &k);
  return log_sum(k, f, 0.0);
}

double dl_log1p(double x) {
  double special;
  if (magnitude(x) < 0x1p-54) return x;
  if (log_is_special(1.0 + x, &special)) return special;
  if (x > -0.29 && x < 0.41) return log_sum(0, x, 0.0);
  double u = 1.0 + x;
  double lost = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);
  int k;
  double f = decompose(u, &k);
  return log_sum(k, f, lost / u);
}

/// ln x times the constant high + low.
DL_INLINE double scaled_log(double x, double high, double low) {
  double special;
  if (log_is_special(x, &special)) return special;
  dl_pair natural = log_pair(x);
  dl_pair product = exact_product(natural.high, high);
  return product.high + (product.low + (natural.high * low + natural.low * high));
}

double dl_log2(double x) { return scaled_log(x, 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56); }

double dl_log10(double x) { return scaled_log(x, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57); }

// MARK: - Powers

typedef enum { NO_INTEGER, ODD, EVEN } dl_parity;

DL_INLINE dl_parity parity(double y) {
  double size = magnitude(y);
  if (size >= 0x1p53) return EVEN;
  double whole = (double)(int64_t)size;
  if (whole != size) return NO_INTEGER;
  return (int64_t)size & 1 ? ODD : EVEN;
}

double dl_pow(double x, double y) {
  if (y == 0.0 || x == 1.0) return 1.0;
  if (x != x || y != y) return NOT_A_NUMBER;
  double size = magnitude(x);
  dl_parity whole = parity(y);
  double sign = x < 0.0 || bits(x) >> 63 ? (whole == ODD ? -1.0 : 1.0) : 1.0;
  if (magnitude(y) == INFINITE) return size == 1.0 ? 1.0 : (size > 1.0) == (y > 0.0) ? INFINITE : 0.0;
  if (size == 0.0 || size == INFINITE) return sign * ((size == 0.0) == (y > 0.0) ? 0.0 : INFINITE);
  if (x < 0.0 && whole == NO_INTEGER) return NOT_A_NUMBER;
  dl_pair logarithm = log_pair(size);
  double rough = y * logarithm.high;
  if (rough > 711.0) return sign * INFINITE;
  if (rough < -747.0) return sign * 0.0;
  dl_pair product = exact_product(y, logarithm.high);
  return sign * exp_f64(product.high, product.low + y * logarithm.low);
}

// MARK: - Sine and cosine

/// The bits of 2 / π after one word of zeros.
static const uint64_t two_over_pi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
    0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41,
    0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
};

/// The rest of |x| by multiples of π / 2, at most π / 4, and the multiple modulo 4 (Payne & Hanek 1983).
///
/// The product with 2 / π is kept in fixed point modulo 4: bits of 2 / π that only add multiples of 4 are left out.
static dl_pair reduced(double size, int *quadrant) {
  if (size <= 0.785) {
    *quadrant = 0;
    return (dl_pair){size, 0.0};
  }
  uint64_t mantissa = (bits(size) & ((1ull << 52) - 1)) | 1ull << 52;
  int start = (int)(bits(size) >> 52) - 1075 + 62, word = start / 64, shift = start % 64;
  uint64_t window[3];
  for (int i = 0; i < 3; i++) {
    uint64_t next = shift ? two_over_pi[word + i + 1] >> (64 - shift) : 0;
    window[i] = two_over_pi[word + i] << shift | next;
  }
  unsigned __int128 lower = (unsigned __int128)mantissa * window[2];
  unsigned __int128 middle = (unsigned __int128)mantissa * window[1] + (uint64_t)(lower >> 64);
  uint64_t top = mantissa * window[0] + (uint64_t)(middle >> 64);
  unsigned __int128 fraction = (unsigned __int128)(top << 2 | (uint64_t)middle >> 62) << 64;
  fraction |= (uint64_t)middle << 2 | (uint64_t)lower >> 62;
  bool negative = fraction >> 127;
  *quadrant = (int)(top >> 62) + negative;
  if (negative) fraction = -fraction;
  uint64_t upper = (uint64_t)(fraction >> 64);
  int zeros = upper ? __builtin_clzll(upper) : 64;
  fraction <<= zeros;
  double high = (double)(uint64_t)(fraction >> 75) * power_of_two(-53 - zeros);
  double low = (double)(uint64_t)((fraction >> 22) & ((1ull << 53) - 1)) * power_of_two(-106 - zeros);
  dl_pair angle = exact_product(high, HALF_PI);
  angle.low += high * HALF_PI_LOW + low * HALF_PI;
  angle = ordered_sum(angle.high, angle.low);
  return negative ? (dl_pair){-angle.high, -angle.low} : angle;
}

DL_INLINE double short_sine(dl_pair r) {
  double z = r.high * r.high;
  double curved = DL_POLYNOMIAL(double, dl_sin_series, z);
  return r.high + (r.high * z * curved + r.low * (1.0 - 0.5 * z));
}

DL_INLINE double short_cosine(dl_pair r) {
  double z = r.high * r.high, halved = 0.5 * z, rest = 1.0 - halved;
  double curved = z * z * DL_POLYNOMIAL(double, dl_cos_series, z);
  return rest + (((1.0 - rest) - halved) + (curved - r.high * r.low));
}

double dl_sin(double x) {
  double size = magnitude(x);
  if (!(size < INFINITE)) return NOT_A_NUMBER;
  if (size < 0x1p-27) return x;
  int quadrant;
  dl_pair r = reduced(size, &quadrant);
  double value = quadrant & 1 ? short_cosine(r) : short_sine(r);
  return (quadrant & 2) != 0 ? (x < 0 ? value : -value) : (x < 0 ? -value : value);
}

double dl_cos(double x) {
  double size = magnitude(x);
  if (!(size < INFINITE)) return NOT_A_NUMBER;
  int quadrant;
  dl_pair r = reduced(size, &quadrant);
  double value = quadrant & 1 ? short_sine(r) : short_cosine(r);
  return ((quadrant + 1) & 2) != 0 ? -value : value;
}

// MARK: - The error function and the normal distribution

/// exp(−(square)) · erfcx(x), for x ≥ ½ and the square of x to twice the precision.
DL_INLINE double gaussian_tail(double x, dl_pair square) {
  double bounded = x > 28.0 ? 28.0 : x;
  double scaled = DL_POLYNOMIAL(double, dl_erfcx_series, (bounded - 4.0) / (bounded + 4.0)) / (1.0 + bounded);
  return exp_f64(-square.high, -square.low) * scaled;
}

double dl_erf(double x) {
  double size = magnitude(x);
  if (size != size) return x;
  if (size < 0.5) return x * DL_POLYNOMIAL(double, dl_erf_series, x * x);
  if (size > 6.0) return with_sign(1.0, x);
  return with_sign(1.0 - gaussian_tail(size, exact_product(size, size)), x);
}

double dl_erfc(double x) {
  if (x != x) return x;
  if (x < -6.0) return 2.0;
  if (x > 28.0) return 0.0;
  if (x < -0.5) return 2.0 - gaussian_tail(-x, exact_product(x, x));
  if (x < 0.5) return 1.0 - dl_erf(x);
  return gaussian_tail(x, exact_product(x, x));
}

double dl_normal_cdf(double x) {
  if (x != x) return x;
  if (x > 9.0) return 1.0;
  if (x < -39.0) return 0.0;
  double scaled = magnitude(x) * 0x1.6a09e667f3bcdp-1;
  if (scaled < 0.5) return 0.5 + 0.5 * dl_erf(x * 0x1.6a09e667f3bcdp-1);
  dl_pair square = exact_product(x, x);
  double tail = 0.5 * gaussian_tail(scaled, (dl_pair){0.5 * square.high, 0.5 * square.low});
  return x < 0 ? tail : 1.0 - tail;
}

double dl_normal_quantile(double p) {
  if (!(p > 0.0 && p < 1.0)) return p == 0.0 ? -INFINITE : p == 1.0 ? INFINITE : NOT_A_NUMBER;
  double tail = p < 0.5 ? p : 1.0 - p;
  double w = -dl_log(4.0 * tail * (1.0 - tail));
  if (w <= 5.0) return (2.0 * (p - 0.5)) * DL_POLYNOMIAL(double, dl_quantile_central, w - 2.5);
  double r = __builtin_sqrt(-dl_log(tail));
  double size = r < 6.25 ? r * DL_POLYNOMIAL(double, dl_quantile_tail, (r - 2.0) / (r + 2.0))
                         : r * DL_POLYNOMIAL(double, dl_quantile_far_tail, (r - 6.0) / (r + 6.0));
  return p < 0.5 ? -size : size;
}

// MARK: - The gamma function

/// ln Γ(x) for 1 ≤ x ≤ 3, of which `t` is x − 2.
DL_INLINE double lgamma_near_two(double t) {
  return (1.0 + t) * t * DL_POLYNOMIAL(double, dl_lgamma_series, t);
}

static double lgamma_positive(double x) {
  if (x < 0x1p-60) return -dl_log(x);
  if (x < 0.5) return lgamma_near_two(x - 1.0) - dl_log(x);
  if (x < 1.0) return lgamma_near_two(x - 1.0) - dl_log1p(x - 1.0);
  if (x <= 3.0) return lgamma_near_two(x - 2.0);
  if (x < 10.0) {
    double product = 1.0;
    while (x > 3.0) {
      x -= 1.0;
      product *= x;
    }
    return lgamma_near_two(x - 2.0) + dl_log(product);
  }
  if (x > 0x1p1014) return x * (dl_log(x) - 1.0);
  double inverse = 1.0 / x;
  double correction = inverse * DL_POLYNOMIAL(double, dl_stirling_series, inverse * inverse);
  return (x - 0.5) * (dl_log(x) - 1.0) + (0.4189385332046727418 + correction);
}

/// |sin(π x)| with the exact rest of x.
static double sine_of_pi(double x) {
  double rest = x - 2.0 * (double)(int64_t)(0.5 * x);
  if (rest > 1.0) rest = 2.0 - rest;
  if (rest > 0.5) rest = 1.0 - rest;
  return rest < 0.25 ? dl_sin(2.0 * HALF_PI * rest) : dl_cos(2.0 * HALF_PI * (0.5 - rest));
}

double dl_lgamma(double x) {
  if (x != x) return x;
  if (magnitude(x) == INFINITE) return INFINITE;
  if (x > 0.0) return lgamma_positive(x);
  double size = -x;
  if (size >= 0x1p52 || size == (double)(int64_t)size) return INFINITE;
  if (size < 0x1p-60) return -dl_log(size);
  return dl_log(2.0 * HALF_PI / (size * sine_of_pi(size))) - lgamma_positive(size);
}

// MARK: - Arrays

/// Defines an array function from its vector body; the tail runs through a padded vector.
#define DL_ARRAY_F32(name, function)                                                        \
  DL_INLINE void name##_body(const float *x, float *y, size_t count, dl_path path) {        \
    size_t whole = count & ~(size_t)7;                                                      \
    for (size_t i = 0; i < whole; i += 8) store_f32x8(y + i, function(load_f32x8(x + i)));  \
    if (whole < count) {                                                                    \
      float rest[8] = {1, 1, 1, 1, 1, 1, 1, 1};                                             \
      memcpy(rest, x + whole, (count - whole) * sizeof(float));                             \
      store_f32x8(rest, function(load_f32x8(rest)));                                        \
      memcpy(y + whole, rest, (count - whole) * sizeof(float));                             \
    }                                                                                       \
  }                                                                                         \
  DL_DISPATCH(void, name, (const float *x, float *y, size_t count, dl_path path), (x, y, count, path))

DL_ARRAY_F32(dl_exp_f32, exp_f32x8)
DL_ARRAY_F32(dl_log_f32, log_f32x8)
DL_ARRAY_F32(dl_tanh_f32, tanh_f32x8)
DL_ARRAY_F32(dl_sigmoid_f32, sigmoid_f32x8)

DL_INLINE void dl_exp_f64_body(const double *x, double *y, size_t count, dl_path path) {
  for (size_t i = 0; i < count; i += 4) {
    f64x4 v = {0, 0, 0, 0};
    size_t width = (count - i < 4 ? count - i : 4) * sizeof(double);
    if (width == sizeof v) {
      memcpy(&v, x + i, sizeof v);
      v = exp_f64x4(v, (f64x4)0.0);
      memcpy(y + i, &v, sizeof v);
    } else {
      memcpy(&v, x + i, width);
      v = exp_f64x4(v, (f64x4)0.0);
      memcpy(y + i, &v, width);
    }
  }
}
DL_DISPATCH(void, dl_exp_f64, (const double *x, double *y, size_t count, dl_path path), (x, y, count, path))
