#!/usr/bin/env python3
"""Writes maps.json: convolutions and pools of small maps with their gradients, by PyTorch in double precision.

    make_maps.py > maps.json

Values follow a formula that the tests write too, so the file holds results only. Needs torch.
"""
import json

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)


def numbers(count, seed):
    """Numbers in [−1, 1), exact in single precision."""
    return torch.tensor([((i * 7919 + seed * 104_729 + 31) % 1021) / 512 - 1 for i in range(count)]).clamp(max=0.998046875)


def shaped(shape, seed):
    return numbers(torch.Size(shape).numel(), seed).reshape(shape)


def flat(tensor):
    return [float(f"{value:.9g}") for value in tensor.reshape(-1).tolist()]


def convolution(height, width, inputs, outputs, kernel, stride, padding, examples):
    x = shaped((examples, inputs, height, width), 1).requires_grad_()
    weight = shaped((outputs, inputs, kernel, kernel), 2).requires_grad_()
    bias = shaped((outputs,), 3).requires_grad_()
    y = functional.conv2d(x, weight, bias, stride=stride, padding=padding)
    y.backward(shaped(y.shape, 4))
    return dict(output=flat(y), input=flat(x.grad), weight=flat(weight.grad), bias=flat(bias.grad))


def pool(function, height, width, channels, examples):
    x = shaped((examples, channels, height, width), 5).requires_grad_()
    y = function(x)
    y.backward(shaped(y.shape, 6))
    return dict(output=flat(y), input=flat(x.grad))


print(json.dumps(dict(
    convolutions=[
        convolution(5, 6, 1, 3, 3, 1, 0, 2),
        convolution(6, 5, 3, 17, 3, 1, 1, 2),
        convolution(5, 5, 17, 2, 5, 1, 2, 3),
        convolution(7, 6, 2, 5, 3, 2, 1, 5),
        convolution(4, 4, 4, 3, 1, 2, 0, 2),
        convolution(8, 8, 3, 4, 4, 4, 0, 2),
    ],
    pools=[
        pool(lambda x: functional.max_pool2d(x, 2), 6, 4, 3, 5),
        pool(lambda x: functional.max_pool2d(functional.relu(x), 2), 6, 4, 3, 5),
        pool(lambda x: functional.max_pool2d(x, 3, 2, 1), 5, 6, 17, 2),
        pool(lambda x: functional.avg_pool2d(x, 3, 2, 1), 5, 6, 17, 2),
        pool(lambda x: x.mean((2, 3)), 3, 4, 5, 4),
    ])))
