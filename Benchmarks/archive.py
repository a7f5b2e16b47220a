#!/usr/bin/env python3
"""Measures the archive at 10 000 trials of 50 epochs: list, comparison of 200 trials, the whole site, recording.

    archive.py PROGRAM FOLDER [--experiments 25] [--repeats 5] [--recording | --serving]

The archive in FOLDER is made by the program itself, once, from experiments with tiny networks (some minutes); a second
call finds it there, as it finds any other archive with --recording. Prints a table of medians with least and most, in
seconds.

--recording measures how long a finished trial of 50 epochs takes to be recorded, in a copy of the archive: with nobody
beside, then while four processes read without pause (list, compare, requests to serve, export).

--serving measures `serve`: its page of all experiments, a comparison of 200 trials for the first time, fifty readers at
once, and what memory it takes then and after the whole reports of all experiments (Linux).
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

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


RECORDED = """name: recorded-{number}
question: How long does a finished trial take to be recorded?
seed: {seed}
replicates: {replicates}
trial:
  dataset: {{ name: synthetic-digits, training: 100, validation: 50, test: 50 }}
  network: {{ mlp: {{ hidden: [8] }} }}
  dropout: {{ hidden: {{ bernoulli: {{ rate: 0.5 }} }} }}
  optimizer: {{ sgd: {{ learningRate: 0.1, momentum: 0.9 }} }}
  training: {{ batchSize: 50, epochs: 50, evaluate: {{ every: 1, training: 50 }} }}
"""


def recorded(program, folder, number, replicates):
    """Trains so many trials one after another; what recording each took, as the program tells of it."""
    file = folder / f"recorded-{number}.yaml"
    file.write_text(RECORDED.format(number=number, seed=9000 + number, replicates=replicates))
    run = subprocess.run(
        [program, "run", file, "--results", folder, "--jobs", "1", "--json"], check=True, capture_output=True, text=True)
    events = map(json.loads, run.stdout.splitlines())
    return [event["recordSeconds"] for event in events if event["event"] == "finished"]


def served(program, folder):
    """The server of an archive with its address."""
    server = subprocess.Popen(
        [program, "serve", "--port", "0", "--results", folder], stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL)
    address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
    return server, address.rstrip("/")


def page(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def names_and_trials(program, folder, count):
    """Names of all experiments, and trials of the first one."""
    def listed(*arguments):
        told = subprocess.run(
            [program, "list", *arguments, "--json", "--results", folder], check=True, capture_output=True, text=True)
        return json.loads(told.stdout)

    names = [row["name"] for row in listed("--columns", "name")["experiments"]]
    rows = listed(names[0], "--limit", str(count), "--columns", "trial")["trials"]
    return names, [row["trial"] for row in rows]


class Readers:
    """Four processes that read an archive again and again; counts what they have read."""

    def __init__(self, program, folder):
        self.counts, self.stopped = {}, threading.Event()
        names, trials = names_and_trials(program, folder, 20)
        self.server, address = served(program, folder)
        commands = {
            "list": [program, "list", "--results", folder],
            "compare": [program, "compare", *trials, "--results", folder],
            "export": [program, "export", "--view", "finals", names[0], "--results", folder],
        }
        loops = {name: self.reading(command) for name, command in commands.items()}
        loops["requests"] = self.asking([f"{address}/trial/{trial}.html" for trial in trials] + [address])
        self.threads = [threading.Thread(target=self.loop, args=item) for item in loops.items()]
        for thread in self.threads:
            thread.start()

    def loop(self, name, read):
        self.counts[name] = 0
        while not self.stopped.is_set():
            read()
            self.counts[name] += 1

    @staticmethod
    def reading(command):
        return lambda: subprocess.run(command, check=True, capture_output=True)

    @staticmethod
    def asking(addresses):
        """The pages one after another; those of trials are made anew whenever the archive has changed."""
        turn = iter(range(sys.maxsize))

        def ask():
            with urllib.request.urlopen(addresses[next(turn) % len(addresses)]) as page:
                page.read()

        return ask

    def end(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()
        self.server.terminate()
        self.server.wait()


def measure_recording(program, folder, replicates):
    with tempfile.TemporaryDirectory(dir=folder) as name:
        copy = pathlib.Path(name)
        for file in ["archive.sqlite", "conclusions.json"]:
            shutil.copy(folder / file, copy)
        # What the first list would have to read is read before.
        subprocess.run([program, "list", "--results", copy], check=True, capture_output=True)
        quiet = recorded(program, copy, 1, replicates)
        readers = Readers(program, copy)
        busy = recorded(program, copy, 2, replicates)
        readers.end()
        log = copy / "archive.sqlite-wal"
        size = log.stat().st_size / 1e6 if log.exists() else 0
    print("| recording a trial of 50 epochs | trials | median, ms | nine of ten | least | most |\n|---|---|---|---|---|---|")
    for title, times in [("nobody reads", quiet), ("four read without pause", busy)]:
        times = sorted(1e3 * time for time in times)
        print(f"| {title} | {len(times)} | {statistics.median(times):.1f} | {times[len(times) * 9 // 10]:.1f} "
              f"| {times[0]:.1f} | {times[-1]:.1f} |")
    counts = ", ".join(f"{count} × {name}" for name, count in sorted(readers.counts.items()))
    print(f"\nmeanwhile: {counts}; the log at the end: {size:.1f} MB")


def measure_serving(program, folder, repeats):
    subprocess.run([program, "list", "--results", folder], check=True, capture_output=True)
    names, trials = names_and_trials(program, folder, 200)
    server, address = served(program, folder)

    def timed(body):
        start = time.perf_counter()
        body()
        return time.perf_counter() - start

    def memory(what):
        status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        size = {line.split()[0]: int(line.split()[1]) / 1e3 for line in status.splitlines() if line.endswith("kB")}
        return f"{what}: {size['VmRSS:']:.0f} MB, {size['VmHWM:']:.0f} MB at most"

    def read_many():
        readers = [threading.Thread(target=lambda: [page(f"{address}/trial/{trial}.html") for trial in trials[:12]])
                   for _ in range(50)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()

    try:
        while "are being read" in page(address):
            time.sleep(0.5)
        comparison = f"{address}/comparison?" + "&".join(f"side={trial}" for trial in trials)
        rows = {
            "the page of all experiments": [timed(lambda: page(address)) for _ in range(repeats)],
            f"a comparison of {len(trials)} trials, the first time": [timed(lambda: page(comparison))],
            "50 readers at once, 600 pages in all": [timed(read_many)],
        }
        print("| what | median, s | least | most |\n|---|---|---|---|")
        for name, times in rows.items():
            print(f"| {name} | {statistics.median(times):.2f} | {min(times):.2f} | {max(times):.2f} |")
        print("\n" + memory("memory then"))
        for name in names:
            page(f"{address}/experiments/{name}/index.html")
        print(memory(f"after the whole reports of {len(names)} experiments"))
    finally:
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--experiments", type=int, default=25)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--recording", action="store_true")
    parser.add_argument("--serving", action="store_true")
    parser.add_argument("--trials", type=int, default=200, help="with --recording: trials to record, twice")
    given = parser.parse_args()
    program, folder = given.program.resolve(), given.folder
    if given.recording:
        return measure_recording(program, folder, given.trials)
    if given.serving:
        return measure_serving(program, folder, given.repeats)
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
