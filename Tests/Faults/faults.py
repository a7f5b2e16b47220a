#!/usr/bin/env python3
"""Lets every single call into the system fail, one after another, while the program works, and looks at what it did.

    faults.py PROGRAM [--short] [--every K [--from N]] [--only WORD]… [--folder DIR]

For each piece of work and each fault the n-th call fails, for n = 1, 2, 3 … until the work makes no n-th call. Each time
the program must end with a right result, or with an exit code other than 0 and a message that names the file; and the same
command must come to the right result afterwards. `make faults-check` runs all, `make test` some (--short).
"""
import argparse
import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

EXPERIMENT = """\
name: three
question: Does anything get lost?
seed: 5
replicates: 3
keep: weights
trial:
  dataset: { name: gaussian-blobs, training: 60, validation: 30, test: 30 }
  network: { mlp: { hidden: [6] } }
  dropout: { hidden: { bernoulli: { rate: 0.2 } } }
  optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }
  training: { batchSize: 10, epochs: 4, schedule: linear, evaluate: { every: 2, training: 30 } }
"""

WRITING = "write,pwrite,fsync,ftruncate,open,mkdir,rename,link,unlink,mmap"
GROWING = "write,pwrite,ftruncate,open,mkdir,rename,link"
READING = "open,read,pread,mmap"
EVERYTHING = WRITING + ",read,pread"


class Fault:
    def __init__(self, name, calls, error, stays=False):
        self.name, self.calls, self.error, self.stays = name, calls, error, stays


FAULTS = [
    Fault("EIO once", EVERYTHING, 5),
    Fault("EIO from then on", EVERYTHING, 5, stays=True),
    Fault("ENOSPC once", GROWING, 28),
    Fault("ENOSPC from then on", GROWING, 28, stays=True),
    Fault("EDQUOT from then on", GROWING, 122, stays=True),
    Fault("EACCES once", "open,mkdir,rename,link,unlink,mmap", 13),
    Fault("EMFILE once", "open", 24),
    Fault("EINTR once", "write,read,open", 4),
    Fault("a short write or read", "write,pwrite,read,pread", "short"),
]
FACTS = [
    "PRAGMA integrity_check", "PRAGMA foreign_key_check",
    "SELECT hex, status, batchOrder, finalWeights, hex(correctness), checksum FROM trial ORDER BY hex",
    "SELECT hex, epoch, split, metric, layer, value, state FROM epochMetric JOIN trial ON trial.id = epochMetric.trial"
    " ORDER BY 1, 2, 3, 4, 5",
    "SELECT hex, name, shape, hex(\"values\") FROM weight JOIN trial ON trial.id = weight.trial ORDER BY 1, 2",
]
SHORT = {"run": ["ENOSPC from then on"], "export": ["EIO once"]}


class Work:
    """A command, what stands in its folder before, and what must come of it."""

    def __init__(self, name, command, prepared="plain", result=("results/archive.sqlite",), faults=None):
        self.name, self.command, self.prepared, self.result = name, command, prepared, result
        self.faults = faults or [fault.name for fault in FAULTS]


# What is compared: rows of a database, the files of a folder (a slash ends it), a file, what a command (a tuple) makes of
# it; the output where nothing is named.
WORKS = [
    Work("run", ("run", "three.yaml", "--jobs", "1")),
    Work("run with checkpoints", ("run", "three.yaml", "--jobs", "1", "--checkpoint-every", "1"), prepared="left"),
    Work("report", ("report", "three"), prepared="archive", result=("results/three/",)),
    Work("archive build", ("archive", "build", "--out", "site"), prepared="archive", result=("site/",)),
    Work("archive export", ("archive", "export", "three", "-o", "three.sqlar"), prepared="archive",
         result=("three.sqlar",)),
    Work("archive import", ("archive", "import", "export.sqlar"), prepared="export"),
    Work("worker", ("worker", "--run", "folder", "--trial", "0-2"), prepared="folder",
         result=(("collect", "folder", "--results", "into"), "into/archive.sqlite")),
    Work("collect", ("collect", "folder"), prepared="trained"),
    Work("export", ("export", "three"), prepared="archive", result=(), faults=["EIO once", "EMFILE once",
         "EINTR once", "a short write or read", "EACCES once"]),
    Work("verify", ("verify",), prepared="archive", result=(), faults=["EIO once", "EMFILE once", "EACCES once"]),
]


