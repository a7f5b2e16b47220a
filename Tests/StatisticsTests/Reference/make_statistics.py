"""Writes random/*.txt: SciPy's answers on 1 000 random inputs per function. Run: python make_statistics.py [name ...]

Both sides make the inputs from the same small generator (Lcg here and in RandomCases.swift), so only answers are kept.
One line per case, one column per number, 12 significant digits.
"""

import math
import pathlib
import sys
from itertools import combinations, permutations, product
from types import SimpleNamespace

import numpy as np
from scipy import integrate, optimize, special, stats

CASES = 1000
FOLDER = pathlib.Path(__file__).with_name("random")
MASK = (1 << 64) - 1
LEGENDRE = np.polynomial.legendre.leggauss(160)
FINE = np.polynomial.legendre.leggauss(1500)


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


def mann_whitney_exact(r):
    x, y = r.bells(r.whole(2, 10)), r.bells(r.whole(2, 10))
    up = stats.mannwhitneyu(x, y, alternative="greater", method="exact")
    return up.statistic, stats.mannwhitneyu(x, y, method="exact").pvalue, up.pvalue


def mann_whitney_ties(r):
    """Every division of tied values into two, counted by brute force."""
    x, y = r.grid(r.whole(2, 5), 4), r.grid(r.whole(2, 5), 4)
    ranks = stats.rankdata(np.concatenate([x, y]))
    sums = np.array([ranks[list(chosen)].sum() for chosen in combinations(range(len(ranks)), len(x))])
    observed = ranks[: len(x)].sum()
    u = observed - len(x) * (len(x) + 1) / 2
    return u, np.mean(sums >= observed - 1e-9), np.mean(sums <= observed + 1e-9)


def mann_whitney_normal(r):
    x, y = r.grid(r.whole(25, 40), 6), r.grid(r.whole(25, 40), 6)
    test = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=False)
    return test.statistic, test.pvalue


def newcombe(r):
    """Method 5 of Newcombe (2006), its equation solved by brentq."""
    x, y = r.grid(r.whole(3, 12), 5), r.grid(r.whole(3, 12), 5)
    n, m = len(x), len(y)
    a = stats.mannwhitneyu(x, y).statistic / (n * m)
    z, half = stats.norm.ppf(0.975), (n + m) / 2 - 1

    def excess(t, sign):
        spread = np.sqrt(t * (1 - t) * (1 + half * ((1 - t) / (2 - t) + t / (1 + t))) / (n * m))
        return a - t - sign * z * spread

    low = 0.0 if a == 0 else optimize.brentq(excess, 0, min(a, 1 - 1e-9), (1,), xtol=1e-15, rtol=1e-14)
    high = 1.0 if a == 1 else optimize.brentq(excess, max(a, 1e-9), 1, (-1,), xtol=1e-15, rtol=1e-14)
    return a, low, high


def upper_noncentral(t, df, nc):
    """P(T >= t) by Gauss and Legendre over the scale."""
    nodes, weights = FINE
    low, high = stats.chi.ppf(1e-17, df), stats.chi.isf(1e-17, df)
    s = (low + high) / 2 + (high - low) / 2 * nodes
    return (high - low) / 2 * np.sum(weights * stats.chi.pdf(s, df) * special.ndtr(nc - t * s / np.sqrt(df)))


def hedges_interval(r):
    """Bounds of the noncentrality by SciPy's nct where it answers, by integration over the scale where it is NaN."""
    n = r.whole(3, 12)
    d = r.bells(n) - r.bells(n)
    df, t = n - 1, np.mean(d) / stats.sem(d)

    def excess(nc, tail):
        value = stats.nct.sf(t, df, nc)
        return (value if 0 <= value <= 1 and nc > 0 and t > 0 else upper_noncentral(t, df, nc)) - tail

    reach = 10 + 3 * abs(t)
    bounds = [optimize.brentq(excess, -reach, reach, (tail,), xtol=1e-13, rtol=1e-13) for tail in (0.025, 0.975)]
    j = np.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / np.sqrt(df / 2)
    return t / np.sqrt(n) * j, bounds[0] / np.sqrt(n), bounds[1] / np.sqrt(n)


def studentized_range(r):
    k, df, q = r.whole(2, 10), float(r.whole(2, 40)), 0.5 + 5 * r.uniform()
    if r.uniform() < 0.3:
        df = np.inf
    return (stats.studentized_range.sf(q, k, df),)



