#!/usr/bin/env python3
"""Checks the HTML pages of a folder in Chromium: accessibility, narrow screens, keyboard, links, no scripts within.

    check_pages.py FOLDER [--most N] [--screenshots FOLDER]

Every page is opened in light and dark at 360 and 1280 pixels, with all its details unfolded, and held against axe-core
(WCAG 2.2 A and AA and its best practices). It must not be wider than the screen, show where the keyboard's focus is at
every stop, go through its stops in the order in which they stand, and be whole without JavaScript.

Needs Chromium with chromedriver, the Python package selenium, and axe.min.js: that of the package axe-playwright-python
or the file named by $AXE_CORE. Without them it says what is missing and checks nothing. Exit 0 good or skipped, 1 faults.
"""
import argparse
import base64
import html.parser
import importlib.util
import os
import pathlib
import re
import shutil
import sys
import urllib.parse

THEMES = ["light", "dark"]
WIDTHS = [360, 1280]
PATIENCE = 900


def missing():
    """What stands in the way of a check, or None."""
    if not any(shutil.which(name) for name in ["chromium", "chromium-browser", "google-chrome"]):
        return "no Chromium; install the packages chromium and chromium-driver"
    if not shutil.which("chromedriver"):
        return "no chromedriver; install the package chromium-driver"
    if importlib.util.find_spec("selenium") is None:
        return "no selenium; pip install selenium axe-playwright-python"
    if axe_file() is None:
        return "no axe.min.js; pip install --no-deps axe-playwright-python, or name the file in $AXE_CORE"
    return None


def axe_file():
    named = os.environ.get("AXE_CORE")
    if named:
        return pathlib.Path(named) if os.path.isfile(named) else None
    found = importlib.util.find_spec("axe_playwright_python")
    for folder in found.submodule_search_locations if found else []:
        if (path := pathlib.Path(folder) / "axe.min.js").is_file():
            return path
    return None


class Source(html.parser.HTMLParser):
    """What a page's text says before any browser has read it."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.faults, self.title, self.in_title = [], [], [], "", False
        self.is_strict = False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.in_title = tag == "title"
        if tag == "script" and not attributes.get("src"):
            self.faults.append("it has a script within")
        if "style" in attributes and self.is_strict:
            self.faults.append(f"<{tag}> has a style of its own")
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy":
            self.is_strict = "unsafe-inline" not in attributes["content"]
        for name, value in attributes.items():
            if name.startswith("on"):
                self.faults.append(f"<{tag}> has {name}=")
            if name in ("href", "src"):
                self.links.append((tag, value or ""))
            if name == "tabindex" and (value or "0").lstrip("+").isdigit() and int(value) > 0:
                self.faults.append(f"<{tag}> has tabindex={value}, which disturbs the order of the keyboard")
        if "id" in attributes:
            self.ids.append(attributes["id"])

    def handle_endtag(self, tag):
        self.in_title = False

    def handle_data(self, data):
        self.title += data if self.in_title else ""


def by_folder(folder):
    """The pages below a folder, by the folder they are in."""
    found = {}
    for page in sorted(folder.rglob("*.html")):
        found.setdefault(page.parent, []).append(page)
    return found


def source_faults(pages):
    """Scripts and styles within a page, ids that come twice, links that lead nowhere, titles that two pages share."""
    read = {}
    for page in pages:
        read[page] = Source()
        read[page].feed(page.read_text(encoding="utf-8"))
    for page, source in read.items():
        faults = list(source.faults)
        faults += [f"the id '{name}' comes twice" for name in sorted({i for i in source.ids if source.ids.count(i) > 1})]
        if [other for other in read if read[other].title == source.title] != [page]:
            faults.append(f"its title '{source.title}' is that of another page")
        for tag, address in source.links:
            faults += link_faults(page, tag, address, read)
        yield page, faults


def link_faults(page, tag, address, read):
    parts = urllib.parse.urlsplit(address)
    if parts.scheme in ("data", "mailto"):
        return []
    if parts.scheme:
        return [] if tag == "a" else [f"<{tag}> loads {address}"]
    target = (page.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else page.resolve()
    if not target.exists():
        return [f"{address} leads to no file"]
    if re.fullmatch(r"[^:,]+:\d+(,[^:,]+:\d+)*", parts.fragment) and (target.parent / "data").is_dir():
        # The configurations that are chosen there, each from the data of its experiment.
        names = {urllib.parse.unquote(side.rpartition(":")[0]) for side in parts.fragment.split(",")}
        missing = [name for name in names if not (target.parent / "data" / (re.sub("[^A-Za-z0-9-]", "_", name) + ".js")).exists()]
        return [f"{address} leads to no data of {name}" for name in sorted(missing)]
    source = next((read[other] for other in read if other.resolve() == target), None)
    if parts.fragment and source is not None and urllib.parse.unquote(parts.fragment) not in source.ids:
        return [f"{address} leads to no place of that page"]
    return []


def browser(with_scripts, logs=None):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=1", "--hide-scrollbars"]:
        options.add_argument(flag)
    binary = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])))
    options.binary_location = binary
    if logs:
        options.set_capability("goog:loggingPrefs", logs)
    if not with_scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    # A page of a megabyte takes axe minutes on a busy machine.
    driver.command_executor.client_config.timeout = PATIENCE
    driver.set_script_timeout(PATIENCE)
    return driver


def show(driver, page, theme, width):
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    })
    driver.get(page.resolve().as_uri())


WIDER = """
const width = document.documentElement.clientWidth, faults = [];
if (width !== arguments[0]) faults.push(`it is laid out ${width} pixels wide on a screen of ${arguments[0]}`);
if (document.scrollingElement.scrollWidth > width) faults.push(`it is ${document.scrollingElement.scrollWidth} pixels wide`);
for (const element of document.body.querySelectorAll('*')) {
  const box = element.getBoundingClientRect();
  if (!box.width || box.right <= width + 1) continue;
  let parent = element.parentElement, scrolls = false;
  for (; parent; parent = parent.parentElement) if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(parent).overflowX)) scrolls = true;
  if (!scrolls && getComputedStyle(element).position !== 'absolute') faults.push(`<${element.localName}> reaches ${Math.round(box.right)} pixels: ` + element.textContent.trim().slice(0, 40));
}
return faults.slice(0, 5);
"""

STOP = """
const element = document.activeElement;
if (!element || element === document.body) return null;
const style = getComputedStyle(element), box = element.getBoundingClientRect();
const all = [...document.querySelectorAll('*')];
return {
  name: `<${element.localName}> ` + (element.getAttribute('aria-label') || element.textContent.trim()).slice(0, 40),
  place: all.indexOf(element),
  outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
};
"""


# Cells that keep their place are drawn over the others: the ground of each must leave the line above it free.
LINES = """
const free = cell => { const style = getComputedStyle(cell); return style.backgroundClip === 'padding-box' && parseFloat(style.borderTopWidth) >= 1 };
return [...document.querySelectorAll('table')].filter(table => {
    const kept = [...table.querySelectorAll('th, td')].filter(cell => getComputedStyle(cell).position === 'sticky');
    return kept.length && (getComputedStyle(table).borderCollapse === 'collapse' || !kept.every(free));
  }).map(table => 'cells that keep their place hide lines of a table: ' + table.textContent.trim().slice(0, 40));
