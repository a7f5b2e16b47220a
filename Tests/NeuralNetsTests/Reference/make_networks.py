#!/usr/bin/env python3
"""Writes networks.json: one small network of each kind, trained for three steps with PyTorch in double precision.

    make_networks.py > networks.json

Weights, features and gates follow formulas that the tests write too, so the file holds results only. Parameters go by
the names of the modules' state dictionaries, which are the names of this package. Needs torch and numpy.
"""
import json

import numpy
import torch
from torch import nn
from torch.nn import functional

EXAMPLES = [3, 17, 4, 59_999, 1_000]
STEPS = 3
KEYS = {"blocks.0.gate": 0, "blocks.1.gate": 0}  # filled from keys.json beside this file


# -- What both sides compute

def mixed(index, salt):
    """A number in [−1, 1) by the multiply and xor-shift of integers of 32 bits."""
    x = (index * 747_796_405 + salt * 289_133_645 + 12_345) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return (x ^ (x >> 16)) / 2**31 - 1


def salt_of(name):
    salt = 0
    for byte in name.encode():
        salt = (salt * 31 + byte) & 0xFFFFFFFF
    return salt


def start_values(name, shape):
    """Weights are scaled by the root of their inputs; of the other arrays, gains lie around one, biases around zero."""
    count, salt = int(numpy.prod(shape)), salt_of(name)
    drawn = numpy.array([mixed(index, salt) for index in range(count)])
    if len(shape) > 1:
        values = drawn * (3 / (count / shape[0])) ** 0.5
    else:
        values = (1 if name.endswith(".weight") else 0) + 0.1 * drawn
    return torch.tensor(values.astype(numpy.float32).astype(numpy.float64).reshape(shape))


def features(units):
    values = [[mixed(index, example) for index in range(units)] for example in EXAMPLES]
    return torch.tensor(numpy.array(values, dtype=numpy.float32).astype(numpy.float64))


def philox(counter, key):
    """The ten rounds of Salmon et al. 2011."""
    low, high = key & 0xFFFFFFFF, key >> 32
    for _ in range(10):
        first, second = counter[0] * 0xD2511F53, counter[2] * 0xCD9E8D57
        counter = [(second >> 32) ^ counter[1] ^ low, second & 0xFFFFFFFF,
                   (first >> 32) ^ counter[3] ^ high, first & 0xFFFFFFFF]
        low, high = (low + 0x9E3779B9) & 0xFFFFFFFF, (high + 0xBB67AE85) & 0xFFFFFFFF
    return counter


def uniform(site, example, step):
    words = philox([0, example, step, 0], KEYS[site])
    return ((words[0] | words[1] << 32) >> 11) / 2**53


# -- Networks

class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden1, self.hidden2, self.output = nn.Linear(12, 9), nn.Linear(9, 7), nn.Linear(7, 3)

    def forward(self, x, step):
        return self.output(torch.relu(self.hidden2(torch.relu(self.hidden1(x)))))


class Block(nn.Module):
    def __init__(self, name, width, norm, survival, gate, inverted):
        super().__init__()
        self.site, self.survival, self.gate, self.inverted = f"{name}.gate", survival, gate, inverted
        self.norm1 = nn.BatchNorm1d(width) if norm else nn.Identity()
        self.fc1 = nn.Linear(width, width)
        self.norm2 = nn.BatchNorm1d(width) if norm else nn.Identity()
        self.fc2 = nn.Linear(width, width)

    def forward(self, x, step):
        factor = 1 / self.survival if self.inverted else 1
        if self.gate == "batch":
            if self.survival < 1 and uniform(self.site, 0, step) >= self.survival:
                return x
            return x + factor * self.branch(x)
        kept = [uniform(self.site, example, step) < self.survival for example in EXAMPLES]
        return x + factor * torch.tensor(kept, dtype=torch.float64)[:, None] * self.branch(x)

    def branch(self, x):
        return self.fc2(torch.relu(self.norm2(self.fc1(torch.relu(self.norm1(x))))))


