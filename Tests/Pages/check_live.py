#!/usr/bin/env python3
"""Uses `dropout-lab serve` in Chromium as a reader would while a run goes on in another process.

    check_live.py PROGRAM [--screenshots FOLDER]

Starts a server without an archive, then a run, and watches open pages follow it without being loaded again: counts, running
trials, curves that grow, the word that results are new. Then it sorts, filters, searches and compares, by keyboard, light and
dark, at 360 and 1280 pixels, holds the pages against axe-core, reads them without JavaScript, and watches every request and
the console. Needs what check_pages.py needs; without it, it says what is missing. Exit 0 good or skipped, 1 faults.
"""
import argparse
import base64
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from check_pages import WIDER, axe_faults, axe_file, browser, focus_faults, missing, whole
from check_site import Reader

SPEC = """
name: growing
question: Does the page grow with the run?
seed: 3
replicates: 6
baseline: { trial.dropout.hidden: none }
trial:
  dataset: { name: synthetic-digits, training: 2000, validation: 500, test: 500 }
  network: { mlp: { hidden: [256, 256] } }
  optimizer: { sgd: { learningRate: 0.05, momentum: 0.9 } }
  training: { batchSize: 20, epochs: 60, evaluate: { every: 1, training: 200 } }
vary:
  trial.dropout.hidden: [none, { bernoulli: { rate: 0.3 } }, { bernoulli: { rate: 0.6 } }]
"""


class LiveReader(Reader):
    """A browser on the server that gathers faults."""

    def __init__(self, root, pictures):
        self.root, self.faults, self.pictures, self.where = root, [], pictures, ""
        self.driver = browser(with_scripts=True, logs={"browser": "ALL", "performance": "ALL"})
        self.driver.set_script_timeout(300)
        self.driver.execute_cdp_cmd("Network.enable", {})

    def open(self, path, theme="light", width=1280):
        self.where = path
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}]})
        # A page that differs by its fragment only would not be loaded.
        self.driver.get("about:blank")
        self.driver.get(self.root + path)
        time.sleep(0.4)

    def await_that(self, text, what, seconds=60):
        deadline = time.time() + seconds
        while time.time() < deadline:
            if self.script(text):
                return True
            time.sleep(0.2)
        self.expect(False, what)
        return False

    def picture(self, name):
        if self.pictures:
            data = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": whole(self.driver)})
            (self.pictures / f"{name}.png").write_bytes(base64.b64decode(data["data"]))

    def requests(self):
        outside = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = message["params"]["request"]["url"]
                if not address.startswith((self.root, "data:", "about:")):
                    outside.add(address)
        return outside


def check_run(reader, start):
    """Pages that are open follow the run; nothing is loaded again until the reader asks for it."""
    reader.open("/")
    reader.expect("there is no archive" in reader.driver.page_source, "without an archive the page does not say so")
    run = start()
    deadline = time.time() + 60
    while time.time() < deadline:
        reader.open("/")
        if "growing" in reader.driver.page_source:
            break
        time.sleep(0.5)
    reader.script("window.stays = true")
    reader.await_that("return document.querySelectorAll('#live ul.trials li').length > 0", "no running trial is shown")
    reader.await_that("return document.querySelector('#live svg path.c0') !== null", "no curve is drawn", 90)
    length = "return (document.querySelector('#live svg path.c0')?.getAttribute('d') || '').split('L').length"
    before = reader.script(length)
    reader.picture("live-index")
    grows = f"{length.replace('return ', 'return (', 1)}) !== {before}"
    reader.await_that(grows, "the curve does not grow", 90)
    reader.await_that("return /[1-9]\\d*\\/18/.test(document.querySelector('td[data-role=trials]')?.textContent || '')", "the count of trials does not grow", 180)
    reader.expect(reader.script("return window.stays === true"), "the page was loaded again by itself")
    reader.open("/experiments/growing/index.html")
    reader.script("window.stays = true")
    reader.await_that("return document.querySelector('#live progress') !== null", "the report does not tell of the run")
    words = reader.script("return document.querySelector('#live')?.innerText || ''")
    reader.expect(not re.search(r"\b(null|undefined|NaN)\b", words), f"the report says of the run: {words}")
    reader.picture("live-report")
    for theme in ["light", "dark"]:
        for width in [360, 1280]:
            reader.open("/experiments/growing/index.html", theme, width)
            time.sleep(1)
            reader.faults += [f"running {theme} {width}: {fault}" for fault in reader.script(WIDER, width)]
            reader.picture(f"live-report-{theme}-{width}")
    reader.open("/experiments/growing/index.html")
    reader.await_that("return document.querySelector('#live .fresh button') !== null", "nothing says that results are new", 240)
    reader.picture("live-fresh")
    run.wait(timeout=600)
    reader.await_that("return document.querySelector('#live ul.trials li') === null", "the run does not end", 30)
    reader.script("document.querySelector('#live .fresh button')?.click()")
    time.sleep(2)
    reader.expect(reader.script("return document.querySelector('#live') === null"), "the new page still says that results are new")


