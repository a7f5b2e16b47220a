#!/usr/bin/env python3
"""Writes reference.json: small networks trained for three steps with PyTorch in double precision.

    make_reference.py > reference.json

The noise is drawn here as well, by an own Philox4x32-10, from the keys of the streams of seed 7, replicate 2, so the
numbers also hold the addresses of the noise to account. Needs torch and numpy.
"""
import json
import pathlib

import numpy
import torch
from torch.nn import functional

KEYS = {"input": 0, "hidden1": 0, "hidden2": 0}  # filled from keys.json beside this file
WIDTHS = [6, 20, 7, 3]
EXAMPLES = [3, 17, 4, 59_999, 1_000]
LABELS = [2, 0, 1, 1, 2]
STEPS = 3
SITES = ["input", "hidden1", "hidden2"]

CASES = [
    dict(name="sgd with momentum, inverted Bernoulli", dropout="inverted", sgd=dict(lr=0.1, momentum=0.9)),
    dict(name="Nesterov, l2, smoothing", dropout="inverted", smoothing=0.1, l2=0.05,
         sgd=dict(lr=0.2, momentum=0.8, nesterov=True)),
    dict(name="adam with l2", dropout="inverted", l2=0.02, adam=dict(lr=0.01, betas=(0.8, 0.95), eps=1e-6)),
    dict(name="adamW", dropout="none", adamw=dict(lr=0.02, betas=(0.9, 0.999), eps=1e-8), decay=0.3),
    dict(name="classic Bernoulli, tanh, squared error", dropout="classic", activation="tanh", loss="mse",
         sgd=dict(lr=0.3, momentum=0.0)),
    dict(name="Gaussian, leaky ReLU", dropout="gaussian", activation="leakyReLU", sgd=dict(lr=0.05, momentum=0.5)),
    dict(name="max-norm, sigmoid", dropout="inverted", activation="sigmoid", max_norm=0.6,
         sgd=dict(lr=0.5, momentum=0.9)),
]


def philox(counter, key):
    """The ten rounds of Salmon et al. 2011 on arrays of counters [n, 4]."""
    counter = counter.astype(numpy.uint64)
    low, high = key & 0xFFFFFFFF, key >> 32
    mask = numpy.uint64(0xFFFFFFFF)
    for _ in range(10):
        first = counter[:, 0] * numpy.uint64(0xD2511F53)
        second = counter[:, 2] * numpy.uint64(0xCD9E8D57)
        shift = numpy.uint64(32)
        counter = numpy.stack(
            [(second >> shift) ^ counter[:, 1] ^ numpy.uint64(low), second & mask,
             (first >> shift) ^ counter[:, 3] ^ numpy.uint64(high), first & mask], axis=1)
        low, high = (low + 0x9E3779B9) & 0xFFFFFFFF, (high + 0xBB67AE85) & 0xFFFFFFFF
    return counter


