#!/usr/bin/env python3
"""Uses the site of `dropout-lab archive build` in Chromium as a reader would: sort, filter, search, compare, by keyboard.

    check_site.py FOLDER

Opens the pages from the disk, watches every request and the console, and holds the site against what is in it. Needs
what check_pages.py needs; without it, it says what is missing and checks nothing. Exit 0 good or skipped, 1 faults.
"""
import json
import pathlib
import re
import sys
import time

from check_pages import WIDER, axe_faults, axe_file, browser, missing, show


class Reader:
    """A browser on the site that gathers faults."""

    def __init__(self, folder):
        self.folder, self.faults = folder.resolve(), []
        self.driver = browser(with_scripts=True, logs={"browser": "ALL", "performance": "ALL"})
        self.driver.set_script_timeout(300)
        self.driver.execute_cdp_cmd("Network.enable", {})

    def open(self, path, theme="light", width=1280):
        self.where = path
        self.driver.get("about:blank")
        name, _, rest = path.partition("#")
        show(self.driver, self.folder / name, theme, width)
        if rest:
            self.driver.get("about:blank")
            self.driver.get((self.folder / name).as_uri() + "#" + rest)
        time.sleep(0.3)

    def expect(self, holds, what):
        if not holds:
            self.faults.append(f"{self.where}: {what}")

    def script(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def rows(self):
        return self.script("return [...document.querySelectorAll('table.sortable')][0].tBodies[0].rows.length")

    def requests(self):
        """Every address asked for since the last call that is not a file of the site."""
        outside = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = message["params"]["request"]["url"]
                if not address.startswith((self.folder.as_uri(), "data:", "about:")):
                    outside.add(address)
        return outside

    def finish(self):
        for entry in self.driver.get_log("browser"):
            self.faults.append(f"console: {entry['level']}: {entry['message'][:200]}")
        self.faults += [f"request to {address}" for address in sorted(self.requests())]
        self.driver.quit()


def check_sorting(reader, path):
    """Each head sorts ascending, then descending, by keyboard too, and says so to a screen reader."""
    from selenium.webdriver.common.keys import Keys

    reader.open(path)
    heads = reader.all("table.sortable th[scope=col] > button")
    reader.expect(heads, "no column can be sorted")
    read = """
      const [table] = document.querySelectorAll('table.sortable');
      return [...table.tBodies[0].rows].map(row => { const cell = row.cells[arguments[0]];
        return cell.dataset.key !== undefined ? Number(cell.dataset.key) : cell.textContent.trim(); })"""
    for place, head in enumerate(heads[:12]):
        if head.find_element("xpath", "ancestor::table") != heads[0].find_element("xpath", "ancestor::table"):
            break
        before = sorted(map(str, reader.script(read, place)))
        for key, name in [(Keys.ENTER, "ascending"), (Keys.SPACE, "descending")]:
            head.send_keys(key)
            values = reader.script(read, place)
            numbers = [value for value in values if isinstance(value, (int, float))]
            reader.expect(head.find_element("xpath", "..").get_attribute("aria-sort") == name, f"column {place} does not say {name}")
            reader.expect(numbers == sorted(numbers, reverse=name == "descending"), f"column {place} is not {name}")
            reader.expect(sorted(map(str, values)) == before, f"column {place} lost rows when it was sorted")


def check_filter(reader, path):
    """Words narrow a table down and the count says to what; no word brings all back."""
    reader.open(path)
    if reader.rows() <= 3:
        return
    words = reader.all("#filter")
    reader.expect(len(words) == 1, "there is no filter")
    if not words:
        return
    visible = "return [...document.querySelectorAll('table.sortable')][0].querySelectorAll('tbody tr:not([hidden])').length"
    whole = reader.rows()
    # The name alone: stars and tags beside it are words of their own.
    text = reader.script("""
      const cell = document.querySelectorAll('table.sortable tbody tr')[2].cells[0];
      return (cell.querySelector('a') || cell).textContent.trim()""")
    words[0].send_keys(text.split("\n")[0])
    found = reader.script(visible)
    reader.expect(1 <= found < whole, f"'{text}' finds {found} of {whole} rows")
    reader.expect(f"{found} of {whole}" in reader.all(".count")[0].text, "the count does not say what is shown")
    words[0].clear()
    words[0].send_keys("no row has these words")
    reader.expect(reader.script(visible) == 0, "words that are nowhere find rows")


def check_search(reader):
    """The index finds experiments, and trials by their first digits; links lead to pages."""
    trial = sorted((reader.folder / "trial").glob("*.html"))[0]
    experiment = sorted(path.name for path in (reader.folder / "experiments").iterdir())[0]
    reader.open("search.html")
    for words, target in [(experiment, f"experiments/{experiment}/index.html"), (trial.stem[:10], f"trial/{trial.name}")]:
        field = reader.all("#query")[0]
        field.clear()
        field.send_keys(words)
        links = [link.get_attribute("href") for link in reader.all("#results a")]
        reader.expect(any(link.endswith(target) for link in links), f"'{words}' does not find {target}")
        for link in links[:20]:
            file = pathlib.Path(link.removeprefix("file://").split("#")[0])
            reader.expect(file.is_file(), f"a result leads to {link}, which is not there")
    reader.all("#query")[0].clear()
    reader.all("#query")[0].send_keys("<script>alert(1)</script>")
    reader.expect(reader.all("#results script") == [], "what is searched for becomes a script")


def check_comparing(reader, axe):
    """Chosen configurations stand side by side; a link to them opens them again; themes, widths and axe."""
    experiment = sorted(path.name for path in (reader.folder / "experiments").iterdir())[0]
    reader.open("compare.html")
    reader.all("#experiment")[0].send_keys(experiment)
    time.sleep(0.3)
    boxes = reader.all("#configurations input")
    reader.expect(len(boxes) > 1, "there is nothing to choose")
    for box in boxes[:4]:
        box.send_keys(" ")
    chosen = min(4, len(boxes))
    reader.expect(f"{chosen} chosen" in reader.all("#chosen")[0].text, "the page does not count what is chosen")
    reader.expect(reader.rows() == chosen, "the table has other rows than were chosen")
    reader.expect(len(reader.all("#comparison svg.chart")) >= 3, "curves or overviews are missing")
    fragment = reader.script("return location.hash")
    reader.expect(re.fullmatch(r"#([a-z0-9-]+:\d+,?)+", fragment), f"the address does not keep the choice: {fragment}")
    check_letters(reader, fragment)
    reader.open("compare.html" + fragment)
    check_trials(reader, fragment, chosen)
    reader.open("compare.html#%")
    reader.expect(reader.all("#configurations input"), "a fragment that is none leaves nothing to choose")
    for theme in ["light", "dark"]:
        for width in [360, 1280]:
            reader.open("compare.html" + fragment, theme, width)
            reader.expect(reader.all("#comparison table") and reader.rows() == chosen, "the link opens another comparison")
            reader.faults += [f"compare {theme} {width}: {fault}" for fault in axe_faults(reader.driver, axe)]
            reader.faults += [f"compare {theme} {width}: {fault}" for fault in reader.script(WIDER, width)]


SMALL = """return [...document.querySelectorAll('svg.chart')].filter(chart => chart.clientWidth < .8 * chart.viewBox.baseVal.width)
  .map(chart => 'letters shrink: ' + chart.getAttribute('aria-label').slice(0, 40))"""


def check_letters(reader, fragment):
    """On a narrow screen drawings keep letters that can be read."""
    experiment = sorted(path.name for path in (reader.folder / "experiments").iterdir())[0]
    for path in ["compare.html" + fragment, f"experiments/{experiment}/compare.html"]:
        reader.open(path, "light", 360)
        reader.faults += [f"{path}: {fault}" for fault in reader.script(SMALL)]


def check_trials(reader, fragment, chosen):
    """Trials stand side by side in place of the configurations they are of, and the address keeps that, too."""
    reader.all("#each")[0].send_keys(" ")
    trials = reader.rows()
    reader.expect(trials > chosen, f"{chosen} configurations have {trials} trials")
    reader.expect("replicate 0" in reader.all("#comparison table th[scope=row]")[0].text, "a trial does not say which it is")
    for place in (0, trials - 1):
        reader.expect("–" not in reader.all("#comparison tbody tr")[place].find_elements("css selector", "td")[-4].text,
                      f"the trial in row {place} has no value")
    reader.open(f"compare.html{fragment},each")
    reader.expect(reader.rows() == trials, "the link to trials opens something else")
    check_single(reader, trials)


def check_single(reader, trials):
    """Each trial has its curve and leads to its page; one that is left out stays so in the address, which can be changed."""
    kinds = "return [...document.querySelectorAll('#comparison .legend a')].map(link => link.getAttribute('href'))"
    reader.expect(all(re.fullmatch(r"trial/[0-9a-f]{16}\.html", link) for link in reader.script(kinds)), "a legend leads nowhere")
    reader.expect(all((reader.folder / link).is_file() for link in reader.script(kinds)), "a trial of the legend has no page")
    time.sleep(0.5)
    charts = reader.all("#comparison .charts svg")
    reader.expect(charts and len(charts[0].find_elements("css selector", "path:not(.g)")) == trials, "single trials have no curves")
    reader.all("#replicates input")[1].send_keys(" ")
    reader.expect(reader.rows() == trials - 1, "a trial that is left out stays")
    fragment = reader.script("return location.hash")
    reader.expect(re.search(r":0:0\b", fragment), f"the address does not keep which trials are compared: {fragment}")
    reader.open("compare.html" + fragment)
    reader.expect(reader.rows() == trials - 1, "the link to some trials opens others")
    whole = re.sub(r":\d+:\d+", lambda found: found[0].rsplit(":", 1)[0], fragment).removesuffix(",each")
    reader.script("location.hash = arguments[0]", whole + ",against=test.error")
    time.sleep(0.5)
    reader.expect(not reader.all("#each")[0].is_selected() and reader.rows() < trials, "another address in the same tab shows nothing else")
    value = "return document.getElementById('across').value"
    reader.expect(reader.script(value) == "test.error", "the address does not choose the measure")
    reader.script("history.back()")
    time.sleep(0.5)
    reader.expect(reader.rows() == trials - 1, "going back does not show what was there")


def check_agreement(reader):
    """The table that the script makes has the numbers of the page that the program makes."""
    experiment = sorted(path.name for path in (reader.folder / "experiments").iterdir())[0]
    read = """const [table] = document.querySelectorAll('table.sortable');
      return [...table.tBodies[0].rows].map(row => [row.cells[0].textContent.trim(), [...row.cells].slice(-5)
        .map(cell => cell.dataset.key === undefined ? cell.textContent.trim() : Number(cell.dataset.key))])"""
    reader.open(f"experiments/{experiment}/compare.html")
    made = dict(reader.script(read))
    names = list(made)
    reader.open("compare.html")
    labels = [label.text.strip() for label in reader.all("#configurations label")]
    order = [labels.index(name) for name in names if name in labels]
    reader.expect(len(order) == len(names), "the two pages name configurations differently")
    reader.open("compare.html#" + ",".join(f"{experiment}:{place}" for place in order))
    scripted = dict(reader.script(read))
    for name, numbers in made.items():
        others = scripted.get(name, [])
        same = len(others) == len(numbers) and all(
            abs(a - b) <= 1e-6 * max(1e-3, abs(a)) if isinstance(a, float) and isinstance(b, float) else str(a) == str(b)
            for a, b in zip(numbers, others))
        reader.expect(same, f"{name}: {numbers} there, {others} by the script")


def main():
    if len(sys.argv) != 2 or not (folder := pathlib.Path(sys.argv[1])).is_dir():
        sys.exit(__doc__)
    if reason := missing():
        print(f"SKIPPED: {reason}")
        return 0
    reader = Reader(folder)
    experiment = sorted(path.name for path in (folder / "experiments").iterdir())[0]
    for path in ["index.html", f"experiments/{experiment}/compare.html"]:
        check_sorting(reader, path)
        check_filter(reader, path)
    check_search(reader)
    check_comparing(reader, axe_file().read_text(encoding="utf-8"))
    check_agreement(reader)
    reader.finish()
    for fault in reader.faults:
        print(fault)
    print(f"{len(reader.faults)} faults")
    return 1 if reader.faults else 0


if __name__ == "__main__":
    sys.exit(main())
