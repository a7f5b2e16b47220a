#!/usr/bin/env python3
"""Writes masked.json: networks of every kind trained for three steps in double precision with their masks fed in.

    make_masked.py > masked.json

Modules, first values and training are those of make_networks.py; the masks follow docs/randomness.md: Philox4x32-10 under
the XXH64 of an address, kept iff the first 24 bits are below ⌈p 2²⁴⌉, those on weights by planes of bits. Needs torch
and numpy.
"""
import json
import math
import pathlib
import struct

import make_networks as plain
import numpy
import torch
from torch import nn
from torch.nn import functional

EXAMPLES = plain.EXAMPLES


# -- Streams and masks

def xxh64(data):
    """The 64-bit hash of Collet's specification 0.1.1 with seed 0."""
    mask = 2**64 - 1
    p1, p2, p3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
    p4, p5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5

    def turn(x, bits):
        return ((x << bits) | (x >> (64 - bits))) & mask

    def word(lane, value):
        return turn((lane + value * p2) & mask, 31) * p1 & mask

    at, count = 0, len(data)
    if count >= 32:
        lanes = [(p1 + p2) & mask, p2, 0, -p1 & mask]
        while at + 32 <= count:
            lanes = [word(lane, value) for lane, value in zip(lanes, struct.unpack_from("<4Q", data, at))]
            at += 32
        result = sum(turn(lane, bits) for lane, bits in zip(lanes, (1, 7, 12, 18))) & mask
        for lane in lanes:
            result = ((result ^ word(0, lane)) * p1 + p4) & mask
    else:
        result = p5
    result = (result + count) & mask
    while at + 8 <= count:
        result = (turn(result ^ word(0, struct.unpack_from("<Q", data, at)[0]), 27) * p1 + p4) & mask
        at += 8
    if at + 4 <= count:
        result = (turn(result ^ struct.unpack_from("<I", data, at)[0] * p1 & mask, 23) * p2 + p3) & mask
        at += 4
    for byte in data[at:]:
        result = turn(result ^ byte * p5 & mask, 11) * p1 & mask
    result = (result ^ (result >> 33)) * p2 & mask
    result = (result ^ (result >> 29)) * p3 & mask
    return result ^ (result >> 32)


def key(site):
    """The key of a site's noise under seed 7, replicate 2."""
    data = struct.pack("<BQQQ", 2, 7, 2, 0)
    for name in (b"noise", site.encode()):
        data += struct.pack("<Q", len(name)) + name
    return xxh64(data)


