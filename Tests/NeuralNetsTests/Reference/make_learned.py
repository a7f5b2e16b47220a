#!/usr/bin/env python3
"""Writes learned.json: networks whose noise learns its size, trained for three steps with PyTorch in double precision.

    make_learned.py > learned.json

Weights, features and the addresses of the noise are those of make_reference.py; autograd differentiates the noise and
the penalties as the papers write them. Needs torch and numpy.
"""
import json
import pathlib

import numpy
import torch

import make_reference as reference
from make_reference import EXAMPLES, KEYS, SITES, WIDTHS, flat, half_log2, half_normals, halves

TRAINING = 40
CASES = [
    dict(name="variational, Kingma, per unit", law="kingma", per="unit", start=0.3, weight=2.0,
         sgd=dict(lr=0.1, momentum=0.9)),
    dict(name="variational, Molchanov, per layer", law="molchanov", per="layer", start=1.7, weight=1.0,
         adam=dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8)),
    dict(name="Concrete", law="concrete", start=0.3, temperature=0.4, wr=0.03, dr=0.02,
         sgd=dict(lr=0.1, momentum=0.9)),
]


def normals(site, step, units):
    return torch.tensor(half_normals(KEYS[site], step, units))


def logits(site, step, units):
    u = halves(KEYS[site], step, units)
    return torch.tensor((half_log2(u) - half_log2(1 - u)) * numpy.log(2))


def noise(case, learned, site, step, units):
    if case["law"] == "concrete":
        rate, logit = torch.sigmoid(learned), logits(site, step, units)
        z = torch.sigmoid((torch.log(rate) - torch.log(1 - rate) + logit) / case["temperature"])
        return (1 - z) / (1 - rate)
    return 1 + torch.exp(learned).sqrt() * normals(site, step, units)


def penalty(case, learned, units, weight):
    if case["law"] == "concrete":
        rate = torch.sigmoid(learned)
        entropy = rate * torch.log(rate) + (1 - rate) * torch.log(1 - rate)
        return (case["wr"] * weight.square().sum() / (1 - rate) + case["dr"] * units * entropy).sum()
    alpha = torch.exp(learned)
    if case["law"] == "kingma":
        negative = 0.5 * learned + 1.16145124 * alpha - 1.50204118 * alpha**2 + 0.58629921 * alpha**3
    else:
        negative = 0.63576 * torch.sigmoid(1.87320 + 1.48695 * learned) - 0.5 * torch.log(1 + 1 / alpha) - 0.63576
    return -case["weight"] / TRAINING * negative.sum() * units / len(learned)


def run(case, start):
    weights = [torch.tensor(w, dtype=torch.float64).reshape(o, i).requires_grad_()
               for w, i, o in zip(start["weights"], WIDTHS, WIDTHS[1:])]
    biases = [torch.tensor(b, dtype=torch.float64).requires_grad_() for b in start["biases"]]
    first = case["start"] / (1 - case["start"]) if case["law"] == "concrete" else case["start"]
    learned = [torch.full((units if case.get("per") == "unit" else 1,), float(numpy.log(first)),
                          dtype=torch.float64, requires_grad=True) for units in WIDTHS[:-1]]
    features = torch.tensor(start["features"], dtype=torch.float64).reshape(len(EXAMPLES), WIDTHS[0])
    everything = weights + biases + learned
    optimizer = (torch.optim.SGD(everything, **case["sgd"]) if "sgd" in case
                 else torch.optim.Adam(everything, **case["adam"]))
    result = {"name": case["name"], "losses": [], "penalties": []}
    for step in range(reference.STEPS):
        optimizer.zero_grad()
        value, added = features, 0
        for layer, (weight, bias) in enumerate(zip(weights, biases)):
            value = value * noise(case, learned[layer], SITES[layer], step, WIDTHS[layer])
            added = added + penalty(case, learned[layer], WIDTHS[layer], weight)
            value = value @ weight.T + bias
            if layer < len(weights) - 1:
                value = torch.tanh(value)
        loss = reference.loss_of({}, value)
        (loss + added).backward()
        result["losses"].append(loss.item())
        result["penalties"].append(added.item())
        if step == 0:
            result["learnedGradients"] = flat([l.grad for l in learned])
        optimizer.step()
    return result | {"learned": flat(learned), "weights": flat(weights), "biases": flat(biases)}


def main():
    here = pathlib.Path(__file__).resolve().parent
    KEYS.update({name: int(key) for name, key in json.loads((here / "keys.json").read_text()).items() if name in KEYS})
    start = json.loads((here / "reference.json").read_text())["start"]
    print(json.dumps({"cases": [run(case, start) for case in CASES]}, separators=(",", ":")))


if __name__ == "__main__":
    main()
