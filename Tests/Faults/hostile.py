#!/usr/bin/env python3
"""Runs the program where processes die, disks fill up and clocks jump, and looks whether anything finished gets lost.

    hostile.py PROGRAM [--times K] [--only WORD]…

Each case ends in the facts of an undisturbed run, or in a message and an exit code other than 0 with the archive sound.
Cases that this machine does not allow (they need root, faketime, xfsprogs, btrfs-progs or loop devices) are named and left out.
"""
import argparse
import ctypes
import http.client
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from faults import EXPERIMENT, FACTS

LONGER = EXPERIMENT.replace("replicates: 3", "replicates: 12")


class Failed(Exception):
    pass


class Hostile:
    def __init__(self, program, root, times):
        self.program, self.root, self.times, self.chance = program, root, times, random.Random(20261128)

    # The program and what it left.

    def folder(self, name="work"):
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "three.yaml").write_text(LONGER)
        return folder

    def start(self, folder, *words, before=(), **more):
        environment = dict(os.environ, NO_COLOR="1", SWIFT_BACKTRACE="enable=no", TMPDIR=str(self.root))
        return subprocess.Popen([*before, self.program, *map(str, words)], cwd=folder, env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)

    def run(self, folder, *words, before=(), codes=(0,), **more):
        process = self.start(folder, *words, before=before, **more)
        output, messages = process.communicate(timeout=300)
        if codes is not None and process.returncode not in codes:
            raise Failed(f"{words} ended with {process.returncode}, not {codes}: {messages[-400:]}")
        process.output, process.messages = output, messages
        return process

    def facts(self, folder):
        database = sqlite3.connect(folder / "results/archive.sqlite")
        try:
            return [database.execute(query).fetchall() for query in FACTS]
        finally:
            database.close()

    def finished(self, folder, mode="ro"):
        """Trials that are in the archive now, by a reader beside whoever writes; `rw` takes in what a crash left."""
        path = folder / "results/archive.sqlite"
        if not path.exists():
            return set()
        try:
            database = sqlite3.connect(f"file:{path}?mode={mode}", uri=True, timeout=10)
        except sqlite3.OperationalError:
            return set()
        try:
            return {row[0] for row in database.execute("SELECT hex FROM trial")}
        except sqlite3.OperationalError:
            return set()
        finally:
            database.close()

    def same(self, folder, what):
        if self.facts(folder) != self.expected:
            raise Failed(f"{what}: other facts than those of an undisturbed run")

    def told(self, process, *words):
        """A clear end: an exit code of its own, one message, no trap."""
        if process.returncode <= 0 or process.returncode > 128 and process.returncode not in (130, 143):
            raise Failed(f"ended with {process.returncode}: {process.messages[-400:]}")
        errors = [line for line in process.messages.splitlines() if line.startswith("error:")]
        if len(errors) != 1 or not any(word in errors[0] for word in words):
            raise Failed(f"said {errors or process.messages[-300:]!r}, not one message about {' or '.join(words)}")
        return errors[0]

    def prepare(self):
        folder = self.folder("expected")
        began = time.monotonic()
        self.run(folder, "run", "three.yaml", "--jobs", 2)
        self.seconds = time.monotonic() - began
        self.expected = self.facts(folder)

    # Processes that die.

    def kills(self):
        folder, kept, kept_before, lost = self.folder(), 0, set(), 0
        for _ in range(self.times):
            if len(kept_before) == 12:
                folder, kept_before = self.folder(), set()
            process = self.start(folder, "run", "three.yaml", "--jobs", 2, "--checkpoint-every", 1)
            time.sleep(self.chance.random() * self.seconds)
            seen = self.finished(folder)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            now = self.finished(folder, "rw")
            lost += len((kept_before | seen) - now)
            kept, kept_before = kept + len(now - kept_before), now
        if lost:
            raise Failed(f"{lost} finished trials were lost")
        self.run(folder, "run", "three.yaml", "--jobs", 2)
        self.same(folder, "after the kills")
        self.run(folder, "verify")
        return f"{self.times} kills of a run and of its resumptions: {kept} finished trials, all kept; the facts of an undisturbed run"

    def power_cuts(self):
        """Copies of database and log while a run writes them, each file as it was at another moment and cut anywhere."""
        folder, copies, refused, process = self.folder(), 0, 0, None
        results = folder / "results"
        while copies < self.times:
            if process is None or process.poll() is not None:
                shutil.rmtree(results, ignore_errors=True)
                process = self.start(folder, "run", "three.yaml", "--jobs", 1)
            time.sleep(self.chance.random() * 0.03)
            cut = self.root / "cuts" / str(copies) / "results"
            cut.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy(results / "archive.sqlite", cut)
                log = (results / "archive.sqlite-wal").read_bytes()
            except FileNotFoundError:
                continue
            (cut / "archive.sqlite-wal").write_bytes(log[:self.chance.randrange(len(log) + 1)])
            copies += 1
        process.kill()
        process.communicate()
        for number in range(copies):
            cut = self.root / "cuts" / str(number)
            (cut / "three.yaml").write_text(LONGER)
            done = self.run(cut, "run", "three.yaml", "--jobs", 2, codes=None)
            if done.returncode == 0:
                self.same(cut, f"cut {number}")
            else:
                refused += 1
                self.told(done, "archive.sqlite")
        return f"{copies} copies of database and cut log: {copies - refused} went on to the same facts, {refused} were refused with a message"

    def two_runs(self):
        codes = []
        for _ in range(max(1, self.times // 10)):
            folder = self.folder()
            both = [self.start(folder, "run", "three.yaml", "--jobs", 1) for _ in range(2)]
            for process in both:
                _, messages = process.communicate(timeout=300)
                if process.returncode not in (0, 75):
                    raise Failed(f"ended with {process.returncode}: {messages[-300:]}")
                codes.append(process.returncode)
            self.run(folder, "run", "three.yaml")
            self.same(folder, "two runs at once")
        return f"{len(codes) // 2} times, exit codes {sorted(set(codes))}; the facts of one run"

    def readers(self):
        folder = self.folder()
        process, asked, counts = self.start(folder, "run", "three.yaml", "--jobs", 1), 0, [0]
        while process.poll() is None:
            readers = [self.start(folder, "list", "--json") for _ in range(5)]
            for reader in readers:
                output, messages = reader.communicate()
                if reader.returncode not in (0, 66):
                    raise Failed(f"a reader ended with {reader.returncode}: {messages}")
                asked += 1
            counts.append(len(self.finished(folder)))
        if process.returncode != 0 or counts != sorted(counts):
            raise Failed(f"the run ended with {process.returncode}; readers saw {counts} trials")
        self.same(folder, "readers")
        return f"{asked} readers, five at a time; none was refused, none saw a trial go"

    def pages(self):
        """Fifty clients of a server that has just begun, while a run goes on."""
        folder, answers = self.folder(), []
        (folder / "results").mkdir()
        self.run(folder, "run", "three.yaml", "replicates=1")
        server = self.start(folder, "serve", "--port", 0)
        process = self.start(folder, "run", "three.yaml", "--jobs", 1)
        port = int(server.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
        addresses = ("/", "/api/experiments", "/api/trials?experiment=three", "/experiments/three/index.html")

        def read(number):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for turn in range(12):
                address, began = addresses[(number + turn) % len(addresses)], time.monotonic()
                try:
                    connection.request("GET", address)
                    answer = connection.getresponse()
                    size, status = len(answer.read()), answer.status
                except (OSError, http.client.HTTPException) as error:
                    size, status = 0, type(error).__name__
                answers.append((time.monotonic() - began, address, status, size))

        readers = [threading.Thread(target=read, args=(number,)) for number in range(50)]
        began = time.monotonic()
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        seconds = time.monotonic() - began
        process.communicate(timeout=300)
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=10)
        wrong = [answer for answer in answers if answer[2] != 200 or answer[3] == 0]
        if wrong or len(answers) != 600 or process.returncode != 0 or server.returncode != 0:
            raise Failed(f"{len(wrong)} of {len(answers)} pages: {wrong[:2]}; the run ended with {process.returncode},"
                         f" the server with {server.returncode}")
        self.same(folder, "fifty readers")
        return f"600 pages to fifty clients in {seconds:.1f} s, the slowest in {max(answers)[0]:.1f} s; all 200"

    # Places that do not take everything.

    def full_disk(self):
        found = []
        for size in ("300k", "1m", "2m", "4m"):
            folder = self.folder()
            if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]).returncode != 0:
                return None
            try:
                code = self.filled(folder, size, ["mount", "-o", "remount,size=64m", folder])
                found.append(f"{size}: {code}")
            finally:
                subprocess.run(["umount", "-l", folder], check=True)
        return "; ".join(found) + "; with more room the same command finished, and verify found nothing"

    def filled(self, folder, size, enlarge):
        """Runs what needs more than there is, and once more when there is room; returns how the first ended."""
        (folder / "three.yaml").write_text(LONGER.replace("[6]", "[600, 100]"))
        done = self.run(folder, "run", "three.yaml", "--jobs", 2, codes=None)
        if done.returncode != 0:
            self.told(done, "archive.sqlite")
        before = self.finished(folder)
        subprocess.run(enlarge, check=True)
        self.run(folder, "run", "three.yaml", "--jobs", 2)
        if not before <= self.finished(folder) or len(self.finished(folder)) != 12:
            raise Failed(f"{size}: finished trials were lost")
        self.run(folder, "verify")
        return done.returncode

    def quota(self):
        """A subvolume of btrfs that may hold so much and no more."""
        if os.getuid() != 0 or not shutil.which("btrfs"):
            return None
        image, mounted, found = self.root / "pool", self.root / "limited", []
        mounted.mkdir()
        with open(image, "wb") as file:
            file.truncate(512 << 20)
        subprocess.run(["mkfs.btrfs", "-q", image], check=True)
        if subprocess.run(["mount", "-o", "loop", image, mounted], stderr=subprocess.DEVNULL).returncode != 0:
            return None
        try:
            subprocess.run(["btrfs", "quota", "enable", mounted], check=True)
            for size in ("300k", "1m", "2m", "4m"):
                folder = mounted / size
                subprocess.run(["btrfs", "subvolume", "create", folder], check=True, stdout=subprocess.DEVNULL)
                subprocess.run(["btrfs", "qgroup", "limit", size, folder], check=True)
                code = self.filled(folder, size, ["btrfs", "qgroup", "limit", "none", folder])
                found.append(f"{size}: {code}")
        finally:
            subprocess.run(["umount", "-l", mounted], check=True)
        return "; ".join(found) + "; without it the same command finished, and verify found nothing"

    def read_only(self):
        folder = self.folder()
        folder.chmod(0o555)
        self.root.chmod(0o755)
        if os.getuid() != 0 or not shutil.which("setpriv"):
            return None
        nobody = ("setpriv", "--reuid", "65534", "--clear-groups")
        first = self.told(self.run(folder, "run", "three.yaml", before=nobody, codes=None), "results")
        folder.chmod(0o777)
        self.run(folder, "run", "three.yaml")
        (folder / "results").chmod(0o555)
        second = self.run(folder, "run", "three.yaml", "replicates=13", before=nobody, codes=None)
        self.told(second, f"archive.sqlite: the archive cannot be written: {folder}/results: cannot write: ")
        self.run(folder, "list", before=nobody)
        self.same(folder, "read-only")
        return first.replace(str(self.root) + "/", "")

    def folder_removed(self):
        found = set()
        for _ in range(10):
            folder = self.folder()
            process = self.start(folder, "run", "three.yaml", "--jobs", 1)
            # By what it says, so that it is never at its end already.
            for _ in range(self.chance.randrange(1, 12)):
                process.stderr.readline()
            shutil.rmtree(folder / "results", ignore_errors=True)
            process.output, process.messages = process.communicate(timeout=300)
            found.add(process.returncode)
            if process.returncode == 0 and len(self.finished(folder)) != 12:
                raise Failed("exit code 0, and the trials are gone")
            if process.returncode != 0:
                self.told(process, "results", "archive.sqlite")
        return f"10 times, exit codes {sorted(found)}"

    def limits(self):
        found = []
        for limit, sizes in (("-f", (0, 8, 64, 200)), ("-v", (130_000, 200_000, 300_000, 400_000, 700_000))):
            for size in sizes:
                folder = self.folder()
                done = self.run(folder, "run", "three.yaml", before=("sh", "-c", f'ulimit {limit} {size}; exec "$0" "$@"'),
                                codes=None)
                if done.returncode != 0:
                    self.told(done, "archive.sqlite", "results", "ulimit")
                found.append(f"ulimit {limit} {size}: {done.returncode}")
                self.run(folder, "run", "three.yaml")
                self.same(folder, f"after ulimit {limit} {size}")
        return "; ".join(found)

    def memory(self):
        """Every kind of command below fifteen limits of memory: it does its work, or says in one line that it cannot."""
        sizes = (100, 140, 200, 300, 400, 500, 512, 600, 700, 800, 1000, 1500, 2000, 3000, 4000)
        folder = self.folder()
        self.run(folder, "run", "three.yaml")
        self.run(folder, "archive", "export", "three", "-o", "three.sqlar")
        commands = [("run", "three.yaml", "--results", "new"), ("report", "three"), ("list",), ("verify",),
                    ("archive", "import", "three.sqlar", "--results", "other"), ("serve", "--port", "0")]
        ended = {}
        for words in commands:
            for size in sizes:
                shutil.rmtree(folder / "new", ignore_errors=True)
                shutil.rmtree(folder / "other", ignore_errors=True)
                code = self.bounded(folder, words, size * 1000)
                ended.setdefault(code, []).append(size)
        self.run(folder, "run", "three.yaml")
        self.same(folder, "after all of these")
        return "; ".join(f"exit code {code}: {len(found)} times, {min(found)} to {max(found)} MB"
                         for code, found in sorted(ended.items()))

    def bounded(self, folder, words, kilobytes):
        """The exit code within so much memory; of a server that begins, the one with which it ends when it is told to."""
        process = self.start(folder, *words, before=("sh", "-c", f'ulimit -v {kilobytes}; exec "$0" "$@"'))
        try:
            output, messages = process.communicate(timeout=3 if words[0] == "serve" else 120)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGTERM if words[0] == "serve" else signal.SIGKILL)
            output, messages = process.communicate(timeout=60)
            if words[0] != "serve":
                raise Failed(f"{words} hung with {kilobytes} kB")
            return process.returncode
        if process.returncode not in (0, 74, 75, 127) or process.returncode != 0 and not messages.strip():
            raise Failed(f"{words} with {kilobytes} kB ended with {process.returncode}: {messages[-400:]}")
        return process.returncode

    def clock(self):
        if not shutil.which("faketime"):
            return None
        for faked in (("faketime", "-f", "-10y"), ("faketime", "-f", "+30y"), ("faketime", "-f", "+0 x5000"),
                      ("faketime", "-f", "@1970-01-02 00:00:00")):
            folder = self.folder()
            self.run(folder, "run", "three.yaml", before=faked)
            self.same(folder, " ".join(faked))
            self.run(folder, "verify", before=faked)
            self.run(folder, "report", "three")
        return "ten years back, thirty ahead, 5000 times as fast, 1970: the same facts, pages are made"

    def power_loss(self):
        """ext4 on a loop device whose journal is cut off: what was not synced is gone."""
        if os.getuid() != 0 or not shutil.which("xfs_io"):
            return None
        image, mounted = self.root / "disk", self.root / "mounted"
        mounted.mkdir()
        with open(image, "wb") as file:
            file.truncate(64 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", "-F", image], check=True)
        if subprocess.run(["mount", "-o", "loop", image, mounted], stderr=subprocess.DEVNULL).returncode != 0:
            return None
        try:
            return self.lose_power(image, mounted, max(1, self.times * 6 // 10))
        finally:
            subprocess.run(["umount", "-l", mounted])

    def lose_power(self, image, mounted, losses):
        lost, whole = 0, 0
        for number in range(losses):
            shutil.rmtree(mounted / "results", ignore_errors=True)
            (mounted / "three.yaml").write_text(LONGER)
            os.sync()
            process = self.start(mounted, "run", "three.yaml", "--jobs", 1)
            end, seen = time.monotonic() + (0.15 + 0.85 * self.chance.random()) * self.seconds, set()
            while time.monotonic() < end and process.poll() is None:
                # What the run says is finished is acknowledged.
                time.sleep(0.01)
            seen = self.finished(mounted)
            subprocess.run(["xfs_io", "-x", "-c", "shutdown", mounted], check=True, stderr=subprocess.DEVNULL)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            subprocess.run(["umount", mounted], check=True)
            subprocess.run(["mount", "-o", "loop", image, mounted], check=True)
            gone = len(seen - self.finished(mounted, "rw"))
            lost = max(lost, gone)
            if gone > 1:
                raise Failed(f"loss {number}: {gone} acknowledged trials were lost")
            self.run(mounted, "run", "three.yaml", "--jobs", 2)
            self.same(mounted, f"loss {number}")
            whole += 1
        return f"{losses} power losses, {whole} went on to the same facts; at most {lost} acknowledged trials were trained again"


def stand_apart():
    """Keeps what is mounted here from being copied into the mount namespaces of others, where it would live on."""
    if os.getuid() == 0 and ctypes.CDLL(None).unshare(0x20000) == 0:
        subprocess.run(["mount", "--make-rprivate", "/"])


def main():
    stand_apart()
    reader = argparse.ArgumentParser()
    reader.add_argument("program")
    reader.add_argument("--times", type=int, default=100)
    reader.add_argument("--only", action="append", default=[])
    asked = reader.parse_args()
    failed = False
    with tempfile.TemporaryDirectory(prefix="hostile-") as root:
        hostile = Hostile(str(Path(asked.program).resolve()), Path(root).resolve(), asked.times)
        hostile.prepare()
        print("| What | Result |\n|---|---|", flush=True)
        for case in (hostile.kills, hostile.power_cuts, hostile.two_runs, hostile.readers, hostile.pages,
                     hostile.full_disk, hostile.quota, hostile.read_only, hostile.folder_removed, hostile.limits,
                     hostile.memory, hostile.clock, hostile.power_loss):
            if asked.only and case.__name__ not in asked.only:
                continue
            try:
                print(f"| {case.__name__.replace('_', ' ')} | {case() or 'not possible on this machine'} |", flush=True)
            except Failed as problem:
                failed = True
                print(f"| {case.__name__.replace('_', ' ')} | WRONG: {problem} |", flush=True)
    sys.exit(1 if failed else 0)


main()
