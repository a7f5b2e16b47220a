#!/usr/bin/env python3
"""Evaluates an exported network in PyTorch: evaluate.py FOLDER.

FOLDER holds weights.safetensors, case (the name of a module below), features.f32 and logits.f32 (little-endian rows).
The module is plain torch.nn and takes the weights with load_state_dict(strict=True). Prints the largest difference of a
logit, divided by the largest logit.
"""
import json
import pathlib
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional


class ResMLPBlock(nn.Module):
    def __init__(self, width, gated):
        super().__init__()
        self.norm1, self.fc1 = nn.BatchNorm1d(width), nn.Linear(width, width)
        self.norm2, self.fc2 = nn.BatchNorm1d(width), nn.Linear(width, width)
        if gated:
            # The factor of evaluation of classic stochastic depth stands beside the weights.
            self.gate = nn.Module()
            self.gate.register_buffer("evaluation_factor", torch.ones(1))

    def forward(self, x):
        factor = self.gate.evaluation_factor if hasattr(self, "gate") else 1
        return x + factor * self.fc2(torch.relu(self.norm2(self.fc1(torch.relu(self.norm1(x))))))


class ResMLP(nn.Module):
    def __init__(self, gated=False):
        super().__init__()
        self.stem = nn.Linear(144, 9)
        self.blocks = nn.Sequential(*[ResMLPBlock(9, gated) for _ in range(3)])
        self.norm, self.head = nn.BatchNorm1d(9), nn.Linear(9, 3)

    def forward(self, x):
        return self.head(torch.relu(self.norm(self.blocks(self.stem(x)))))


class NormalisedMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden1, self.norm1 = nn.Linear(144, 12), nn.BatchNorm1d(12)
        self.hidden2, self.norm2 = nn.Linear(12, 9), nn.BatchNorm1d(9)
        self.output = nn.Linear(9, 3)

    def forward(self, x):
        x = torch.relu(self.norm1(self.hidden1(x)))
        return self.output(torch.relu(self.norm2(self.hidden2(x))))


class Maps(nn.Module):
    """Reads rows of 9 × 8 images of 2 channels, channels last."""

    def forward(self, x):
        return self.read(x.reshape(-1, 9, 8, 2).permute(0, 3, 1, 2))


class CNN(Maps):
    def __init__(self, normalised):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 5, 3, bias=not normalised)
        self.conv2 = nn.Conv2d(5, 18, 3, stride=2, padding=1, bias=not normalised)
        self.normalised = normalised
        if normalised:
            self.bn1, self.bn2 = nn.BatchNorm2d(5), nn.BatchNorm2d(18)
        self.fc1, self.fc2 = nn.Linear(18 if normalised else 72, 7), nn.Linear(7, 3)

    def read(self, x):
        x = self.conv1(x)
        x = functional.max_pool2d(torch.relu(self.bn1(x) if self.normalised else x), 2)
        x = self.conv2(x)
        x = torch.relu(self.bn2(x) if self.normalised else x)
        # Flat rows keep channels last.
        x = x.mean((2, 3)) if self.normalised else x.permute(0, 2, 3, 1).flatten(1)
        return self.fc2(torch.relu(self.fc1(x)))


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride, preactivated):
        super().__init__()
        self.preactivated = preactivated
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs if preactivated else outputs)
        self.conv2, self.bn2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        self.downsample = None
        if (inputs, stride) != (outputs, 1):
            parts = [nn.Conv2d(inputs, outputs, 1, stride, bias=False)]
            self.downsample = nn.Sequential(*parts, *([] if preactivated else [nn.BatchNorm2d(outputs)]))

    def forward(self, x):
        shortcut = self.downsample(x) if self.downsample else x
        if self.preactivated:
            return shortcut + self.conv2(torch.relu(self.bn2(self.conv1(torch.relu(self.bn1(x))))))
        return torch.relu(shortcut + self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))


