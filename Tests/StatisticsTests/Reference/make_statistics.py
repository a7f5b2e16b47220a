"""Writes random/*.txt: SciPy's answers on 1 000 random inputs per function. Run: python make_statistics.py [name ...]

Both sides make the inputs from the same small generator (Lcg here and in RandomCases.swift), so only answers are kept.
One line per case, one column per number, 12 significant digits.
"""

import pathlib
import sys
from itertools import permutations, product

import numpy as np
from scipy import integrate, optimize, stats

CASES = 1000
FOLDER = pathlib.Path(__file__).with_name("random")
MASK = (1 << 64) - 1


class Lcg:
    """Knuth's 64-bit linear congruential generator, started from function number and case."""

    def __init__(self, function, case):
        self.state = ((function * 1_000_000 + case) * 0x9E3779B97F4A7C15) & MASK

    def uniform(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 11) * 2.0**-53

    def whole(self, low, high):
        """A whole number in low ... high."""
        return low + int(self.uniform() * (high - low + 1))

    def bell(self):
        return self.uniform() + self.uniform() + self.uniform() + self.uniform() - 2

    def bells(self, count):
        return np.array([self.bell() for _ in range(count)])

    def grid(self, count, steps):
        """Whole numbers below `steps`, so that ties abound."""
        return np.array([float(self.whole(0, steps - 1)) for _ in range(count)])


def welch(r):
    x, y = r.bells(r.whole(2, 12)), 3 * r.bells(r.whole(2, 12))
    test = stats.ttest_ind(x, y, equal_var=False)
    interval = test.confidence_interval(0.95)
    return np.mean(x) - np.mean(y), test.df, test.pvalue, interval.low, interval.high


def equivalence(r):
    n = r.whole(2, 12)
    d = r.bells(n) - r.bells(n)
    margin = 0.1 + r.uniform()
    low = stats.ttest_1samp(d, -margin, alternative="greater").pvalue
    high = stats.ttest_1samp(d, margin, alternative="less").pvalue
    interval = stats.t.interval(0.9, n - 1, np.mean(d), stats.sem(d))
    return low, high, interval[0], interval[1]


def page_exact(r):
    n, k = r.whole(2, 6), r.whole(3, 6)
    data = np.array([r.bells(k) for _ in range(n)])
    test = stats.page_trend_test(data, method="exact")
    return test.statistic, test.pvalue


def page_normal(r):
    n, k = r.whole(3, 12), r.whole(11, 14)
    data = np.array([r.bells(k) for _ in range(n)])
    test = stats.page_trend_test(data, method="asymptotic")
    return test.statistic, test.pvalue


ORDERS = {n: np.array(list(permutations(range(n)))) for n in range(3, 8)}


def page_ties(r):
    """Every order within two or three blocks, counted by brute force."""
    n, k = r.whole(2, 3), r.whole(3, 4)
    data = np.array([r.grid(k, 3) for _ in range(n)])
    sums = np.zeros(1)
    observed = 0.0
    for row in data:
        ranks = stats.rankdata(row)
        observed += ranks @ np.arange(1, k + 1)
        sums = np.add.outer(sums, ranks[ORDERS[k]] @ np.arange(1, k + 1)).ravel()
    return observed, np.mean(sums >= observed - 1e-9), np.mean(sums <= observed + 1e-9)


def spearman_exact(r):
    n, steps = r.whole(3, 7), r.whole(0, 1)
    x, y = (r.grid(n, 5), r.grid(n, 5)) if steps else (r.bells(n), r.bells(n))
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 9.0, 9.0, 9.0
    a, b = stats.rankdata(x), stats.rankdata(y)
    sums = b[ORDERS[n]] @ a
    return (stats.spearmanr(x, y).statistic, np.mean(sums >= a @ b - 1e-9), np.mean(sums <= a @ b + 1e-9))


def spearman_t(r):
    n, steps = r.whole(11, 30), r.whole(0, 1)
    x, y = (r.grid(n, 5), r.grid(n, 5)) if steps else (r.bells(n), r.bells(n))
    test = stats.spearmanr(x, y)
    return test.statistic, test.pvalue