class ResMLP(nn.Module):
    def __init__(self, norm=True, survivals=(1, 1), gate="batch", inverted=False, width=6):
        super().__init__()
        self.stem = nn.Linear(12, width)
        self.blocks = nn.ModuleList(
            [Block(f"blocks.{i}", width, norm, s, gate, inverted) for i, s in enumerate(survivals)])
        self.norm = nn.BatchNorm1d(width) if norm else nn.Identity()
        self.head = nn.Linear(width, 3)

    def forward(self, x, step):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x, step)
        return self.head(torch.relu(self.norm(x)))


class CNN(nn.Module):
    """Reads 9 × 8 images of 2 channels; rows of features are height, width, channel."""

    def __init__(self, norm=False, average=False):
        super().__init__()
        self.average = average
        self.conv1, self.conv2 = nn.Conv2d(2, 5, 3, bias=not norm), nn.Conv2d(5, 18, 3, 2, 1, bias=not norm)
        if norm:
            self.bn1, self.bn2 = nn.BatchNorm2d(5), nn.BatchNorm2d(18)
        self.fc1, self.fc2 = nn.Linear(18 if average else 72, 7), nn.Linear(7, 3)
        self.norms = [self.bn1, self.bn2] if norm else [nn.Identity()] * 2

    def forward(self, x, step):
        x = x.permute(0, 3, 1, 2)
        x = functional.max_pool2d(torch.relu(self.norms[0](self.conv1(x))), 2)
        x = torch.relu(self.norms[1](self.conv2(x)))
        x = x.mean((2, 3)) if self.average else x.permute(0, 2, 3, 1).flatten(1)
        return self.fc2(torch.relu(self.fc1(x)))


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride, preactivation):
        super().__init__()
        self.preactivation = preactivation
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs if preactivation else outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            projection = [nn.Conv2d(inputs, outputs, 1, stride, bias=False)]
            self.downsample = nn.Sequential(*projection + ([] if preactivation else [nn.BatchNorm2d(outputs)]))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        if self.preactivation:
            return shortcut + self.conv2(torch.relu(self.bn2(self.conv1(torch.relu(self.bn1(x))))))
        return torch.relu(shortcut + self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))


class ResNet(nn.Module):
    """Reads 9 × 8 images of 2 channels."""

    def __init__(self, preactivation=False):
        super().__init__()
        self.preactivation = preactivation
        self.conv1 = nn.Conv2d(2, 4, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(6 if preactivation else 4)
        self.layer1 = nn.Sequential(BasicBlock(4, 4, 1, preactivation))
        self.layer2 = nn.Sequential(BasicBlock(4, 6, 2, preactivation))
        self.fc = nn.Linear(6, 3)

    def forward(self, x, step):
        x = self.conv1(x.permute(0, 3, 1, 2))
        x = x if self.preactivation else torch.relu(self.bn1(x))
        x = self.layer2(self.layer1(x))
        x = torch.relu(self.bn1(x)) if self.preactivation else x
        return self.fc(x.mean((2, 3)))


class LSTM(nn.Module):
    """Reads 9 steps of 16."""

    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(16, 6, batch_first=True), nn.Linear(6, 3)

    def forward(self, x, step):
        return self.fc(self.lstm(x.flatten(2))[0][:, -1])


class GRU(nn.Module):
    """Reads 9 steps of 16; two layers."""

    def __init__(self):
        super().__init__()
        self.gru1, self.gru2 = nn.GRU(16, 5, batch_first=True), nn.GRU(5, 5, batch_first=True)
        self.fc = nn.Linear(5, 3)

    def forward(self, x, step):
        return self.fc(self.gru2(self.gru1(x.flatten(2))[0])[0][:, -1])


class TransformerBlock(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.fc1, self.fc2 = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return x + self.fc2(functional.gelu(self.fc1(self.norm2(x))))


class ViT(nn.Module):
    """Reads 9 × 6 images of 2 channels in patches of 3 × 3."""

    def __init__(self):
        super().__init__()
        self.patches, self.positions = nn.Conv2d(2, 8, 3, 3), nn.Embedding(6, 8)
        self.blocks = nn.ModuleList([TransformerBlock(8, 2, 12) for _ in range(2)])
        self.norm, self.head = nn.LayerNorm(8), nn.Linear(8, 3)

    def forward(self, x, step):
        x = self.patches(x.permute(0, 3, 1, 2)).flatten(2).transpose(1, 2) + self.positions.weight
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x).mean(1))


