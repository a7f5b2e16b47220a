"""Prints Sources/CKernels/coefficients.h: the polynomials of mathematics.h, fitted with mpmath.

Each polynomial interpolates its function at Chebyshev nodes with 60 digits and is rounded once at the end.
Run: python3 docs/kernels/coefficients.py > Sources/CKernels/coefficients.h
"""

import mpmath
from mpmath import mp, mpf

mp.dps = 60


def multiplied(polynomial, slope, offset):
    """The coefficients of polynomial(t) * (slope * t + offset)."""
    product = [mpf(0)] * (len(polynomial) + 1)
    for power, value in enumerate(polynomial):
        product[power] += value * offset
        product[power + 1] += value * slope
    return product


def fit(function, low, high, degree):
    """Monomial coefficients in t of the interpolant on [low, high]."""
    low, high = mpf(low), mpf(high)
    middle, half, count = (low + high) / 2, (high - low) / 2, degree + 1
    angles = [mp.pi * (2 * k + 1) / (2 * count) for k in range(count)]
    values = [function(middle + half * mp.cos(angle)) for angle in angles]
    series = [2 * sum(v * mp.cos(j * a) for v, a in zip(values, angles)) / count for j in range(count)]
    series[0] /= 2
    before, now = [mpf(1)], [-middle / half, 1 / half]
    total = [mpf(0)] * count
    for j, weight in enumerate(series):
        polynomial = before if j == 0 else now
        for power, value in enumerate(polynomial):
            total[power] += weight * value
        if j >= 1:
            after = multiplied(now, 2 / half, -2 * middle / half)
            for power, value in enumerate(before):
                after[power] -= value
            before, now = now, after
    checks = [low + (high - low) * k / 300 for k in range(301)]
    worst = max(abs(mp.polyval(total[::-1], t) / function(t) - 1) for t in checks if function(t) != 0)
    return total, worst


def erfcx(x):
    return mp.exp(x * x) * mp.erfc(x)


def normal_tail(x):
    """(1 - Phi(x)) exp(x^2 / 2)."""
    return erfcx(x / mp.sqrt(2)) / 2


def central_quantile(w):
    """z / (1 - 2p), where w = -ln(4 p (1 - p))."""
    if w == 0:
        return mp.sqrt(mp.pi / 2)
    x = mp.sqrt(-mp.expm1(-w))
    return mp.sqrt(2) * mp.erfinv(x) / x


def tail_quantile(r):
    """-z at p = exp(-r^2)."""
    logarithm = -r * r
    start = mp.sqrt(2 * r * r - mp.log(4 * mp.pi * r * r))
    return mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2)) / 2) - logarithm, start)


def tail_quotient(scale, t):
    """-z / r at t = (r - scale) / (r + scale)."""
    r = scale * (1 + t) / (1 - t)
    return tail_quantile(r) / r


def lgamma_quotient(t):
    """ln G(2 + t) / ((1 + t) t)."""
    if t == 0:
        return mp.psi(0, 2)
    if t == -1:
        return -mp.psi(0, 1)
    return mp.loggamma(2 + t) / ((1 + t) * t)


def hexadecimal(value, float_type):
    if float_type == "double":
        return float(value).hex()
    import struct

    single = struct.unpack("f", struct.pack("f", float(value)))[0]
    return single.hex() + "f"


def show(name, comment, coefficients, float_type="double", worst=None):
    error = "" if worst is None else f"; relative error {mpmath.nstr(worst, 2)}"
    print(f"\n/// {comment}{error}.")
    print(f"static const {float_type} {name}[] = {{")
    for value in coefficients:
        print(f"    {hexadecimal(value, float_type)},")
    print("};")


def show_fit(name, comment, function, low, high, degree, float_type="double"):
    coefficients, worst = fit(function, low, high, degree)
    show(name, comment, coefficients, float_type, worst)