def bits(site, step, units, retention, examples=EXAMPLES):
    """One row per example: whether each unit is kept."""
    threshold, own = math.ceil(retention * 2**24), key(site)
    rows = []
    for example in examples:
        words = [w for block in range((units + 3) // 4) for w in plain.philox([block, example, step, 0], own)]
        rows.append([w >> 8 < threshold for w in words[:units]])
    return torch.tensor(rows)


def mask(site, step, shape, rate, examples=EXAMPLES, classic=False):
    """The factors of a site, examples first; ones in evaluation, of a classic mask its mean."""
    if step is None:
        return torch.full((1, *([1] * len(shape))), 1 - rate if classic else 1.0, dtype=torch.float64)
    kept = bits(site, step, int(numpy.prod(shape)), 1 - rate, examples).double()
    return (kept if classic else kept / (1 - rate)).reshape(len(examples), *shape)


def mask_of_weights(site, step, shape, rate, examples=EXAMPLES):
    """The factors of weights [outputs x inputs]: a bit of each of 24 planes makes the number of a weight."""
    outputs, inputs = shape
    own, threshold = key(site), math.ceil((1 - rate) * 2**24)

    def number(block, bit, example):
        result = 0
        for plane in range(24):
            words = plain.philox([block + (plane << 27), example, step, 0], own)
            result = result << 1 | words[bit // 32] >> bit % 32 & 1
        return result

    factors = torch.zeros(len(examples), outputs, inputs, dtype=torch.float64)
    for row, example in enumerate(examples):
        for output in range(outputs):
            for entry in range(inputs):
                place = (output // 16 * inputs + entry) * 16 + output % 16
                if number(place // 128, place % 128, example) < threshold:
                    factors[row, output, entry] = 1 / (1 - rate)
    return factors


def of_maps(site, step, x, rate):
    """The factors of maps; units are numbered height, width, channel."""
    _, channels, height, width = x.shape
    return x * mask(site, step, (height, width, channels), rate).permute(0, 3, 1, 2)


def of_channels(site, step, x, rate):
    return x * mask(site, step, (x.shape[1],), rate)[:, :, None, None]


def of_blocks(site, step, x, rate, size):
    """DropBlock: squares below and right of the seeds, what is kept divided by the share of the batch."""
    if step is None:
        return x
    _, channels, height, width = x.shape
    seeds = rate / size**2 * height * width / ((height - size + 1) * (width - size + 1))
    kept = bits(site, step, height * width * channels, 1 - seeds).reshape(-1, height, width, channels)
    dropped = torch.zeros_like(kept)
    for y in range(height - size + 1):
        for left in range(width - size + 1):
            for dy in range(size):
                for dx in range(size):
                    dropped[:, y + dy, left + dx] |= ~kept[:, y, left]
    left = (~dropped).double()
    return x * (left * left.numel() / left.sum()).permute(0, 3, 1, 2)


# -- Networks with noise

class MLP(plain.MLP):
    """DropConnect: one mask for two examples that follow each other, addressed by the first."""

    def forward(self, x, step):
        x = x * mask("input", step, (12,), 0.2)
        for layer, name in ((self.hidden1, "hidden1"), (self.hidden2, "hidden2")):
            if step is None:
                x = torch.relu(layer(x))
                continue
            masks = mask_of_weights(f"{name}.weights", step, layer.weight.shape, 0.3, EXAMPLES[::2])
            weights = (layer.weight * masks).repeat_interleave(2, 0)[: len(EXAMPLES)]
            x = torch.relu((weights @ x[:, :, None])[:, :, 0] + layer.bias)
        return self.output(x)


class CNN(plain.CNN):
    def __init__(self, noise, norm=False):
        super().__init__(norm=norm)
        self.noise = noise

    def forward(self, x, step):
        x = (x * mask("input", step, (9, 8, 2), 0.2)).permute(0, 3, 1, 2)
        x = functional.max_pool2d(torch.relu(self.norms[0](self.conv1(x))), 2)
        x = torch.relu(self.norms[1](self.conv2(self.noise("conv1", step, x))))
        x = self.noise("conv2", step, x).permute(0, 2, 3, 1).flatten(1)
        return self.fc2(torch.relu(self.fc1(x)) * mask("fc1", step, (7,), 0.5))


class ResNet(plain.ResNet):
    """Stochastic depth per batch or example and noise between the convolutions of a block."""

    def forward(self, x, step):
        self.step = step
        self.layer1[0].place, self.layer2[0].place = ("layer1.0", 0.75), ("layer2.0", 0.5)
        for block in (self.layer1[0], self.layer2[0]):
            block.forward = lambda x, block=block: self.pass_block(block, x)
        return super().forward(x, step)

    def pass_block(self, block, x):
        name, survival = block.place
        shortcut = x if block.downsample is None else block.downsample(x)
        factor = self.gate(name, survival)
        y = shortcut if factor is None else shortcut + factor * self.branch(block, x, name)
        return y if block.preactivation else torch.relu(y)

    def branch(self, block, x, name):
        if block.preactivation:
            x = torch.relu(block.bn2(block.conv1(torch.relu(block.bn1(x)))))
            return block.conv2(of_maps(f"{name}.middle", self.step, x, 0.3))
        x = torch.relu(block.bn1(block.conv1(x)))
        return block.bn2(block.conv2(of_channels(f"{name}.middle", self.step, x, 0.3)))

    def gate(self, name, survival):
        """Basic blocks: per batch and classic, None where the branch is skipped; pre-activated: per example, inverted."""
        basic = not self.preactivation
        if self.step is None:
            return survival if basic else 1
        drawn = [uniform(f"{name}.gate", example, self.step) for example in ([0] if basic else EXAMPLES)]
        if basic:
            return 1 if drawn[0] < survival else None
        return torch.tensor([u < survival for u in drawn]).double()[:, None, None, None] / survival


def uniform(site, example, step):
    words = plain.philox([0, example, step, 0], key(site))
    return ((words[0] | words[1] << 32) >> 11) / 2**53


class Recurrent(nn.Module):
    """Reads 9 steps of 16 through cells written out, whose arrays have the names of PyTorch's modules."""

    def __init__(self, kind, units, noises):
        super().__init__()
        self.kind, self.units, self.noises = kind, units, noises
        layer = (nn.LSTM if kind == "lstm" else nn.GRU)(16, units, batch_first=True)
        setattr(self, kind, layer)
        self.fc = nn.Linear(units, 3)

    def forward(self, x, step):
        layer, units = getattr(self, self.kind), self.units
        x, steps = x.flatten(2), x.shape[1]

        def factors(part, tied=False, width=units, classic=False):
            if part not in self.noises:
                return [1.0] * steps
            shape = (width,) if tied else (steps, width)
            drawn = mask(f"{self.kind}.{part}", step, shape, self.noises[part], classic=classic)
            return [drawn if tied or step is None else drawn[:, at] for at in range(steps)] if step is not None else [
                float(drawn.reshape(-1)[0])] * steps

        entering = factors("input", tied=True, width=16)
        recurrent = factors("recurrent", tied=self.noises.get("tied", False))
        candidate, memory = factors("candidate"), factors("cell")
        moving_cell, moving_state = factors("cellZoneout", classic=True), factors("stateZoneout", classic=True)
        weights = layer.weight_hh_l0
        if "weights" in self.noises and step is not None:
            weights = weights * mask_of_weights(f"{self.kind}.weights", step, weights.shape, self.noises["weights"], [0])[0]
        h = c = torch.zeros(x.shape[0], units, dtype=x.dtype)
        for at in range(steps):
            left = (x[:, at] * entering[at]) @ layer.weight_ih_l0.T + layer.bias_ih_l0
            right = (h * recurrent[at]) @ weights.T + layer.bias_hh_l0
            if self.kind == "lstm":
                i, f, g, o = (left + right).chunk(4, 1)
                new = torch.sigmoid(f) * c + torch.sigmoid(i) * candidate[at] * torch.tanh(g)
                new = memory[at] * new
                state = torch.sigmoid(o) * torch.tanh(new)
                c = (1 - moving_cell[at]) * c + moving_cell[at] * new
            else:
                (r, z, n), (rh, zh, nh) = left.chunk(3, 1), right.chunk(3, 1)
                update = torch.sigmoid(z + zh)
                new = torch.tanh(n + torch.sigmoid(r + rh) * nh) * candidate[at]
                state = memory[at] * ((1 - update) * new + update * h)
            h = (1 - moving_state[at]) * h + moving_state[at] * state
        return self.fc(h * mask(f"{self.kind}.output", step, (units,), 0.3))


class ViT(plain.ViT):
    """Noise on attention weights, heads, feed-forward units, what branches hand on, and DropPath per example."""

    def forward(self, x, step):
        x = (x * mask("input", step, (9, 6, 2), 0.2)).permute(0, 3, 1, 2)
        x = self.patches(x).flatten(2).transpose(1, 2) + self.positions.weight
        for index, block in enumerate(self.blocks):
            name = f"blocks.{index}"
            for part, branch in (("attentionBranch", self.attend), ("feedForwardBranch", self.feed)):
                y = branch(block, x, step, name) * mask(f"{name}.{part}", step, (6, 8), 0.1)
                x = x + self.gate(f"{name}.{part}.gate", step) * y
        return self.head(self.norm(x).mean(1))

    def gate(self, site, step, survival=0.7):
        if step is None:
            return 1
        kept = [uniform(site, example, step) < survival for example in EXAMPLES]
        return torch.tensor(kept).double()[:, None, None] / survival

    def attend(self, block, x, step, name):
        module, width = block.attention, 4
        joined = block.norm1(x) @ module.in_proj_weight.T + module.in_proj_bias
        q, k, v = (part.reshape(len(EXAMPLES), 6, 2, width).transpose(1, 2) for part in joined.chunk(3, 2))
        weights = torch.softmax(q @ k.transpose(2, 3) / width**0.5, 3)
        weights = weights * mask(f"{name}.attention.weights", step, (2, 6, 6), 0.25)
        heads = (weights @ v) * mask(f"{name}.attention.heads", step, (2,), 0.2)[:, :, None, None]
        return module.out_proj(heads.transpose(1, 2).reshape(len(EXAMPLES), 6, 8))

    def feed(self, block, x, step, name):
        hidden = functional.gelu(block.fc1(block.norm2(x)))
        return block.fc2(hidden * mask(name, step, (6, 12), 0.4))


def blocks_of_two(site, step, x):
    return of_blocks(site, step, x, 0.2, 2)


CASES = [
    ("mlp, DropConnect in groups of two", MLP, [12], {}),
    ("cnn, units of maps", lambda: CNN(lambda s, t, x: of_maps(s, t, x, 0.3)), [9, 8, 2], {}),
    ("cnn, channels", lambda: CNN(lambda s, t, x: of_channels(s, t, x, 0.3), norm=True), [9, 8, 2], {}),
    ("cnn, blocks", lambda: CNN(blocks_of_two), [9, 8, 2], {}),
    ("resnet, channels and stochastic depth per batch", ResNet, [9, 8, 2], {}),
    ("resnet pre-activated, units and DropPath", lambda: ResNet(preactivation=True), [9, 8, 2], {}),
    ("lstm, tied masks and weight-drop",
     lambda: Recurrent("lstm", 6, dict(input=0.2, recurrent=0.3, tied=True, weights=0.25)), [9, 8, 2], {}),
    ("lstm, per step", lambda: Recurrent("lstm", 6, dict(recurrent=0.3)), [9, 8, 2], {}),
    ("lstm, candidate", lambda: Recurrent("lstm", 6, dict(candidate=0.3)), [9, 8, 2], {}),
    ("lstm, memory", lambda: Recurrent("lstm", 6, dict(cell=0.3)), [9, 8, 2], {}),
    ("lstm, zoneout", lambda: Recurrent("lstm", 6, dict(cellZoneout=0.4, stateZoneout=0.2)), [9, 8, 2], {}),
    ("gru, tied masks and weight-drop",
     lambda: Recurrent("gru", 5, dict(input=0.2, recurrent=0.3, tied=True, weights=0.25)), [9, 8, 2], {}),
    ("gru, candidate", lambda: Recurrent("gru", 5, dict(candidate=0.3)), [9, 8, 2], {}),
    ("gru, zoneout", lambda: Recurrent("gru", 5, dict(stateZoneout=0.2)), [9, 8, 2], {}),
    ("vit, everything at once", ViT, [9, 6, 2], {}),
]


def main():
    keys = json.loads((pathlib.Path(__file__).resolve().parent / "keys.json").read_text())
    assert all(key(site) == int(expected) for site, expected in keys.items()), "the keys of the streams differ"
    cases = [plain.run(*case) for case in CASES]
    print("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "]")


main()