class Unit(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)))


class FractalBlock(nn.Module):
    """Three columns of 1, 2 and 4 units; where units end at one place their mean goes on."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.columns = nn.ModuleList(
            [nn.ModuleList([Unit(inputs if unit == 0 else outputs, outputs) for unit in range(2**column)])
             for column in range(3)])

    def forward(self, x):
        joins = [x]
        for level in range(1, 5):
            ending = [(column, 4 >> column) for column in range(3) if level % (4 >> column) == 0]
            outcomes = [self.columns[column][level // span - 1](joins[level - span]) for column, span in ending]
            joins.append(sum(outcomes) / len(outcomes))
        return joins[-1]


class Fractal(nn.Module):
    """Reads 9 × 8 images of 2 channels."""

    def __init__(self):
        super().__init__()
        self.blocks, self.fc = nn.ModuleList([FractalBlock(2, 4), FractalBlock(4, 5)]), nn.Linear(5, 3)

    def forward(self, x, step):
        x = x.permute(0, 3, 1, 2)
        for block in self.blocks:
            x = functional.max_pool2d(block(x), 2)
        return self.fc(x.mean((2, 3)))


CASES = [
    ("mlp, gradients clipped to norm .5", MLP, [12], dict(clip=0.5)),
    ("resmlp", ResMLP, [12], {}),
    ("resmlp without normalisation", lambda: ResMLP(norm=False), [12], {}),
    ("resmlp, stochastic depth per batch, classic", lambda: ResMLP(survivals=(0.75, 0.5)), [12], {}),
    ("resmlp, stochastic depth per example, inverted",
     lambda: ResMLP(survivals=(0.6, 0.6), gate="example", inverted=True), [12], {}),
    ("cnn", CNN, [9, 8, 2], {}),
    ("cnn with normalisation and a global average", lambda: CNN(norm=True, average=True), [9, 8, 2], {}),
    ("resnet", ResNet, [9, 8, 2], {}),
    ("resnet, pre-activated", lambda: ResNet(preactivation=True), [9, 8, 2], {}),
    ("lstm", LSTM, [9, 8, 2], {}),
    ("vit", ViT, [9, 6, 2], {}),
    ("fractal of three columns", Fractal, [9, 8, 2], {}),
    ("gru of two layers, gradients clipped to norm .5", GRU, [9, 8, 2], dict(clip=0.5)),
]


# -- Training

def flat(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]


def run(name, make, shape, options):
    torch.manual_seed(0)
    module = make().double().train()
    with torch.no_grad():
        for path, parameter in module.named_parameters():
            parameter.copy_(start_values(path, parameter.shape))
    units = int(numpy.prod(shape))
    values, labels = features(units), torch.tensor([example % 3 for example in EXAMPLES])
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9)
    result = {"name": name, "losses": []}
    for step in range(STEPS):
        optimizer.zero_grad(set_to_none=True)
        logits = module(values.reshape([len(EXAMPLES)] + shape), step)
        loss = functional.cross_entropy(logits, labels)
        loss.backward()
        result["losses"].append(loss.item())
        if step == 0:
            result["logits"] = flat(logits)
            result["gradients"] = {path: flat(p.grad) for path, p in module.named_parameters() if p.grad is not None}
        if "clip" in options:
            nn.utils.clip_grad_norm_(module.parameters(), options["clip"], error_if_nonfinite=True)
        optimizer.step()
    result["parameters"] = {path: flat(p) for path, p in module.named_parameters()}
    module.eval()
    result["evaluation"] = flat(module_in_evaluation(module, values.reshape([len(EXAMPLES)] + shape)))
    return result


def module_in_evaluation(module, values):
    """Branches of classic stochastic depth count with their survival."""
    for block in getattr(module, "blocks", []) if isinstance(module, ResMLP) else []:
        block.forward = lambda x, step, block=block: x + (1 if block.inverted else block.survival) * block.branch(x)
    return module(values, None)


def main():
    import pathlib

    here = pathlib.Path(__file__).resolve().parent
    keys = json.loads((here / "keys.json").read_text())
    KEYS.update({site: int(keys[site]) for site in KEYS})
    cases = [run(*case) for case in CASES]
    print("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "]")


if __name__ == "__main__":
    main()