HEARD = """globalThis.EventSource = class {
  constructor() { globalThis.heard = {}; }
  addEventListener(name, listener) { globalThis.heard[name] = listener; }
  close() {}
};"""


def check_news(reader):
    """A page calls results new only where there are some: not an experiment that has just begun, nor what it shows."""
    made = reader.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": HEARD})
    hear = """const found = { planned: 18, completed: arguments[1], diverged: 0, failed: 0, secondsLeft: null, running: [],
        version: document.documentElement.dataset.version ?? 'newer', name: arguments[0], folder: arguments[0] };
      heard.experiments({ data: JSON.stringify([found]) });
      return document.querySelector('#live')?.innerText || ''"""
    for path, name, completed, expected in [
        ("/", "unheard", 0, "There is an experiment that"), ("/", "unheard", 1, "There are results that"),
        *[(f"/experiments/growing/{page}.html", "growing", 18, "") for page in ("index", "compare", "trials")]]:
        reader.open(path)
        text = reader.script(hear, name, completed)
        reader.expect(expected in text and bool(expected) == bool(text), f"with {completed} results it says: {text}")
    reader.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": made["identifier"]})


def archive_strange(program, folder):
    """Runs of another program whose words are long, right to left, and markup."""
    words = ["none", "w" * 200, "<script>alert(1)</script>", "\u05e9\u05dc\u05d5\u05dd \"q\""]
    lines = ["dropout,seed,test.error"] + [
        f'"{word.replace(chr(34), chr(34) * 2)}",{seed},{0.1 + 0.01 * place + 0.001 * seed}'
        for place, word in enumerate(words) for seed in range(3)]
    (pathlib.Path(folder) / "strange.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for arguments in [
        ["import", "strange.csv", "--factors", "dropout", "--baseline", "dropout=none", "--question", "Is " + "w" * 200 + " <b>?"],
        ["annotate", "strange", "--tag", "t" * 64, "--note", "n" * 200],
    ]:
        subprocess.run([program, *arguments], cwd=folder, stdout=subprocess.DEVNULL, check=True)


def check_strange(reader):
    """Long words widen no page and cover no number."""
    page = urllib.request.urlopen(reader.root + "/api/trials?columns=id&where=experiment%3Dstrange").read().decode()
    trial = re.findall(r'"id":"([0-9a-f]+)"', page)[3]
    covered = """return [...document.querySelectorAll('tbody th')].filter(th => th.scrollWidth > th.clientWidth + 1
      || th.clientWidth > .75 * innerWidth).map(th => 'covered: ' + th.textContent.slice(0, 40))"""
    for path in ["/", "/experiments/strange/index.html", "/experiments/strange/compare.html", f"/trial/{trial[:16]}.html",
                 "/compare.html#strange:0,strange:1", "/comparison?side=strange&side=growing"]:
        for width in [360, 1280]:
            reader.open(path, "light", width)
            reader.faults += [f"{path} {width}: {fault}" for fault in reader.script(WIDER, width) + reader.script(covered)]
            reader.picture(f"strange-{re.sub('[^a-z]+', '-', path)[:40].strip('-') or 'index'}-{width}")


def check_unpaired(reader):
    """Replicates of different seeds make no pairs, and the page has the interval that the program has."""
    sides = ["growing:0", "strange:1"]
    query = "&".join(f"side={side}" for side in sides)
    answer = json.loads(urllib.request.urlopen(f"{reader.root}/api/compare?{query}").read())
    error = next(m for m in answer["metrics"] if (m["split"], m["metric"]) == ("test", "error"))["sides"][1]
    reader.expect(error["pairs"] == 0 and error["low"] < error["difference"] < error["high"], f"of other seeds it says {error}")
    reader.open("/compare.html#" + ",".join(sides))
    reader.await_that("return document.querySelectorAll('tbody tr').length > 1", "nothing is compared", 10)
    cells = reader.script("return [...document.querySelectorAll('tbody tr')[1].cells].slice(-3).map(cell => cell.textContent)")
    found = [float(word.replace("−", "-")) for word in [cells[0], *cells[1].split(" to ")]]
    # Half a unit of the last place, and what numbers in seven digits lose.
    places = max(len(word.partition(".")[2]) for word in cells[1].split(" to "))
    apart = max(abs(shown - 100 * error[name]) for shown, name in zip(found, ["difference", "low", "high"]))
    reader.expect(cells[2] == "–" and apart <= 0.5001 * 10 ** -places, f"the page says {cells}, the program {error}")