def many_to_one(loadings, df, c, two_sided):
    """P(max <= c) by Gauss and Legendre over both integrals."""
    nodes, weights = LEGENDRE
    z, wz = 9 * nodes, 9 * weights * stats.norm.pdf(9 * nodes)
    low, high = stats.chi.ppf(1e-17, df), stats.chi.isf(1e-17, df)
    s = (low + high) / 2 + (high - low) / 2 * nodes
    ws = (high - low) / 2 * weights * stats.chi.pdf(s, df)
    s = (s / np.sqrt(df))[:, None]
    inside = np.ones((len(nodes), len(nodes)))
    for l in loadings:
        rest = np.sqrt(1 - l * l)
        part = special.ndtr((c * s + l * z) / rest)
        inside *= part - special.ndtr((l * z - c * s) / rest) if two_sided else part
    return ws @ inside @ wz


def dunnett(r):
    k = r.whole(2, 4)
    control = r.bells(r.whole(3, 8))
    arms = [r.bells(r.whole(3, 8)) for _ in range(k)]
    groups = [control, *arms]
    df = sum(len(g) - 1 for g in groups)
    variance = sum(np.var(g, ddof=1) * (len(g) - 1) for g in groups) / df
    error = np.sqrt(variance * (1 / len(arms[0]) + 1 / len(control)))
    difference = np.mean(arms[0]) - np.mean(control)
    loadings = [np.sqrt(len(a) / (len(a) + len(control))) for a in arms]
    two = 1 - many_to_one(loadings, df, abs(difference) / error, True)
    up = 1 - many_to_one(loadings, df, difference / error, False)
    critical = optimize.brentq(lambda c: many_to_one(loadings, df, c, True) - 0.95, 1, 20, xtol=1e-12)
    if r.uniform() < 0.02:  # SciPy integrates by quasi Monte Carlo, to about 1e-3
        assert abs(stats.dunnett(*arms, control=control, rng=np.random.default_rng(1)).pvalue[0] - two) < 3e-3
    return two, up, critical, difference - critical * error


def dunnett_paired(r):
    n, k = r.whole(3, 8), r.whole(2, 3)
    table = np.array([r.bells(k + 1) for _ in range(n)])
    rest = table - table.mean(0) - table.mean(1, keepdims=True) + table.mean()
    df = (n - 1) * k
    error = np.sqrt(2 * (rest**2).sum() / df / n)
    difference = table[:, 1].mean() - table[:, 0].mean()
    loadings = [np.sqrt(0.5)] * k
    two = 1 - many_to_one(loadings, df, abs(difference) / error, True)
    critical = optimize.brentq(lambda c: many_to_one(loadings, df, c, False) - 0.95, 0, 20, xtol=1e-12)
    return two, critical * error


def friedman(r):
    n, k = r.whole(3, 10), r.whole(3, 6)
    data = np.array([r.grid(k, 6) for _ in range(n)])
    test = stats.friedmanchisquare(*data.T)
    ranks = np.array([stats.rankdata(row) for row in data]).mean(0)
    rest = n * (k - 1) - test.statistic
    f = (n - 1) * test.statistic / rest if rest > 0 else np.inf
    q = abs(ranks[0] - ranks[1]) / np.sqrt(k * (k + 1) / (12 * n))
    return (
        test.statistic, test.pvalue, stats.f.sf(f, k - 1, (k - 1) * (n - 1)),
        stats.studentized_range.sf(q, k, np.inf) if q > 0 else 1.0,
    )


def corrected_resampled(r):
    n = r.whole(3, 10)
    d = r.bells(n) - r.bells(n)
    training, test = r.whole(10, 100), r.whole(1, 50)
    error = np.sqrt((1 / n + test / training) * np.var(d, ddof=1))
    return error, 2 * stats.t.sf(abs(np.mean(d)) / error, n - 1), np.mean(d) - stats.t.ppf(0.975, n - 1) * error


def bca(r):
    """SciPy's interval of a given distribution of 199 resampled means."""
    n = r.whole(15, 24)  # a resample that is the sample in another order would tie by rounding
    x = r.bells(n) * r.bells(n)
    means = np.array([np.mean([x[r.whole(0, n - 1)] for _ in range(n)]) for _ in range(199)])
    given = SimpleNamespace(bootstrap_distribution=means)
    interval = stats.bootstrap((x,), np.mean, n_resamples=0, method="BCa", bootstrap_result=given).confidence_interval
    return interval.low, interval.high


