#!/usr/bin/env python3
"""Measures how much of the time of residual branches stochastic depth saves, against the share that was really skipped.

    stochastic_depth.py [--rounds 7] [--blocks 18] [--program .build/release/dropout-lab] [--json]

A round trains the three arms of stochastic-depth.yaml one after the other on one thread and takes the CPU seconds of
that thread, so that neither a drift of the machine nor other work on it falls on one arm alone. The time of the branches
is that of the arm with all of them less that of the arm without; evaluation is next to nothing in all three.
"""
import argparse
import csv
import io
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def measured(program, index, blocks):
    """CPU seconds of the arms, with the share of branches that the middle one skipped."""
    with tempfile.TemporaryDirectory() as folder:
        run(program, "run", HERE / "stochastic-depth.yaml", f"seed={index + 1}", f"trial.network.resmlp.blocks={blocks}",
            "--jobs", "1", "--results", folder)
        name = "stochastic-depth-time"
        costs = csv.DictReader(io.StringIO(run(
            program, "export", name, "--measurements", "--format", "csv", "--results", folder)))
        trials = list(costs)
        seconds = [float(row["cpuSeconds"]) for row in trials]
        shown = json.loads(run(program, "show", trials[1]["trial"][:16], "--json", "--results", folder))
    shares = [metric["value"] for metric in shown["metrics"] if metric["metric"] == "dropFraction"]
    if len(seconds) != 3 or len(shares) % blocks != 0 or not shares:
        sys.exit(f"expected three trials with {blocks} gates, found {len(seconds)} with {len(shares)} shares")
    return seconds, statistics.mean(shares)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--blocks", type=int, default=18)
    parser.add_argument("--program", default=str(HERE.parent / ".build/release/dropout-lab"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    measured(options.program, 0, options.blocks)
    rounds = []
    for index in range(options.rounds):
        (full, dropping, empty), skipped = measured(options.program, index, options.blocks)
        rounds.append({
            "branches_saved": 1 - (dropping - empty) / (full - empty), "skipped": skipped,
            "whole_saved": 1 - dropping / full, "cpu_seconds": [full, dropping, empty]})
    keys = ["branches_saved", "skipped", "whole_saved"]
    summary = {
        key: {"median": statistics.median(r[key] for r in rounds), "least": min(r[key] for r in rounds),
              "most": max(r[key] for r in rounds)} for key in keys}
    if options.json:
        print(json.dumps({"blocks": options.blocks, "rounds": rounds, "summary": summary}))
        return
    titles = ["time of the branches saved", "branches really skipped", "time of the whole training saved"]
    for key, title in zip(keys, titles):
        found = summary[key]
        print(f"{title}: {found['median']:.1%} ({found['least']:.1%}–{found['most']:.1%})")
    gaps = [abs(r["branches_saved"] - r["skipped"]) for r in rounds]
    print(f"difference per round: median {statistics.median(gaps):.1%}, most {max(gaps):.1%}")


main()