class Campaign:
    def __init__(self, program, root, every, first=1):
        self.program, self.root, self.every, self.first = program, root, every, first
        self.shim = root / "shim.so"
        self.log = root / "fault.log"
        self.problems = []
        subprocess.run(["clang", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", self.shim, HERE / "shim.c", "-ldl"],
                       check=True)

    # The program, with or without a fault.

    def call(self, folder, words, fault=None, at=0):
        environment = dict(os.environ, HOME=str(folder), NO_COLOR="1", SWIFT_BACKTRACE="enable=no", TMPDIR=str(folder))
        if fault:
            self.log.unlink(missing_ok=True)
            environment.update(
                LD_PRELOAD=str(self.shim), FAULT_PROGRAM=Path(self.program).name, FAULT_UNDER=str(folder) + "/",
                FAULT_CALLS=fault.calls, FAULT_AT=str(at), FAULT_ERRNO=str(fault.error), FAULT_LOG=str(self.log))
            if fault.stays:
                environment["FAULT_STAYS"] = "1"
        try:
            return subprocess.run([self.program, *words], cwd=folder, env=environment, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired as late:
            return subprocess.CompletedProcess(words, -99, late.stdout or b"", (late.stderr or b"") + b"(hung)")

    def must(self, folder, *words, codes=(0,)):
        done = self.call(folder, words)
        if done.returncode not in codes:
            raise AssertionError(f"{words} ended with {done.returncode}: {done.stderr.decode()}")
        return done

    # What stands before, made once and copied.

    def prepare(self):
        (self.root / "plain").mkdir()
        (self.root / "plain" / "three.yaml").write_text(EXPERIMENT)
        for name, make in (("archive", self.make_archive), ("export", self.make_export), ("left", self.make_left),
                           ("folder", self.make_folder), ("trained", self.make_trained)):
            shutil.copytree(self.root / "plain", self.root / name)
            make(self.root / name)

    def make_archive(self, folder):
        self.must(folder, "run", "three.yaml", "--jobs", "1")

    def make_export(self, folder):
        self.must(self.root / "archive", "archive", "export", "three", "-o", str(folder / "export.sqlar"))

    def make_left(self, folder):
        """A run that was stopped in its tracks, with a state beside it."""
        words = [self.program, "run", "three.yaml", "--jobs", "1", "--checkpoint-every", "1"]
        for _ in range(200):
            shutil.rmtree(folder / "results", ignore_errors=True)
            process = subprocess.Popen(words, cwd=folder, stderr=subprocess.DEVNULL)
            end = time.monotonic() + 20
            while time.monotonic() < end and process.poll() is None:
                if list((folder / "results").glob("checkpoints/*.checkpoint")):
                    break
            process.send_signal(signal.SIGKILL)
            process.wait()
            if list((folder / "results").glob("checkpoints/*.checkpoint")):
                return
        raise AssertionError("no checkpoint was ever left behind")

    def make_folder(self, folder):
        self.must(folder, "run", "three.yaml", "--engine", "folder", "--run-folder", "folder")

    def make_trained(self, folder):
        shutil.copytree(self.root / "folder" / "folder", folder / "folder")
        self.must(folder, "worker", "--run", "folder", "--trial", "0-2")

    # What must come of it.

    def result(self, work, folder, output):
        """What is compared: bytes by name."""
        found = {} if work.result else {"output": output}
        for item in work.result:
            if isinstance(item, tuple):
                found[item] = self.call(folder, item).returncode
            elif item.endswith(".sqlite"):
                found[item] = self.rows(folder / item)
            elif item.endswith("/"):
                for path in sorted((folder / item).rglob("*")):
                    if path.is_file():
                        found[str(path.relative_to(folder))] = path.read_bytes()
            else:
                found[item] = (folder / item).read_bytes() if (folder / item).exists() else None
        return found

    def rows(self, path):
        """Every fact of a database, which must be sound and have the digest that is written beside it."""
        if not path.exists():
            return None
        stamp = path.with_name(path.name + ".sha256")
        if not Path(str(path) + "-wal").exists() and stamp.exists():
            if stamp.read_text().split()[0] != hashlib.sha256(path.read_bytes()).hexdigest():
                return "the digest beside it is another"
        database = sqlite3.connect(path)
        try:
            return [database.execute(query).fetchall() for query in FACTS]
        except sqlite3.Error as error:
            return str(error)
        finally:
            database.close()

    def fresh(self, work):
        folder = self.root / "work"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root / work.prepared, folder, symlinks=True)
        return folder

    def names(self, message, hit, stays):
        """Whether a message names the file of a failed call, its folder, or the file it would have become."""
        path = hit.split(" ", 1)[1].strip()
        folder, name = os.path.split(path)
        name = re.sub(r"^\.(.*)\.[0-9A-F-]{36}\.tmp(\.old)?$", r"\1", name)
        name = re.sub(r"-(wal|shm|journal)$|\.sha256$", "", name)
        hidden = re.sub(r"\.([^/]+)\.[0-9A-F-]{36}\.tmp", r"\1", folder)
        work = str(self.root / "work")
        if name.startswith("etilqs_"):
            # A new archive is filled in a file without a name, which can only be told by the one that it gets.
            return work + "/results/archive.sqlite:" in message
        if stays and work + "/" in message:
            # Other calls failed after the first one, and any of them may be the one that is told.
            return True
        return name in message or any(
            len(place) > len(work) and place in message for place in (folder, hidden)) or f"{work}:" in message

    def attempt(self, work, fault, at, expected):
        """One fault; returns how it ended, or nil when there was no such call."""
        folder = self.fresh(work)
        done = self.call(folder, work.command, fault, at)
        if not self.log.exists():
            return None
        hit = self.log.read_text().splitlines()[0]
        message = done.stderr.decode(errors="replace")
        if work.name == "verify" and done.returncode == 3:
            # What differs is its result. SQLite takes a page that could not be read once for a damaged one.
            message += done.stdout.decode(errors="replace")
        where = f"{work.name}, {fault.name}, call {at} ({hit.replace(str(folder) + '/', '')}): "
        if done.returncode < 0:
            return self.problem(where + f"ended by signal {-done.returncode}: {message[-300:]}")
        if done.returncode == 0:
            if self.result(work, folder, done.stdout) != expected:
                return self.problem(where + f"exit code 0, but the result is another: {message[-300:]}")
            return "right"
        if not self.names(message, hit, fault.stays):
            return self.problem(where + f"exit code {done.returncode}, but no file is named: {message[-300:]}")
        again = self.call(folder, work.command)
        if fault.stays and "unlink" in fault.calls:
            self.sweep(folder)
        if again.returncode != 0:
            return self.problem(where + f"afterwards exit code {again.returncode}: {again.stderr.decode()[-300:]}")
        if self.result(work, folder, again.stdout) != expected:
            return self.problem(where + "afterwards the result is another")
        return "told"

    def sweep(self, folder):
        """Where not even a removal works, a hidden file stays; an hour later `gc` must take it."""
        left = [path for path in (folder / "results").rglob(".*.tmp") if path.is_file()]
        for path in left:
            os.utime(path, (0, 0))
        if left:
            self.must(folder, "gc", "--yes")

    def problem(self, text):
        self.problems.append(text)
        print("  PROBLEM " + text.replace("\n", " | "), flush=True)
        return "wrong"

    def expected(self, work):
        folder = self.fresh(work)
        return self.result(work, folder, self.must(folder, *work.command).stdout)

    def campaign(self, work, fault):
        expected, counts, at = self.expected(work), {"right": 0, "told": 0, "wrong": 0}, self.first
        while (ended := self.attempt(work, fault, at, expected)) is not None:
            counts[ended] += 1
            at += self.every
        print(f"| {work.name} | {fault.name} | {sum(counts.values())} | {counts['right']} | {counts['told']} |"
              f" {counts['wrong']} |", flush=True)


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("program")
    reader.add_argument("--short", action="store_true", help="a few pieces of work, every 41st call")
    reader.add_argument("--every", type=int, default=1, help="only every so manieth call")
    reader.add_argument("--from", type=int, default=1, dest="first", help="the call to begin with")
    reader.add_argument("--only", action="append", default=[], help="work or fault whose name contains this")
    reader.add_argument("--folder", help="where the files lie; the temporary folder unless given")
    asked = reader.parse_args()
    if not shutil.which("clang"):
        return print("clang is not here to build the shim: nothing was tried")
    with tempfile.TemporaryDirectory(prefix="faults-", dir=asked.folder) as root:
        campaign = Campaign(str(Path(asked.program).resolve()), Path(root).resolve(),
                            41 if asked.short else asked.every, asked.first)
        campaign.prepare()
        print("| Work | Fault | Calls | Right result | Message | Wrong |\n|---|---|---|---|---|---|", flush=True)
        for work in WORKS:
            for fault in FAULTS:
                chosen = SHORT.get(work.name, []) if asked.short else work.faults
                if fault.name in chosen and all(word in f"{work.name}, {fault.name}" for word in asked.only):
                    campaign.campaign(work, fault)
    if campaign.problems:
        sys.exit(f"{len(campaign.problems)} times something else came of it")


if __name__ == "__main__":
    main()