def kendall_exact(r):
    n = r.whole(2, 30)
    test = stats.kendalltau(r.bells(n), r.bells(n), method="exact")
    return test.statistic, test.pvalue


def kendall_normal(r):
    n = r.whole(8, 30)
    test = stats.kendalltau(r.grid(n, 4), r.grid(n, 4), method="asymptotic")
    return test.statistic, test.pvalue


def wilcoxon_exact(r):
    n = r.whole(1, 25)
    d = r.bells(n)
    two = stats.wilcoxon(d, method="exact")
    up = stats.wilcoxon(d, method="exact", alternative="greater")
    return up.statistic, two.pvalue, up.pvalue


def signed_ranks(d, pratt):
    if not pratt:
        d = d[d != 0]
    ranks = stats.rankdata(np.abs(d))[d != 0]
    return ranks, float(ranks[d[d != 0] > 0].sum())


def wilcoxon_ties(r):
    """All signs of tied differences, counted by brute force; Pratt, then zeros dropped."""
    n = r.whole(1, 9)
    d = r.grid(n, 7) - 3
    out = []
    for pratt in (True, False):
        ranks, observed = signed_ranks(d, pratt)
        sums = np.array([0.0]) if len(ranks) == 0 else np.array(list(product([0, 1], repeat=len(ranks)))) @ ranks
        out += [observed, np.mean(sums >= observed - 1e-9), np.mean(sums <= observed + 1e-9)]
    return out


def wilcoxon_normal(r):
    n = r.whole(80, 100)
    d = r.grid(n, 7) - 2
    out = []
    for rule in ("pratt", "wilcox"):
        test = stats.wilcoxon(d, zero_method=rule, method="asymptotic", alternative="greater", correction=False)
        out += [test.statistic, test.pvalue]
    return out


def power_of(effect, n, alpha):
    c, nc = stats.t.isf(alpha / 2, n - 1), effect * np.sqrt(n)
    other = stats.nct.cdf(-c, n - 1, nc)
    if not 0 <= other <= 1:  # nct.cdf is NaN in far tails; the same by integration over the scale
        scale = stats.chi(n - 1)
        other = integrate.quad(lambda s: stats.norm.cdf(-c * s / np.sqrt(n - 1) - nc) * scale.pdf(s), 0, np.inf)[0]
    return stats.nct.sf(c, n - 1, nc) + other


def power(r):
    return (power_of(2 * r.uniform(), r.whole(3, 40), 0.01 + 0.09 * r.uniform()),)


def detectable(r):
    n, alpha, target = r.whole(3, 40), 0.01 + 0.09 * r.uniform(), 0.5 + 0.45 * r.uniform()
    return (optimize.brentq(lambda d: power_of(d, n, alpha) - target, 1e-3, 60, xtol=1e-14, rtol=1e-14),)


def pairs_needed(r):
    effect, alpha, target = 0.3 + 2 * r.uniform(), 0.01 + 0.09 * r.uniform(), 0.5 + 0.45 * r.uniform()
    n = 2
    while power_of(effect, n, alpha) < target:
        n += 1
    return (n,)


FUNCTIONS = {
    "welch": (1, welch), "equivalence": (2, equivalence), "page-exact": (3, page_exact),
    "page-normal": (4, page_normal), "page-ties": (5, page_ties), "spearman-exact": (6, spearman_exact),
    "spearman-t": (7, spearman_t), "kendall-exact": (8, kendall_exact), "kendall-normal": (9, kendall_normal),
    "wilcoxon-exact": (10, wilcoxon_exact), "wilcoxon-ties": (11, wilcoxon_ties),
    "wilcoxon-normal": (12, wilcoxon_normal), "power": (13, power), "detectable": (14, detectable),
    "pairs-needed": (15, pairs_needed),
}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or FUNCTIONS:
        number, function = FUNCTIONS[name]
        rows = [function(Lcg(number, case)) for case in range(CASES)]
        text = "".join(" ".join(f"{value:.12g}" for value in row) + "\n" for row in rows)
        (FOLDER / f"{name}.txt").write_text(text)
        print(name, len(text))