def check_use(reader, axe):
    """Sorting, filtering, searching, comparing, by keyboard; axe and widths in both themes."""
    from selenium.webdriver.common.keys import Keys

    reader.open("/")
    heads = reader.all("table.sortable th[scope=col] > button")
    reader.expect(heads, "no column can be sorted")
    heads[0].send_keys(Keys.ENTER)
    reader.expect(heads[0].find_element("xpath", "..").get_attribute("aria-sort") == "ascending", "a head does not sort")
    reader.open("/search.html")
    field = reader.all("#query")[0]
    field.send_keys("growing")
    reader.await_that("return document.querySelectorAll('#results a').length > 0", "the search finds nothing", 10)
    link = reader.all("#results a")[0].get_attribute("href")
    reader.expect(urllib.request.urlopen(link).status == 200, f"a result leads to {link}")
    reader.open("/compare.html")
    reader.await_that("return document.querySelectorAll('#configurations input').length === 3", "there is nothing to choose", 10)
    for box in reader.all("#configurations input"):
        box.send_keys(" ")
    reader.expect(reader.rows() == 3, "three chosen configurations are not three rows")
    page = urllib.request.urlopen(reader.root + "/api/trials?columns=id").read().decode()
    ids = re.findall(r'"id":"([0-9a-f]+)"', page)
    reader.expect(len(ids) == 18, "the interface does not list the trials")
    pages = ["/", "/claims.html", "/compare.html#growing:0,growing:1,growing:2", "/search.html", "/experiments/growing/index.html",
             "/experiments/growing/compare.html", f"/trial/{ids[0][:16]}.html", f"/comparison?side={ids[0]}&side={ids[1]}", "/nothing"]
    for path in pages:
        for theme in ["light", "dark"]:
            for width in [360, 1280]:
                reader.open(path, theme, width)
                name = re.sub(r"[^a-z]+", "-", path)[:40].strip("-") or "index"
                reader.picture(f"{name}-{theme}-{width}")
                reader.faults += [f"{path} {theme} {width}: {fault}" for fault in axe_faults(reader.driver, axe)]
                reader.faults += [f"{path} {theme} {width}: {fault}" for fault in reader.script(WIDER, width)]
        reader.open(path)
        found, stops = focus_faults(reader.driver)
        reader.faults += [f"{path}: {fault}" for fault in found]
        print(f"{path}: {stops} stops of the keyboard", flush=True)


def check_plain(root, faults):
    """Without JavaScript every page can be read."""
    driver = browser(with_scripts=False)
    try:
        for path in ["/", "/claims.html", "/compare.html", "/search.html", "/experiments/growing/index.html"]:
            driver.get(root + path)
            heading = driver.find_elements("css selector", "h1")
            if not heading or not heading[0].text.strip():
                faults.append(f"{path}: without JavaScript it shows no heading")
    finally:
        driver.quit()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path)
    given = parser.parse_args()
    if reason := missing():
        print(f"SKIPPED: {reason}")
        return 0
    if given.screenshots:
        given.screenshots.mkdir(parents=True, exist_ok=True)
    program = given.program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        spec = pathlib.Path(folder) / "growing.yaml"
        spec.write_text(SPEC)
        server = subprocess.Popen([program, "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, text=True)
        root = server.stdout.readline().strip().removesuffix("/")
        reader = LiveReader(root, given.screenshots)
        try:
            check_run(reader, lambda: subprocess.Popen([program, "run", str(spec), "--jobs", "2"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            check_news(reader)
            check_use(reader, axe_file().read_text(encoding="utf-8"))
            check_plain(root, reader.faults)
            archive_strange(program, folder)
            check_strange(reader)
            check_unpaired(reader)
        finally:
            # The first page is asked for where there is nothing, and one that there is not.
            for entry in reader.driver.get_log("browser"):
                if not re.search(r"status of (404|503)", entry["message"]):
                    reader.faults.append(f"console: {entry['level']}: {entry['message'][:200]}")
            reader.faults += [f"request to {address}" for address in sorted(reader.requests())]
            reader.driver.quit()
            server.send_signal(signal.SIGINT)
            code = server.wait(timeout=15)
            reader.faults += [] if code == 0 else [f"the server ended with {code}"]
    for fault in reader.faults:
        print(fault)
    print(f"{len(reader.faults)} faults")
    return 1 if reader.faults else 0


if __name__ == "__main__":
    sys.exit(main())
