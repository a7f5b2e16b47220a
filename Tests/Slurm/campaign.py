#!/usr/bin/env python3
"""Faults on a real Slurm of three nodes, each of which must end in the metrics of a run on one machine, bit for bit.

    campaign.py PROGRAM [fault …]

Starts the cluster with cluster.sh from Debian's packages and stops it afterwards; ends with 0, and a word, where they are
missing. `make cluster-check` runs it. Needs root, as slurmd does.
"""
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLUSTER = HERE / "cluster.sh"

EXPERIMENT = """\
name: {name}
question: Does it come to the same on a cluster?
seed: 3
replicates: {replicates}
baseline: {{ trial.dropout.hidden: none }}
trial:
  dataset: {{ name: gaussian-blobs, training: 120, validation: 60, test: 60 }}
  network: {{ mlp: {{ hidden: [{units}] }} }}
  optimizer: {{ sgd: {{ learningRate: 0.1, momentum: 0.9 }} }}
  training: {{ batchSize: 20, epochs: {epochs}, schedule: linear, evaluate: {{ every: {every}, training: 60 }} }}
{tune}vary:
  trial.dropout.hidden: [none, {{ bernoulli: {{ rate: 0.2 }} }}]
"""
TUNE = "tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }\n"


class Campaign:
    def __init__(self, program, root):
        self.program, self.root = program, root
        self.slurm = root / "slurm"
        os.environ["SLURM_CONF"] = str(self.slurm / "slurm.conf")

    # What is asked of the program and of the cluster.

    def cluster(self, *words, check=True):
        return subprocess.run([str(CLUSTER), words[0], str(self.slurm), *words[1:]], check=check).returncode

    def run(self, *words, codes=(0,)):
        done = subprocess.run([self.program, *map(str, words)], cwd=self.root, capture_output=True, text=True)
        if codes and done.returncode not in codes:
            raise AssertionError(f"{words} ended with {done.returncode}, not {codes}:\n{done.stdout}{done.stderr}")
        return done

    def write(self, name, replicates=29, units=16, epochs=20, every=5, tune=TUNE):
        text = EXPERIMENT.format(name=name, replicates=replicates, units=units, epochs=epochs, every=every, tune=tune)
        (self.root / f"{name}.yaml").write_text(text)

    def local(self, name):
        self.run("run", f"{name}.yaml", "--results", "local")
        return self.run("export", name, "--results", "local").stdout

    def submit(self, name, folder, *words):
        return self.run("run", f"{name}.yaml", "--engine", "slurm", "--run-folder", folder, "--results", folder + "-db", *words,
                        codes=(0, 75))

    def finished(self, folder):
        return len(list((self.root / folder / "results").glob("*.result")))

    def until(self, what, condition, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.2)
        raise AssertionError(f"waited {seconds} s in vain for {what}; queued: {self.queue()}")

    def queue(self):
        done = subprocess.run(["squeue", "-h", "-r", "-o", "%i %T %j %N"], capture_output=True, text=True)
        return done.stdout.splitlines() if done.returncode == 0 else None

    def drained(self):
        return self.queue() == []

    def complete(self, folder, rounds=6):
        """Resumes as often as a person would: until everything is there."""
        for _ in range(rounds):
            self.until("an empty queue", self.drained, 240)
            if self.run("collect", folder, "--results", folder + "-db", codes=(0, 75)).returncode == 0:
                return
            self.cluster("up")
            # What died a moment ago still counts as alive.
            self.until("gaps", lambda: "0 to submit" not in self.run("resume", folder, "--dry-run", codes=None).stderr, 90)
            self.run("resume", folder, codes=(0, 75))
        raise AssertionError(f"{folder} was not complete after {rounds} rounds")

    def same(self, name, folder, expected):
        found = self.run("export", name, "--results", folder + "-db").stdout
        assert found == expected, f"{folder}: the exported metrics differ"
        hidden = [p.name for p in (self.root / folder / "results").iterdir() if not p.name.endswith(".result")]
        return hidden

    # The faults.

    def none(self, name, expected):
        for pack in (1, 4):
            folder = f"none-{pack}"
            done = self.submit(name, folder, "--pack", pack, "--wait")
            assert done.returncode == 0, done.stderr
            self.same(name, folder, expected)
            # Once more, and once anew from the files.
            again = self.run("collect", folder, "--results", folder + "-db")
            assert "0 trials collected" in again.stderr, again.stderr
            pages = []
            for results in (folder + "-db", folder + "-again"):
                self.run("collect", folder, "--results", results)
                self.run("report", name, "--results", results, "--out", results + "/pages")
                pages.append((self.root / results / "pages" / name / "index.html").read_bytes())
            assert pages[0] == pages[1], "the report of a rebuilt archive differs"

    def node_killed(self, name, expected):
        self.submit(name, "killed", "--pack", 4)
        self.until("some results", lambda: self.finished("killed") > 6)
        node = self.busy_node()
        self.cluster("kill", node)
        for pid in self.workers(node):
            os.kill(pid, signal.SIGKILL)
        time.sleep(1)
        self.cluster("up")
        self.complete("killed")
        self.same(name, "killed", expected)

    def node_cut_off(self, name, expected):
        self.submit(name, "cut", "--pack", 10)
        self.until("some results", lambda: self.finished("cut") > 6)
        node = self.busy_node()
        workers = self.workers(node)
        # Its tasks are stopped in their tracks, requeued elsewhere, and live on afterwards.
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        self.cluster("kill", node)
        time.sleep(25)
        for pid in workers:
            os.kill(pid, signal.SIGCONT)
        time.sleep(2)
        self.cluster("up")
        self.complete("cut")
        self.same(name, "cut", expected)

    def controller_killed(self, name, expected):
        self.submit(name, "lost")
        time.sleep(1)
        self.cluster("kill", "slurmctld")
        status = self.run("status", "lost")
        assert "what is queued is not known" in status.stdout, status.stdout
        assert self.run("resume", "lost", codes=(75,)).returncode == 75
        self.cluster("up")
        time.sleep(2)
        self.complete("lost")
        self.same(name, "lost", expected)

    def element_cancelled(self, name, expected):
        self.submit(name, "cancelled", "--pack", 4)
        self.until("a running element", lambda: any(" RUNNING " in line for line in self.queue() or []))
        for line in [line for line in self.queue() if " RUNNING " in line][:1]:
            subprocess.run(["scancel", line.split()[0]], check=True)
        self.complete("cancelled")
        self.same(name, "cancelled", expected)

    def run_cancelled(self, name, expected):
        self.submit(name, "stopped", "--pack", 4)
        self.until("some results", lambda: self.finished("stopped") > 3)
        self.run("cancel", "stopped")
        self.until("an empty queue", self.drained)
        assert self.finished("stopped") < 60, "everything was finished before it was cancelled"
        self.complete("stopped")
        self.same(name, "stopped", expected)

    def folder_full(self, name, expected):
        folder = self.root / "full"
        folder.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]).returncode != 0:
            return print("  folder_full: skipped, this host mounts no tmpfs")
        try:
            self.submit(name, "full", "--pack", 4)
            self.until("an empty queue", self.drained, 240)
            assert self.finished("full") < 60, "the folder was never full"
            subprocess.run(["mount", "-o", "remount,size=40m", str(folder)], check=True)
            self.complete("full")
            self.same(name, "full", expected)
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)

    def killed_while_publishing(self, name, expected):
        self.submit(name, "torn", "--sbatch-option=--hold")
        chance = random.Random(5)
        for round in range(30):
            worker = subprocess.Popen(
                [self.program, "worker", "--run", "torn", "--trial", "0-3"], cwd=self.root, stderr=subprocess.DEVNULL)
            time.sleep(0.25 + 0.6 * chance.random())
            worker.kill()
            worker.wait()
        for path in (self.root / "torn" / "results").glob("*.result"):
            assert path.read_bytes().startswith(b"dropout-lab result 1 sha256="), path
        self.release()
        self.complete("torn")
        self.same(name, "torn", expected)

    def plan_edited(self, name, expected):
        self.submit(name, "edited", "--pack", 4)
        self.until("some results", lambda: self.finished("edited") > 6)
        plan = self.root / "edited" / "plan.json"
        text = plan.read_text()
        plan.write_text(text.replace("momentum: 0.9", "momentum: 0.8"))
        done = self.run("worker", "--run", "edited", "--trial", "0", codes=(65,))
        assert "was changed after it was frozen" in done.stderr, done.stderr
        for verb in ("collect", "resume", "status"):
            assert "was changed after it was frozen" in self.run(verb, "edited", codes=(65,)).stderr
        self.until("an empty queue", self.drained)
        assert self.finished("edited") < 60, "everything was trained before the plan was edited"
        plan.write_text(text)
        self.complete("edited")
        self.same(name, "edited", expected)

    def damaged_results(self, name, expected):
        self.submit(name, "damaged", "--pack", 10, "--wait")
        files = sorted((self.root / "damaged" / "results").glob("*.result"))
        files[3].write_bytes(files[3].read_bytes()[:-40])
        files[7].write_bytes(files[7].read_bytes().replace(b"hidden1", b"hidden2"))
        shutil.rmtree(self.root / "damaged-db")
        done = self.run("collect", "damaged", "--results", "damaged-db", codes=(75,))
        assert done.stderr.count("put aside as") == 2, done.stderr
        self.complete("damaged")
        self.same(name, "damaged", expected)
        assert len(list((self.root / "damaged" / "refused").iterdir())) == 2

    def inside_a_trial(self, name, expected):
        """A long trial is told to stop again and again, and goes on each time."""
        self.write("long", replicates=1, units=256, epochs=20000, every=5000, tune="")
        expected = self.local("long")
        self.submit("long", "long", "--cpus", 2, "--pack", 2, "--checkpoint-every", "5s")
        for round in range(2):
            self.until("a running element", lambda: any(" RUNNING " in line for line in self.queue() or []))
            time.sleep(4)
            running = [line.split()[0] for line in self.queue() or [] if " RUNNING " in line]
            if not running:
                break
            subprocess.run(["scancel", "--signal=TERM", "--batch", *running])
            self.until("a state", lambda: any((self.root / "long" / "checkpoints").glob("*.checkpoint")), 30)
        logs = lambda: "".join(p.read_text() for p in (self.root / "long" / "logs").iterdir())
        self.complete("long")
        assert "go on from here next time" in logs(), logs()
        self.same("long", "long", expected)
        assert not list((self.root / "long" / "checkpoints").iterdir())

    def thousand_short_trials(self, name, expected):
        """Of 0.1 s each; three elements at once share the cores that the run beside them has."""
        self.write("short", replicates=500, units=64, epochs=1000, every=250, tune="")
        begin = time.monotonic()
        expected = self.run("run", "short.yaml", "--results", "local", "--jobs", 3) and self.run(
            "export", "short", "--results", "local").stdout
        alone = time.monotonic() - begin
        begin = time.monotonic()
        self.submit("short", "short", "--max-parallel", 3, "--results", "short-db")
        looked = []
        while not self.drained():
            if time.monotonic() - begin > 5 * len(looked):
                start = time.monotonic()
                self.run("status", "short")
                looked.append(time.monotonic() - start)
            time.sleep(0.5)
        together = time.monotonic() - begin
        begin = time.monotonic()
        self.run("collect", "short", "--results", "short-db")
        collecting = time.monotonic() - begin
        start = time.monotonic()
        self.run("status", "short")
        looked.append(time.monotonic() - start)
        self.same("short", "short", expected)
        overhead, collected = together / alone - 1, (together + collecting) / alone - 1
        print(f"  1000 trials: alone {alone:.1f} s, on the cluster {together:.1f} s, collected in {collecting:.1f} s "
              f"(overhead {overhead:+.0%}, with collecting {collected:+.0%}), status {statistics.median(looked):.2f} s, at most {max(looked):.2f} s")

    def release(self):
        """Lets held jobs go: all elements of an array, in one call each."""
        for job in {line.split("_")[0] for line in self.queue()}:
            subprocess.run(["scontrol", "release", job], check=True)

    # Processes of a node.

    def busy_node(self):
        return next(line.split()[3] for line in self.queue() if " RUNNING " in line)

    def workers(self, node):
        """The workers that run as jobs of a node."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                environment = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"worker" in words and f"SLURMD_NODENAME={node}".encode() in environment:
                found.append(int(entry.name))
        return found


FAULTS = [
    "none", "node_killed", "node_cut_off", "controller_killed", "element_cancelled", "run_cancelled", "folder_full",
    "killed_while_publishing", "plan_edited", "damaged_results", "inside_a_trial", "thousand_short_trials",
]


def main():
    program = str(Path(sys.argv[1]).resolve())
    chosen = sys.argv[2:] or FAULTS
    # What was started is stopped whatever ends the campaign.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="dropout-lab-slurm-") as folder:
        # munged runs as a user of its own.
        os.chmod(folder, 0o755)
        campaign = Campaign(program, Path(folder))
        code = campaign.cluster("up", check=False)
        if code == 77:
            return 0
        if code != 0:
            return code
        failures = 0
        try:
            campaign.write("sixty")
            expected = campaign.local("sixty")
            for fault in chosen:
                begin = time.monotonic()
                campaign.cluster("up")
                try:
                    getattr(campaign, fault)("sixty", expected)
                    print(f"ok    {fault} ({time.monotonic() - begin:.0f} s)", flush=True)
                except AssertionError as error:
                    failures += 1
                    print(f"FAIL  {fault}: {error}", flush=True)
                    subprocess.run(["scancel", "-u", "root"])
        finally:
            campaign.cluster("down")
        return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