def words(key, step, units):
    """One word per example and unit."""
    rows = []
    for example in EXAMPLES:
        counters = numpy.array([[block, example, step, 0] for block in range((units + 3) // 4)])
        rows.append(philox(counters, key).reshape(-1)[:units])
    return numpy.stack(rows)


def halves(key, step, units):
    """The numbers (h + 1/2) / 2^16 of the half words of the units, as docs/randomness.md addresses them."""
    unit = numpy.arange(units)
    blocks = 8 * (unit // 64) + unit % 16 // 2
    rows = []
    for example in EXAMPLES:
        counters = numpy.array([[block, example, step, 0] for block in blocks])
        word = philox(counters, key)[unit, unit // 32 % 2 * 2 + unit % 2]
        half = numpy.where(unit // 16 % 2 == 1, word >> numpy.uint64(16), word & numpy.uint64(0xFFFF))
        rows.append((half.astype(numpy.float64) + 0.5) / 2**16)
    return numpy.stack(rows)


def coefficients(name):
    """A polynomial of Sources/CKernels/coefficients.h, lowest power first."""
    path = pathlib.Path(__file__).parents[3] / "Sources/CKernels/coefficients.h"
    text = path.read_text().split(f" {name}[] = {{")[1].split("}")[0]
    return [float.fromhex(value.strip().removesuffix("f")) for value in text.split(",") if value.strip()]


def half_log2(x):
    """The logarithm that factors are made with: its error, 3e-5, is part of the noise and not of what is compared."""
    mantissa, exponent = numpy.frexp(x)
    low = mantissa < numpy.sqrt(0.5)
    f = numpy.where(low, 2 * mantissa, mantissa) - 1
    return exponent - low + f * numpy.polynomial.polynomial.polyval(f, coefficients("dl_half_log2"))


def half_normals(key, step, units):
    x = 2 * halves(key, step, units) - 1
    w = -half_log2(1 - x * x)
    return x * numpy.polynomial.polynomial.polyval(w - 8, coefficients("dl_half_normal"))


def factors(kind, site, step, units):
    drawn = words(KEYS[site], step, units)
    rate = 0.2 if site == "input" else 0.5
    if kind == "none":
        values = numpy.ones(drawn.shape)
    elif kind == "gaussian":
        values = 1 + numpy.sqrt(rate / (1 - rate)) * half_normals(KEYS[site], step, units)
    else:
        kept = (drawn >> numpy.uint64(8)) < numpy.uint64(numpy.ceil((1 - rate) * 2**24))
        values = kept / (1 - rate) if kind == "inverted" else kept * 1.0
    return torch.tensor(values, dtype=torch.float64)


def numbers(count, scale, seed):
    """Values that both sides write the same: multiples of 1/1024."""
    drawn = numpy.random.RandomState(seed).uniform(-scale, scale, count)
    return numpy.round(drawn * 1024) / 1024


ACTIVATIONS = {
    "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
    "leakyReLU": lambda x: functional.leaky_relu(x, 0.1),
}


def forward(case, weights, biases, features, step):
    value = features * factors(case["dropout"], "input", step, WIDTHS[0])
    for layer, (weight, bias) in enumerate(zip(weights, biases)):
        value = value @ weight.T + bias
        if layer < len(weights) - 1:
            value = ACTIVATIONS[case.get("activation", "relu")](value)
            value = value * factors(case["dropout"], SITES[layer + 1], step, WIDTHS[layer + 1])
    return value


def loss_of(case, logits):
    labels = torch.tensor(LABELS)
    if case.get("loss") == "mse":
        return functional.mse_loss(logits, functional.one_hot(labels, WIDTHS[-1]).to(torch.float64))
    return functional.cross_entropy(logits, labels, label_smoothing=case.get("smoothing", 0.0))


def optimizer_of(case, weights, biases):
    decay = case.get("l2", case.get("decay", 0.0))
    groups = [dict(params=weights, weight_decay=decay), dict(params=biases, weight_decay=0.0)]
    if "sgd" in case:
        return torch.optim.SGD(groups, **case["sgd"])
    if "adam" in case:
        return torch.optim.Adam(groups, **case["adam"])
    return torch.optim.AdamW(groups, **case["adamw"])


def flat(tensors):
    return [[float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()] for tensor in tensors]


def run(case, start):
    weights = [torch.tensor(w, dtype=torch.float64).reshape(o, i).requires_grad_()
               for w, i, o in zip(start["weights"], WIDTHS, WIDTHS[1:])]
    biases = [torch.tensor(b, dtype=torch.float64).requires_grad_() for b in start["biases"]]
    features = torch.tensor(start["features"], dtype=torch.float64).reshape(len(EXAMPLES), WIDTHS[0])
    optimizer = optimizer_of(case, weights, biases)
    result = {"name": case["name"], "losses": []}
    for step in range(STEPS):
        optimizer.zero_grad()
        logits = forward(case, weights, biases, features, step)
        loss = loss_of(case, logits)
        loss.backward()
        result["losses"].append(loss.item())
        if step == 0:
            result["logits"] = flat([logits])[0]
            result["weightGradients"] = flat([w.grad for w in weights])
            result["biasGradients"] = flat([b.grad for b in biases])
        optimizer.step()
        if "max_norm" in case:
            with torch.no_grad():
                for weight in weights:
                    norms = weight.norm(dim=1, keepdim=True)
                    weight.mul_((case["max_norm"] / norms).clamp(max=1.0))
    return result | {"weights": flat(weights), "biases": flat(biases)}


def main():
    import pathlib

    here = pathlib.Path(__file__).resolve().parent
    KEYS.update({name: int(key) for name, key in json.loads((here / "keys.json").read_text()).items()})
    start = {
        "weights": [numbers(i * o, 1.2 / i**0.5, 10 + i).tolist() for i, o in zip(WIDTHS, WIDTHS[1:])],
        "biases": [numbers(o, 0.2, 20 + o).tolist() for o in WIDTHS[1:]],
        "features": numbers(len(EXAMPLES) * WIDTHS[0], 1.0, 1).tolist(),
    }
    document = {
        "widths": WIDTHS, "examples": EXAMPLES, "labels": LABELS, "start": start,
        "cases": [run(case, start) for case in CASES],
    }
    print(json.dumps(document, indent=None, separators=(",", ":")).replace('"cases":[', '"cases":[\n').replace("},{", "},\n{"))


if __name__ == "__main__":
    main()
