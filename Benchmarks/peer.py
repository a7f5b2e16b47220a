#!/usr/bin/env python3
"""Trains the networks of `dropout-lab bench` with PyTorch and prints one line of JSON with the same keys.

    peer.py --case a|b|c|d|e|elib [--threads N] [--seconds S] [--no-dropout] [--data FOLDER]

FOLDER holds the folder mnist with its gzipped files. a: 784-1024-1024-1024-10, batch 128; b: 784-256-256-10; both ReLU,
input drop .2, hidden drop .5. c: two convolutions of 5 × 5 with pooling, channels dropped at .25, 1024-128-10 with drop
.5. d: residual network of three stages with stochastic depth. e: LSTM of 128 over the rows with tied masks of .25; elib:
the library's LSTM with the mask on its inputs alone. b to e have batches of 64; SGD with learning rate .01, momentum .9.
"""
import time

START = time.perf_counter()

import argparse
import gzip
import json
import os
import pathlib
import resource

CASES = ["a", "b", "c", "d", "e", "elib"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=CASES, default="a")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--no-dropout", action="store_true")
    parser.add_argument("--data", default=os.environ.get("DROPOUT_LAB_DATA", "../shared/data"))
    return parser.parse_args()


def read_idx(folder, name):
    import numpy

    with gzip.open(folder / f"{name}.gz") as file:
        data = file.read()
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(shape)


def main():
    options = arguments()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    import torch

    import peer_networks

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    folder = pathlib.Path(options.data) / "mnist"
    images = torch.from_numpy(read_idx(folder, "train-images-idx3-ubyte").astype("float32") / 255).flatten(1)
    labels = torch.from_numpy(read_idx(folder, "train-labels-idx1-ubyte").astype("int64"))
    make, batch = peer_networks.NETWORKS[options.case]
    model = make(not options.no_dropout).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    order, position = torch.randperm(len(images)), 0

    def step():
        nonlocal order, position
        if position + batch > len(images):
            order, position = torch.randperm(len(images)), 0
        chosen = order[position : position + batch]
        position += batch
        loss = torch.nn.functional.cross_entropy(model(images[chosen]), labels[chosen])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    step()
    to_first_step = time.perf_counter() - START
    for _ in range(20):
        step()
    begin, steps = time.perf_counter(), 0
    while time.perf_counter() - begin < options.seconds:
        step()
        steps += 1
    seconds = time.perf_counter() - begin
    print(
        json.dumps(
            {
                "case": options.case,
                "threads": options.threads,
                "dropout": not options.no_dropout,
                "examples_per_second": round(steps * batch / seconds, 1),
                "start_to_first_step_seconds": round(to_first_step, 3),
                "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
                "version": f"PyTorch {torch.__version__}",
            }
        )
    )


if __name__ == "__main__":
    main()
