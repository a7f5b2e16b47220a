#!/usr/bin/env python3
"""Writes sequences.json: PyTorch's modules over sequences in double precision, with their gradients.

    make_sequences.py > sequences.json

Every case holds the arrays in the order of the module's parameters, inputs and outputs in rows of
step * examples + example, and the gradients of the sum of slopes * outputs. Needs torch and numpy.
"""
import json

import numpy
import torch
from torch import nn


def numbers(shape, seed, scale=1.0):
    """Values that are written exactly: multiples of 1/1024."""
    drawn = numpy.random.RandomState(seed).uniform(-scale, scale, shape)
    return torch.tensor(numpy.round(drawn * 1024) / 1024, dtype=torch.float64)


def flat(tensor):
    return [float(f"{float(value):.12g}") for value in tensor.detach().reshape(-1)]


def case(name, module, x, run):
    """Runs `run(module, x)` forward and back; x is None for symbols, which have no gradient."""
    for index, parameter in enumerate(module.parameters()):
        parameter.data = numbers(tuple(parameter.shape), 10 + index, 0.7)
    y = run(module, x)
    slopes = numbers(tuple(y.shape), 99)
    (y * slopes).sum().backward()
    return dict(
        name=name, arrays=[flat(p) for p in module.parameters()], names=[n for n, _ in module.named_parameters()],
        inputs=flat(x), outputs=flat(y), slopes=flat(slopes),
        inputGradient=flat(x.grad) if x.grad is not None else [],
        gradients=[flat(p.grad) for p in module.parameters()])


def sequence(steps, examples, width, seed):
    return numbers((steps, examples, width), seed).requires_grad_()


def main():
    torch.set_default_dtype(torch.float64)
    causal = nn.Transformer.generate_square_subsequent_mask(6)
    symbols = torch.tensor([[3, 0], [1, 3], [3, 3], [6, 2]], dtype=torch.float64)
    cases = [
        case("lstm", nn.LSTM(5, 18), sequence(7, 3, 5, 1), lambda m, x: m(x)[0]),
        case("lstm, last", nn.LSTM(5, 7), sequence(4, 2, 5, 2), lambda m, x: m(x)[0][-1]),
        case("gru", nn.GRU(5, 18), sequence(7, 3, 5, 3), lambda m, x: m(x)[0]),
        case("gru, last", nn.GRU(5, 7), sequence(4, 2, 5, 4), lambda m, x: m(x)[0][-1]),
        case("attention", nn.MultiheadAttention(12, 3), sequence(6, 2, 12, 5), lambda m, x: m(x, x, x)[0]),
        case(
            "attention, causal", nn.MultiheadAttention(20, 2), sequence(6, 2, 20, 6),
            lambda m, x: m(x, x, x, attn_mask=causal)[0]),
        case("layer norm", nn.LayerNorm(21), sequence(3, 2, 21, 7), lambda m, x: m(x)),
        case("embedding", nn.Embedding(7, 5), symbols, lambda m, x: m(x.long())),
    ]
    print(json.dumps(dict(cases=cases), indent=None, separators=(",", ":")))


main()
