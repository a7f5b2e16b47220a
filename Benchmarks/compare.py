#!/usr/bin/env python3
"""Runs `dropout-lab bench` and the same network in PyTorch in turn and prints medians, spread and ratios.

    compare.py [--rounds 5] [--seconds 5] [--threads 1] [--cases abcde] [--program .build/release/dropout-lab] [--json]

PyTorch is looked for in the Python named by $TORCH_PYTHON, else in this one; without it only our side is measured.
The two sides take turns within each round, so that a drift of the machine's speed meets both.
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

# Our case, whether with dropout, PyTorch's case.
CASES = [
    ("a", True, "a"), ("b", True, "b"), ("c", True, "c"), ("d", True, "d"), ("e", True, "e"), ("e", True, "elib"),
    ("a", False, "a"), ("b", False, "b"),
]
HERE = pathlib.Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--program", default=str(HERE.parent / ".build/release/dropout-lab"))
    parser.add_argument("--cases", default="abcde", help="which of a, b, c, d, e")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def has_torch(python):
    return subprocess.run([python, "-c", "import torch, numpy"], capture_output=True).returncode == 0


def measure(options, python, case, dropout, peer):
    shared = ["--threads", str(options.threads), "--seconds", str(options.seconds)]
    shared += [] if dropout else ["--no-dropout"]
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(run([options.program, "bench", "--case", case, *shared, "--json"]))
        if python:
            theirs.append(run([python, str(HERE / "peer.py"), "--case", peer, *shared]))
    return ours, theirs


def spread(runs, key):
    values = [run[key] for run in runs]
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def row(case, dropout, peer, ours, theirs):
    keys = ["examples_per_second", "start_to_first_step_seconds", "peak_memory_mb"]
    result = {"case": case, "dropout": dropout, "peer": peer, "ours": {key: spread(ours, key) for key in keys}}
    if theirs:
        result["pytorch"] = {key: spread(theirs, key) for key in keys}
        ratios = [a["examples_per_second"] / b["examples_per_second"] for a, b in zip(ours, theirs)]
        result["ratio"] = {"median": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}
    return result


def text(entry):
    def cell(values, digits):
        return f"{values['median']:,.{digits}f} ({values['least']:,.{digits}f}–{values['most']:,.{digits}f})"

    against = "" if entry["peer"] == entry["case"] else f" against {entry['peer']}"
    name = f"{entry['case']}{against}{'' if entry['dropout'] else ', no dropout'}"
    sides = [entry["ours"], entry.get("pytorch")]
    speeds = [cell(side["examples_per_second"], 0) if side else "–" for side in sides]
    ratio = cell(entry["ratio"], 2) if "ratio" in entry else "–"
    starts = [cell(side["start_to_first_step_seconds"], 2) if side else "–" for side in sides]
    memory = [cell(side["peak_memory_mb"], 0) if side else "–" for side in sides]
    return "| " + " | ".join([name, *speeds, ratio, *starts, *memory]) + " |"


def main():
    options = arguments()
    python = os.environ.get("TORCH_PYTHON", sys.executable)
    if not has_torch(python):
        print("PyTorch is not installed for this Python; only dropout-lab is measured.", file=sys.stderr)
        python = None
    entries = [row(*case, *measure(options, python, *case)) for case in CASES if case[0] in options.cases]
    if options.json:
        print(json.dumps({"schema": 1, "machine": platform.machine(), "rounds": options.rounds, "rows": entries}))
        return
    print(f"{options.rounds} rounds in turn, {options.threads} thread(s), {options.seconds:g} s each; median (least–most)")
    print("| case | examples/s | PyTorch | ratio | first step, s | PyTorch | peak memory, MB | PyTorch |")
    print("|---|---|---|---|---|---|---|---|")
    for entry in entries:
        print(text(entry))


if __name__ == "__main__":
    main()
