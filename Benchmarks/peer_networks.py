"""The networks of `dropout-lab bench` in PyTorch: what peer.py trains. Images come as rows of 784."""
import torch
from torch import nn


def perceptron(sizes, dropout):
    layers = [nn.Dropout(0.2)] if dropout else []
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if index + 2 < len(sizes):
            layers += [nn.ReLU()] + ([nn.Dropout(0.5)] if dropout else [])
    return nn.Sequential(*layers)


def convolutional(dropout):
    def block(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 5), nn.ReLU(), nn.MaxPool2d(2)]

    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), *block(1, 32), *block(32, 64), *([nn.Dropout2d(0.25)] if dropout else []),
        nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), *([nn.Dropout(0.5)] if dropout else []), nn.Linear(128, 10))


class Residual(nn.Module):
    """A basic block whose branch survives for each example with a probability, divided by it."""

    def __init__(self, inputs, outputs, stride, survival):
        super().__init__()
        self.survival = survival
        self.branch = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.branch(x)
        if self.survival < 1:
            y = y * torch.empty(len(x), 1, 1, 1).bernoulli_(self.survival).div_(self.survival)
        return torch.relu(self.shortcut(x) + y)


def residual(dropout):
    layers = [nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    inputs, number = 16, 0
    for stage, outputs in enumerate([16, 32, 64]):
        for index in range(2):
            number += 1
            survival = 1 - number / 6 * 0.5 if dropout else 1
            layers.append(Residual(inputs, outputs, 2 if stage > 0 and index == 0 else 1, survival))
            inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def keep(*shape, rate=0.25):
    return torch.empty(*shape).bernoulli_(1 - rate).div_(1 - rate)


class Recurrent(nn.Module):
    """An LSTM over the rows of an image with one mask per sequence on the inputs and one on the state."""

    def __init__(self, dropout):
        super().__init__()
        self.dropout = dropout
        self.inputs, self.state = nn.Linear(28, 512), nn.Linear(128, 512, bias=False)
        self.output = nn.Linear(128, 10)

    def forward(self, x):
        x, count = x.unflatten(1, (28, 28)), len(x)
        state_mask = keep(count, 128) if self.dropout else 1
        if self.dropout:
            x = x * keep(count, 1, 28)
        entering = self.inputs(x).transpose(0, 1)
        h, c = x.new_zeros(count, 128), x.new_zeros(count, 128)
        for step in entering:  # half as fast again as indexing entering[t]
            i, f, g, o = (step + self.state(h * state_mask)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
        return self.output(h)


class LibraryRecurrent(nn.Module):
    """The same with the library's own LSTM, which knows no mask on the state."""

    def __init__(self, dropout):
        super().__init__()
        self.dropout = dropout
        self.lstm, self.output = nn.LSTM(28, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        x = x.unflatten(1, (28, 28))
        x = x * keep(len(x), 1, 28) if self.dropout else x
        return self.output(self.lstm(x)[0][:, -1])


NETWORKS = {
    "a": (lambda dropout: perceptron([784, 1024, 1024, 1024, 10], dropout), 128),
    "b": (lambda dropout: perceptron([784, 256, 256, 10], dropout), 64),
    "c": (convolutional, 64),
    "d": (residual, 64),
    "e": (Recurrent, 64),
    "elib": (LibraryRecurrent, 64),
}
