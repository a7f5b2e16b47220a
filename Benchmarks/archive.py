#!/usr/bin/env python3
"""Measures the archive at 10 000 trials of 50 epochs: list, index page, comparison of 200 trials, the whole site.

    archive.py PROGRAM FOLDER [--experiments 25] [--repeats 5]

The archive in FOLDER is made by the program itself, once, from experiments with tiny networks (some minutes); a second
call finds it there. Prints a table of medians with least and most, in seconds.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import time

SPEC = """name: large-{number}
question: Which of forty little networks errs least on two moons, in block {number}?
seed: {seed}
replicates: 10
baseline: {{ trial.dropout.hidden: none, trial.optimizer.sgd.learningRate: 0.1 }}
trial:
  dataset: {{ name: two-moons, training: 40, validation: 40, test: 40 }}
  network: {{ mlp: {{ hidden: [8] }} }}
  optimizer: {{ sgd: {{ learningRate: 0.1, momentum: 0.9 }} }}
  training: {{ batchSize: 40, epochs: 50 }}
vary:
  trial.dropout.hidden:
    - none
{variants}
  trial.optimizer.sgd.learningRate: [0.01, 0.03, 0.1, 0.3, 0.5]
"""


def fill(program, folder, experiments):
    """Runs what is missing; what is archived already is not trained again."""
    variants = "\n".join(f"    - {{ bernoulli: {{ rate: {rate} }} }}" for rate in [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    for number in range(1, experiments + 1):
        file = folder / f"large-{number}.yaml"
        file.write_text(SPEC.format(number=number, seed=2000 + number, variants=variants))
        subprocess.run([program, "run", file, "--results", folder], check=True, capture_output=True)
        print(f"{number} of {experiments} experiments", flush=True)


def measured(repeats, command):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--experiments", type=int, default=25)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    program, folder = given.program.resolve(), given.folder
    folder.mkdir(parents=True, exist_ok=True)
    fill(program, folder, given.experiments)
    listed = subprocess.run(
        [program, "list", "large-1", "--limit", "200", "--columns", "trial", "--json", "--results", folder],
        check=True, capture_output=True, text=True)
    trials = [row["trial"] for row in json.loads(listed.stdout)["trials"]]
    site = folder / "site"
    subprocess.run([program, "list", "--results", folder], check=True, capture_output=True)
    rows = {
        "list": [program, "list", "--results", folder],
        "list of all trials": [program, "list", "--trials", "--results", folder],
        "list --where dropout=bernoulli": [
            program, "list", "--trials", "--where", "dropout=bernoulli and status=completed", "--results", folder],
        f"compare of {len(trials)} trials": [program, "compare", *trials, "--results", folder],
        "archive build": [program, "archive", "build", "--results", folder, "--out", site],
    }
    print("| what | median, s | least | most |\n|---|---|---|---|")
    for name, command in rows.items():
        times = measured(1 if name == "archive build" else given.repeats, command)
        print(f"| {name} | {statistics.median(times):.2f} | {min(times):.2f} | {max(times):.2f} |", flush=True)
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    pages = sum(1 for _ in (site / "trial").iterdir())
    print(f"\n{pages} trial pages, {size / 1e6:.1f} MB in all")


if __name__ == "__main__":
    main()
