"""Prints references.txt: exact values of the functions of mathematics.h, computed by mpmath with 60 digits.

Each line: name, argument or arguments, then the value as a sum of two doubles, all as hexadecimal floats.
Run: python3 docs/kernels/references.py > docs/kernels/references.txt
"""

import math
import random

import mpmath
from mpmath import mp, mpf

mp.dps = 60
chance = random.Random(2014)
COUNT = 60


def log_uniform(low, high):
    return math.exp(chance.uniform(math.log(low), math.log(high)))


def either_sign(value):
    return value if chance.random() < 0.5 else -value


def uniform(low, high):
    return chance.uniform(low, high)


def quantile(p):
    tail = min(p, 1 - p)
    start = mp.sqrt(2) * mp.erfinv(1 - 2 * tail) if tail > mpf("1e-30") else mp.sqrt(-2 * mp.log(tail))
    logarithm = mp.log(tail)
    z = mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2)) / 2) - logarithm, start)
    return -z if p < 0.5 else z


def log_gamma(x):
    return mp.loggamma(x) if x > 0 else mp.log(abs(mp.gamma(x)))


SMALL = [lambda: either_sign(log_uniform(1e-18, 1))]
FUNCTIONS = {
    "exp": (mp.exp, [lambda: uniform(-745, 709.7), lambda: uniform(-745, -708)] + SMALL),
    "exp2": (lambda x: mpf(2) ** x, [lambda: uniform(-1074, 1023.9), lambda: float(chance.randint(-1074, 1023))] + SMALL),
    "expm1": (mp.expm1, [lambda: uniform(-45, 709), lambda: uniform(-4, 4)] + SMALL),
    "log": (mp.log, [lambda: log_uniform(5e-324, 1e308), lambda: uniform(0.5, 2), lambda: 1 + either_sign(log_uniform(1e-15, 0.1))]),
    "log2": (lambda x: mp.log(x) / mp.log(2), [lambda: log_uniform(5e-324, 1e308), lambda: uniform(0.5, 2), lambda: 2.0 ** chance.randint(-1070, 1000)]),
    "log10": (lambda x: mp.log(x) / mp.log(10), [lambda: log_uniform(5e-324, 1e308), lambda: uniform(0.5, 2), lambda: 10.0 ** chance.randint(0, 22)]),
    "log1p": (mp.log1p, [lambda: log_uniform(1e-300, 1e308), lambda: uniform(-0.999999, 4)] + SMALL),
    "tanh": (mp.tanh, [lambda: uniform(-20, 20), lambda: uniform(0.05, 2)] + SMALL),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), [lambda: uniform(-700, 40), lambda: uniform(-4, 4)] + SMALL),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), [lambda: uniform(-700, 700), lambda: uniform(-4, 4)] + SMALL),
    "sin": (mp.sin, [lambda: uniform(-20, 20), lambda: log_uniform(1, 1e300), lambda: chance.randint(1, 10**6) * math.pi / 2] + SMALL),
    "cos": (mp.cos, [lambda: uniform(-20, 20), lambda: log_uniform(1, 1e300), lambda: chance.randint(1, 10**6) * math.pi / 2] + SMALL),
    "erf": (mp.erf, [lambda: uniform(-6, 6), lambda: uniform(0.4, 1)] + SMALL),
    "erfc": (mp.erfc, [lambda: uniform(-6, 27.2), lambda: uniform(-1, 2)]),
    "normalCDF": (lambda x: mp.erfc(-x / mp.sqrt(2)) / 2, [lambda: uniform(-38.4, 9), lambda: uniform(-2, 2)]),
    "normalQuantile": (quantile, [lambda: uniform(0, 1), lambda: log_uniform(5e-324, 0.5), lambda: 1 - log_uniform(1e-15, 0.1), lambda: 0.5 + either_sign(log_uniform(1e-14, 0.1))]),
    "lgamma": (log_gamma, [lambda: log_uniform(1e-300, 1), lambda: uniform(0.9, 3.1), lambda: uniform(3, 12), lambda: log_uniform(10, 1e300), lambda: chance.choice([1, 2]) + either_sign(log_uniform(1e-14, 0.1)), lambda: -uniform(0, 30)]),
}


def base_and_power():
    base = log_uniform(1e-300, 1e300)
    return base, uniform(-700, 700) / math.log(base)


POWERS = [
    base_and_power,
    lambda: (1 + either_sign(log_uniform(1e-9, 0.5)), either_sign(log_uniform(0.01, 1000))),
    lambda: (-uniform(0.1, 9), float(chance.randint(-200, 200))),
    lambda: (log_uniform(1e-3, 1e3), uniform(-3, 3)),
]


def show(name, arguments, value):
    high = float(value)
    low = float(value - mpf(high))
    print(name, *(argument.hex() for argument in arguments), high.hex(), low.hex())


def main():
    for name, (function, generators) in FUNCTIONS.items():
        for generator in generators:
            for _ in range(COUNT):
                argument = generator()
                show(name, [argument], function(mpf(argument)))
    for generator in POWERS:
        for _ in range(COUNT):
            base, power = generator()
            show("pow", [base, power], mp.power(mpf(base), mpf(power)))


main()