"""


def whole(driver):
    width, height = driver.execute_script("const e = document.documentElement; return [e.clientWidth, e.scrollHeight]")
    return {"x": 0, "y": 0, "width": width, "height": min(height, 16000), "scale": 1}


def axe_faults(driver, axe):
    driver.execute_script(axe)
    result = driver.execute_async_script("""
      const done = arguments[arguments.length - 1];
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false })
        .then(found => done(found.violations.map(v => [v.id, v.help, v.nodes.length, v.nodes[0].target.join(' '), v.nodes[0].html])))
        .catch(error => done([['axe', String(error), 0, '', '']]));
    """)
    return [f"{name}: {text} ({count} times, first at {place}: {code[:120]})" for name, text, count, place, code in result]


def focus_faults(driver):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    faults, first, last, stops = [], -1, -1, 0
    while stops < 500:
        ActionChains(driver).send_keys(Keys.TAB).perform()
        stop = driver.execute_script(STOP)
        if stop is None or stop["place"] == last:
            break
        stops += 1
        if stop["place"] < last:
            if stops > 1 and stop["place"] <= first:
                break
            faults.append(f"the keyboard comes to {stop['name']} after what stands behind it")
        first = stop["place"] if stops == 1 else first
        last = stop["place"]
        if not stop["outlined"]:
            faults.append(f"no outline of two pixels shows that {stop['name']} has the focus")
        if not stop["seen"]:
            faults.append(f"{stop['name']} has the focus outside of the screen")
    if stops == 0:
        faults.append("the keyboard stops nowhere")
    return faults[:10], stops


def browser_faults(driver, page, theme, width, axe, pictures):
    show(driver, page, theme, width)
    driver.execute_script("for (const part of document.querySelectorAll('details')) part.open = true")
    faults = axe_faults(driver, axe) + driver.execute_script(WIDER, width) + driver.execute_script(LINES)
    if pictures:
        name = "-".join(page.parts[-2:]).removesuffix(".html")
        picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": whole(driver)})
        (pictures / f"{name}-{theme}-{width}.png").write_bytes(base64.b64decode(picture["data"]))
    if theme == "light":
        show(driver, page, theme, width)
        found, stops = focus_faults(driver)
        return faults + found, stops
    return faults, None


def plain_faults(driver, page):
    """Without scripts the page must show its heading and as much text as its source has."""
    show(driver, page, "light", 1280)
    heading = driver.find_elements("css selector", "h1")
    return [] if heading and heading[0].text.strip() else ["without JavaScript it shows no heading"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--most", type=int, help="pages to check of each folder; all unless given")
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for a picture of every page as it was checked")
    given = parser.parse_args()
    pages = [page for found in map(sorted, by_folder(given.folder).values()) for page in found[: given.most]]
    if not pages:
        sys.exit(f"{given.folder} holds no HTML pages")
    if reason := missing():
        print(f"SKIPPED: {reason}")
        return 0
    if given.screenshots:
        given.screenshots.mkdir(parents=True, exist_ok=True)
    axe = axe_file().read_text(encoding="utf-8")
    count = 0

    def tell(page, where, faults):
        nonlocal count
        count += len(faults)
        for fault in faults:
            print(f"{page.relative_to(given.folder)} {where}: {fault}", flush=True)

    for page, faults in source_faults(pages):
        tell(page, "source", faults)
    plain = browser(with_scripts=False)
    try:
        for page in pages:
            tell(page, "without JavaScript", plain_faults(plain, page))
    finally:
        plain.quit()
    driver = browser(with_scripts=True)
    try:
        for page in pages:
            for theme in THEMES:
                for width in WIDTHS:
                    faults, stops = browser_faults(driver, page, theme, width, axe, given.screenshots)
                    tell(page, f"{theme} {width}", faults)
                    reached = "" if stops is None else f", {stops} stops of the keyboard"
                    print(f"{page.relative_to(given.folder)} {theme} {width}: {len(faults)} faults{reached}", flush=True)
    finally:
        driver.quit()
    print(f"{len(pages)} pages, {count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