def violation(r):
    """Both quantile functions on the grid that holds all their steps."""
    x, y = np.sort(r.bells(r.whole(2, 8))), np.sort(r.bells(r.whole(2, 8)))
    places = np.arange(math.lcm(len(x), len(y)))
    excess = y[places * len(y) // len(places)] - x[places * len(x) // len(places)]
    return (np.sum(np.maximum(excess, 0) ** 2) / np.sum(excess**2),)


def interquartile_mean(r):
    runs = [r.bells(r.whole(2, 6)) for _ in range(r.whole(1, 4))]
    return (stats.trim_mean(np.concatenate(runs), 0.25),)


def crossed(r):
    s, e = r.whole(2, 6), r.whole(5, 30)
    difficulty = [r.uniform() for _ in range(e)]
    y = np.array([[float(r.uniform() < difficulty[i]) for i in range(e)] for _ in range(s)])
    rest = y - y.mean(0) - y.mean(1, keepdims=True) + y.mean()
    a = e * ((y.mean(1) - y.mean()) ** 2).sum() / (s - 1)
    b = s * ((y.mean(0) - y.mean()) ** 2).sum() / (e - 1)
    c = (rest**2).sum() / ((s - 1) * (e - 1))
    a, b = max(a, c), max(b, c)
    error = np.sqrt((a + b - c) / (s * e))
    df = (a + b - c) ** 2 / (a * a / (s - 1) + b * b / (e - 1) + c * c / ((s - 1) * (e - 1)))
    t = stats.t.ppf(0.975, df)
    return y.mean(), error, max(0, y.mean() - t * error), min(1, y.mean() + t * error)


def dose_curve(r):
    """Fit at the third dose, lack of fit, and the tube's factor from the path's length by quadrature; in blocks."""
    n, k, degree = r.whole(3, 8), r.whole(5, 9), r.whole(2, 3)
    doses = np.cumsum([0.1 + r.uniform() for _ in range(k)]) / 10
    y = np.array([r.bells(k) for _ in range(n)])
    means = y.mean(0)
    fit = np.polynomial.Polynomial.fit(doses, means, degree)
    rest = y - means - y.mean(1, keepdims=True) + y.mean()
    df = (n - 1) * (k - 1)
    variance = (rest**2).sum() / df
    spare = k - degree - 1
    lack = n * ((means - fit(doses)) ** 2).sum() / spare / variance
    centred = np.vander(doses, degree + 1)[:, :-1]
    centre = centred.mean(0)
    root = np.linalg.cholesky(np.linalg.inv((centred - centre).T @ (centred - centre)))
    path = (np.vander(np.linspace(doses[0], doses[-1], 40001), degree + 1)[:, :-1] - centre) @ root
    path /= np.linalg.norm(path, axis=1, keepdims=True)
    dots = np.abs(np.sum(path[1:] * path[:-1], axis=1))
    cross = np.sqrt(np.maximum(0, 1 - dots**2))
    length = np.arcsin(np.minimum(1, cross)).sum()
    tube = optimize.brentq(
        lambda c: 2 * stats.t.sf(c, df) + length / np.pi * (1 + c * c / df) ** (-df / 2) - 0.05, 1, 60, xtol=1e-13)
    scheffe = np.sqrt(degree * stats.f.ppf(0.95, degree, df))
    return fit(doses[2]), stats.f.sf(lack, spare, df), min(tube, scheffe)


def student_t(r):
    df = float(r.whole(1, 60)) if r.uniform() < 0.7 else 1 + 40 * r.uniform()
    t, p = 8 * r.bell(), 0.001 + 0.998 * r.uniform()
    return stats.t.cdf(t, df), 2 * stats.t.sf(abs(t), df), stats.t.ppf(p, df)


def paired_t(r):
    n = r.whole(2, 12)
    x, y = r.bells(n), r.bells(n)
    level = 0.8 + 0.19 * r.uniform()
    p = [stats.ttest_rel(x, y, alternative=side).pvalue for side in ("two-sided", "greater", "less")]
    bounds = [stats.t.interval(level, n - 1, np.mean(d), stats.sem(d)) for d in (x - y, x)]
    return *p, *bounds[0], *bounds[1]


def sign_flip(r):
    """Every choice of signs; whole numbers in half of the cases, so that ties and zeros abound."""
    n = r.whole(2, 10)
    d = r.grid(n, 7) - 2 if r.uniform() < 0.5 else r.bells(n) + 0.5
    test = stats.permutation_test(
        (d,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative="two-sided")
    return (test.pvalue,)


def proportion(r):
    """The exact bounds as quantiles of beta distributions, to which SciPy's own search comes no nearer than 1e-9."""
    n = r.whole(1, 200)
    k = r.whole(0, n)
    level = 0.8 + 0.19 * r.uniform()
    tail = (1 - level) / 2
    wilson = stats.binomtest(k, n).proportion_ci(level, "wilson")
    low = stats.beta.ppf(tail, k, n - k + 1) if k > 0 else 0.0
    high = stats.beta.isf(tail, k + 1, n - k) if k < n else 1.0
    return low, high, wilson.low, wilson.high


def families(r):
    """Holm's values by the closed test: the largest Bonferroni p of all subfamilies that hold the hypothesis."""
    p = [r.uniform() ** 3 for _ in range(r.whole(1, 7))]
    found = [0.0] * len(p)
    for kept in product([False, True], repeat=len(p)):
        family = [i for i, isKept in enumerate(kept) if isKept]
        for i in family:
            found[i] = max(found[i], min(1, len(family) * min(p[j] for j in family)))
    return *found, *(min(1, len(p) * value) for value in p)


def bootstrap_t(r):
    """Of 199 given resamples: bounds by the quantiles of studentised means, and SciPy's percentile interval."""
    n = r.whole(10, 24)
    x = r.bells(n) * r.bells(n)
    draws = [np.array([x[r.whole(0, n - 1)] for _ in range(n)]) for _ in range(199)]
    means = np.array([np.mean(draw) for draw in draws])
    ratios = (means - np.mean(x)) / np.array([stats.sem(draw) for draw in draws])
    low, high = np.mean(x) - stats.sem(x) * np.quantile(ratios, [0.975, 0.025])
    given = SimpleNamespace(bootstrap_distribution=means)
    plain = stats.bootstrap((x,), np.mean, n_resamples=0, method="percentile", bootstrap_result=given)
    return low, high, *plain.confidence_interval


FUNCTIONS = {
    "welch": (1, welch), "equivalence": (2, equivalence), "page-exact": (3, page_exact),
    "page-normal": (4, page_normal), "page-ties": (5, page_ties), "spearman-exact": (6, spearman_exact),
    "spearman-t": (7, spearman_t), "kendall-exact": (8, kendall_exact), "kendall-normal": (9, kendall_normal),
    "wilcoxon-exact": (10, wilcoxon_exact), "wilcoxon-ties": (11, wilcoxon_ties),
    "wilcoxon-normal": (12, wilcoxon_normal), "power": (13, power), "detectable": (14, detectable),
    "pairs-needed": (15, pairs_needed), "mann-whitney-exact": (16, mann_whitney_exact),
    "mann-whitney-ties": (17, mann_whitney_ties), "mann-whitney-normal": (18, mann_whitney_normal),
    "newcombe": (19, newcombe), "hedges-interval": (20, hedges_interval),
    "studentized-range": (21, studentized_range), "dunnett": (22, dunnett), "dunnett-paired": (23, dunnett_paired),
    "friedman": (24, friedman), "corrected-resampled": (25, corrected_resampled), "bca": (26, bca),
    "violation": (27, violation), "interquartile-mean": (28, interquartile_mean), "crossed": (29, crossed),
    "dose-curve": (30, dose_curve), "student-t": (31, student_t), "paired-t": (32, paired_t),
    "sign-flip": (33, sign_flip), "proportion": (34, proportion), "families": (35, families),
    "bootstrap-t": (36, bootstrap_t),
}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or FUNCTIONS:
        number, function = FUNCTIONS[name]
        rows = [function(Lcg(number, case)) for case in range(CASES)]
        text = "".join(" ".join(f"{value:.12g}" for value in row) + "\n" for row in rows)
        (FOLDER / f"{name}.txt").write_text(text)
        print(name, len(text))