class ResNet(Maps):
    def __init__(self, preactivated):
        super().__init__()
        self.preactivated = preactivated
        self.conv1 = nn.Conv2d(2, 4, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(6 if preactivated else 4)
        self.layer1 = nn.Sequential(*[ResidualBlock(4, 4, 1, preactivated) for _ in range(2)])
        self.layer2 = nn.Sequential(ResidualBlock(4, 6, 2, preactivated), ResidualBlock(6, 6, 1, preactivated))
        self.fc = nn.Linear(6, 3)

    def read(self, x):
        x = self.conv1(x)
        x = self.layer2(self.layer1(x if self.preactivated else torch.relu(self.bn1(x))))
        return self.fc((torch.relu(self.bn1(x)) if self.preactivated else x).mean((2, 3)))


class LSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(16, 6, batch_first=True), nn.Linear(6, 3)

    def forward(self, x):
        return self.fc(self.lstm(x.reshape(-1, 9, 16))[0][:, -1])


class GRU(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru1, self.gru2 = nn.GRU(16, 5, batch_first=True), nn.GRU(5, 5, batch_first=True)
        self.fc = nn.Linear(5, 3)

    def forward(self, x):
        return self.fc(self.gru2(self.gru1(x.reshape(-1, 9, 16))[0])[0][:, -1])


class Language(nn.Module):
    """Answers the next of 7 symbols at each of 11 steps; rows of logits are steps, then examples."""

    def __init__(self):
        super().__init__()
        self.embedding, self.lstm = nn.Embedding(7, 4), nn.LSTM(4, 6, batch_first=True)
        self.fc = nn.Linear(6, 7)

    def forward(self, x):
        return self.fc(self.lstm(self.embedding(x.reshape(-1, 11).long()))[0]).transpose(0, 1).reshape(-1, 7)


class TransformerBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(8), nn.LayerNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.fc1, self.fc2 = nn.Linear(8, 12), nn.Linear(12, 8)

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return x + self.fc2(functional.gelu(self.fc1(self.norm2(x))))


class ViT(nn.Module):
    """Reads rows of 9 × 6 images of 2 channels in patches of 3 × 3."""

    def __init__(self):
        super().__init__()
        self.patches, self.positions = nn.Conv2d(2, 8, 3, 3), nn.Embedding(6, 8)
        self.blocks = nn.Sequential(*[TransformerBlock() for _ in range(2)])
        self.norm, self.head = nn.LayerNorm(8), nn.Linear(8, 3)

    def forward(self, x):
        x = self.patches(x.reshape(-1, 9, 6, 2).permute(0, 3, 1, 2)).flatten(2).transpose(1, 2)
        return self.head(self.norm(self.blocks(x + self.positions.weight)).mean(1))


class FractalUnit(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)))


class FractalBlock(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.columns = nn.ModuleList(
            [nn.ModuleList([FractalUnit(outputs if at else inputs, outputs) for at in range(2**column)])
             for column in range(3)])

    def forward(self, x):
        joins = [x]
        for level in range(1, 5):
            spans = [(column, 4 >> column) for column in range(3) if level % (4 >> column) == 0]
            joins.append(sum(self.columns[c][level // s - 1](joins[level - s]) for c, s in spans) / len(spans))
        return joins[-1]


class Fractal(Maps):
    def __init__(self):
        super().__init__()
        self.blocks, self.fc = nn.ModuleList([FractalBlock(2, 4), FractalBlock(4, 5)]), nn.Linear(5, 3)

    def read(self, x):
        for block in self.blocks:
            x = functional.max_pool2d(block(x), 2)
        return self.fc(x.mean((2, 3)))


class Linear(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(144, 3)

    def forward(self, x):
        return self.output(x)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden1, self.output = nn.Linear(144, 10), nn.Linear(10, 144)

    def forward(self, x):
        return self.output(torch.relu(self.hidden1(x)))


MODULES = {
    "mlp": lambda: nn.Sequential(
        nn.Linear(144, 12), nn.ReLU(), nn.Linear(12, 9), nn.ReLU(), nn.Linear(9, 3)),
    "mlp-normalised": NormalisedMLP,
    "cnn": lambda: CNN(False),
    "cnn-normalised": lambda: CNN(True),
    "resnet": lambda: ResNet(False),
    "resnet-preactivated": lambda: ResNet(True),
    "resmlp": ResMLP,
    "resmlp-classic-depth": lambda: ResMLP(gated=True),
    "lstm": LSTM,
    "gru": GRU,
    "language": Language,
    "vit": ViT,
    "fractal": Fractal,
    "linear": Linear,
    "autoencoder": Autoencoder,
}


def tensors(data):
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    return {
        name: torch.tensor(
            numpy.frombuffer(data[8 + size :][slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).copy())
        for name, entry in header.items() if name != "__metadata__"
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    module = MODULES[(folder / "case").read_text()]()
    module.load_state_dict(tensors((folder / "weights.safetensors").read_bytes()), strict=True)
    module.double().eval()
    features = numpy.frombuffer((folder / "features.f32").read_bytes(), "<f4").astype(numpy.float64)
    expected = numpy.frombuffer((folder / "logits.f32").read_bytes(), "<f4").astype(numpy.float64)
    with torch.no_grad():
        found = module(torch.tensor(features.reshape(11, -1))).numpy().reshape(-1)
    print(numpy.abs(found - expected).max() / numpy.abs(expected).max())


main()
