#!/usr/bin/env python3
"""Counts the errors of an exported network: count_errors.py FOLDER.

FOLDER holds weights.safetensors, features.f32 (little-endian rows) and labels.u8. Equivalent to
torch.nn.Sequential(Linear, ReLU, Linear, ReLU, …, Linear) in evaluation mode.
"""
import json
import pathlib
import sys

import numpy

folder = pathlib.Path(sys.argv[1])
data = (folder / "weights.safetensors").read_bytes()
size = int.from_bytes(data[:8], "little")
header = json.loads(data[8 : 8 + size])
tensors = {
    name: numpy.frombuffer(data[8 + size :][slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
    for name, entry in header.items()
    if name != "__metadata__"
}
indices = sorted(int(name.split(".")[0]) for name in tensors if name.endswith(".weight"))
labels = numpy.frombuffer((folder / "labels.u8").read_bytes(), numpy.uint8)
value = numpy.frombuffer((folder / "features.f32").read_bytes(), "<f4").reshape(len(labels), -1)
for index in indices:
    value = value @ tensors[f"{index}.weight"].T + tensors[f"{index}.bias"]
    if index != indices[-1]:
        value = numpy.maximum(value, 0)
print(int((value.argmax(axis=1) != labels).sum()))
