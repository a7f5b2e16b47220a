"""Writes reference.json: statistics of SciPy that the tests hold ours against. Run: python make_reference.py"""

import json
import pathlib
from itertools import product

import numpy as np
import scipy
from scipy import special, stats

rng = np.random.default_rng(2014)
out = {"scipy": scipy.__version__}

grid_df = [1, 2, 3, 4, 5, 7.5, 9, 19, 29, 100, 1000, 5000]
out["cdf"] = [
    {"df": v, "t": t, "value": float(stats.t.cdf(t, v))}
    for v, t in product(grid_df, [-40.0, -6.5, -2.0, -0.7, -1e-6, 0.0, 0.3, 1.0, 1.96, 3.5, 12.0])
]
out["quantile"] = [
    {"df": v, "p": p, "value": float(stats.t.ppf(p, v))}
    for v, p in product(grid_df, [1e-6, 0.005, 0.025, 0.1, 0.45, 0.5, 0.7, 0.95, 0.975, 0.995, 0.99999])
]

samples = [rng.normal(0.05, 0.004, n).tolist() for n in (2, 3, 5, 10, 20)]
samples += [[1e8 + 1, 1e8 + 2, 1e8 + 4], [-3.5, 12.25, 0.0, 7.0]]
out["samples"] = []
for x in samples:
    interval = stats.t.interval(0.95, len(x) - 1, np.mean(x), stats.sem(x))
    out["samples"].append({
        "values": x, "mean": float(np.mean(x)), "sd": float(np.std(x, ddof=1)), "se": float(stats.sem(x)),
        "median": float(np.median(x)), "quantiles": [float(np.quantile(x, p)) for p in (0.05, 0.25, 0.5, 0.9)],
        "low": float(interval[0]), "high": float(interval[1]),
    })


def hedges(d):
    m = len(d) - 1
    j = np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / np.sqrt(m / 2)
    return float(np.mean(d) / np.std(d, ddof=1) * j)


def sign_flip(d):
    if len(d) <= 12:
        sums = np.array([np.dot(s, d) for s in product([-1, 1], repeat=len(d))])
    else:
        sums = np.zeros(1)
        for value in d:
            sums = np.concatenate([sums - value, sums + value])
    return float(np.mean(np.abs(sums) >= abs(np.sum(d)) - 1e-12))


out["pairs"] = []
for n in (3, 5, 6, 9, 10, 15, 20, 22):
    x = rng.normal(0.047, 0.004, n).round(4)
    y = rng.normal(0.05, 0.004, n).round(4)
    test = stats.ttest_rel(x, y)
    interval = test.confidence_interval(0.99)
    out["pairs"].append({
        "first": x.tolist(), "second": y.tolist(), "p": float(test.pvalue), "low": float(interval.low),
        "high": float(interval.high), "signFlip": sign_flip(x - y), "hedgesG": hedges(x - y),
    })

out["proportions"] = []
for k, n in [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (1, 100), (472, 10000), (9999, 10000), (5000, 10000)]:
    for level in (0.9, 0.95, 0.99):
        test = stats.binomtest(k, n)
        tail = (1 - level) / 2
        # proportion_ci(level, "exact") searches its bounds to 12 decimals only; the beta quantiles are sharper.
        low = 0.0 if k == 0 else stats.beta.ppf(tail, k, n - k + 1)
        high = 1.0 if k == n else stats.beta.isf(tail, k + 1, n - k)
        wilson = test.proportion_ci(level, "wilson")
        out["proportions"].append({
            "successes": k, "attempts": n, "level": level, "exactLow": float(low),
            "exactHigh": float(high), "wilsonLow": float(wilson.low), "wilsonHigh": float(wilson.high),
        })


def holm(p):
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    running = 0.0
    for rank, index in enumerate(order):
        running = max(running, min(1.0, (len(p) - rank) * p[index]))
        adjusted[index] = running
    return adjusted.tolist()


families = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.02, 0.02, 0.02], [0.9, 0.6, 0.001, 0.0004, 0.2]]
out["holm"] = [{"p": p, "adjusted": holm(p)} for p in families]

pathlib.Path(__file__).with_name("reference.json").write_text(json.dumps(out, indent=1) + "\n")