def main():
    print("// Made by docs/kernels/coefficients.py; lowest power first.")
    print("#ifndef DL_COEFFICIENTS_H\n#define DL_COEFFICIENTS_H")
    show("dl_exp_series", "(eʳ − 1 − r) / r² at |r| ≤ ln 2 / 2: 1 / (n + 2)!", [1 / mp.factorial(n + 2) for n in range(12)])
    show("dl_exp_series_f32", "The same for Float", [1 / mp.factorial(n + 2) for n in range(6)], "float")
    show_fit(
        "dl_log_series", "(ln((1 + s) / (1 − s)) − 2 s) / s³ in s² ≤ 0.0295",
        lambda z: (mp.log((1 + mp.sqrt(z)) / (1 - mp.sqrt(z))) - 2 * mp.sqrt(z)) / mp.sqrt(z) ** 3 if z else mpf(2) / 3,
        0, "0.0295", 7)
    show_fit(
        "dl_log_tail_series", "(ln((1 + s) / (1 − s)) − 2 s − 2 s³ / 3) / s⁵ in s² ≤ 0.0295",
        lambda z: mpf(2) / 5 if not z else
        (mp.log((1 + mp.sqrt(z)) / (1 - mp.sqrt(z))) - 2 * mp.sqrt(z) - 2 * mp.sqrt(z) ** 3 / 3) / mp.sqrt(z) ** 5,
        0, "0.0295", 7)
    show("dl_log_series_f32", "The same as dl_log_series for Float: 2 / (2 n + 3)", [mpf(2) / (2 * n + 3) for n in range(4)], "float")
    show("dl_sin_series", "(sin r / r − 1) / r² in r² ≤ (π / 4)²", [(-1) ** (n + 1) / mp.factorial(2 * n + 3) for n in range(8)])
    show("dl_cos_series", "(cos r − 1 + r² / 2) / r⁴ in r² ≤ (π / 4)²", [(-1) ** n / mp.factorial(2 * n + 4) for n in range(8)])
    show_fit(
        "dl_tanh_series_f32", "(tanh x / x − 1) / x² in x² ≤ 0.625²",
        lambda z: (mp.tanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z if z else -mpf(1) / 3, 0, "0.390625", 5, "float")
    show_fit(
        "dl_erf_series", "erf x / x in x² ≤ 1/4",
        lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) if z else 2 / mp.sqrt(mp.pi), 0, "0.25", 9)
    show_fit(
        "dl_erfcx_series", "exp(x²) erfc(x) (1 + x) in t = (x − 4) / (x + 4), x ≥ 1/2",
        lambda t: erfcx(4 * (1 + t) / (1 - t)) * (1 + 4 * (1 + t) / (1 - t)), mpf(-3.5) / 4.5, mpf(24) / 32, 24)
    show_fit(
        "dl_tail_series_f32", "(1 − Φ(x)) exp(x² / 2) (1 + x) in t = (x − 4) / (x + 4), 0 ≤ x ≤ 14",
        lambda t: normal_tail(4 * (1 + t) / (1 - t)) * (1 + 4 * (1 + t) / (1 - t)), -1, mpf(10) / 18, 10, "float")
    show_fit(
        "dl_quantile_central", "z / (1 − 2p) in w − 2.5, w = −ln(4 p (1 − p)) ≤ 5",
        lambda t: central_quantile(t + mpf(5) / 2), mpf(-5) / 2, mpf(5) / 2, 22)
    show_fit(
        "dl_quantile_tail", "−z / r in t = (r − 2) / (r + 2), r = √(−ln p), 2.5 ≤ r ≤ 6.25",
        lambda t: tail_quotient(2, t), mpf("0.5") / mpf("4.5"), mpf("4.25") / mpf("8.25"), 16)
    show_fit(
        "dl_quantile_far_tail", "−z / r in t = (r − 6) / (r + 6), 6.25 ≤ r ≤ 27.5",
        lambda t: tail_quotient(6, t), mpf("0.25") / mpf("12.25"), mpf("21.5") / mpf("33.5"), 18)
    show_fit(
        "dl_quantile_central_f32", "dl_quantile_central for Float",
        lambda t: central_quantile(t + mpf(5) / 2), mpf(-5) / 2, mpf(5) / 2, 9, "float")
    show_fit(
        "dl_quantile_tail_f32", "−z in r − 3.625, r = √(−ln p), 2.5 ≤ r ≤ 4.8",
        lambda t: tail_quantile(t + mpf("3.625")), mpf("-1.125"), mpf("1.175"), 8, "float")
    show_fit(
        "dl_half_log2", "log₂(1 + f) / f in √½ ≤ 1 + f ≤ √2",
        lambda f: mp.log(1 + f) / (f * mp.log(2)) if f else 1 / mp.log(2), mp.sqrt("0.5") - 1, mp.sqrt(2) - 1, 4,
        "float")
    show_fit("dl_half_exp2", "2ʳ at |r| ≤ ½", lambda r: mpf(2) ** r, mpf("-0.5"), mpf("0.5"), 4, "float")
    show_fit(
        "dl_half_normal", "z / (2u − 1) in w − 8, w = −log₂(4 u (1 − u)) ≤ 15.1",
        lambda t: central_quantile(max(t + 8, 0) * mp.log(2)), -8, mpf("7.1"), 8, "float")
    show_fit("dl_lgamma_series", "ln Γ(2 + t) / ((1 + t) t) at |t| ≤ 1", lgamma_quotient, -1, 1, 29)
    show(
        "dl_stirling_series", "Σ B₂ₖ / (2k (2k − 1)) x¹⁻²ᵏ of Stirling's series",
        [mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, 10)])
    print("\n#endif")


main()
