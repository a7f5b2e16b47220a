#!/usr/bin/env python3
"""Writes likelihood.json: the likelihood of normal laws with its gradient, by PyTorch in double precision.

    make_likelihood.py > likelihood.json

The network answers a mean and the logarithm of a variance per target; PyTorch takes the variance. Values follow a formula
that the tests write too, so the file holds results only. Needs torch.
"""
import json

import torch
from torch.nn import GaussianNLLLoss

torch.set_default_dtype(torch.float64)


def numbers(count, seed, scale):
    """Numbers in [−scale, scale), exact in single precision for powers of two."""
    return torch.tensor([scale * (((i * 7919 + seed * 104_729 + 31) % 1021) / 512 - 1) for i in range(count)])


def flat(tensor):
    return [float(f"{value:.12g}") for value in tensor.reshape(-1).tolist()]


def likelihood(examples, targets, scale):
    """Answers are rows of all means, then all logarithms of variances."""
    answers = numbers(examples * 2 * targets, 1, scale).reshape(examples, 2 * targets).requires_grad_()
    wanted = numbers(examples * targets, 2, 2).reshape(examples, targets)
    mean, log = answers.split(targets, dim=1)
    losses = GaussianNLLLoss(full=True, eps=0, reduction="none")(mean, wanted, log.exp()).mean(dim=1)
    losses.mean().backward()
    return dict(
        examples=examples, targets=targets, scale=scale, losses=flat(losses), mean=float(f"{losses.mean().item():.12g}"),
        gradient=flat(answers.grad))


print(json.dumps([likelihood(5, 1, 1), likelihood(3, 4, 2), likelihood(2, 3, 4)], indent=1))
