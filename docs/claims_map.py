#!/usr/bin/env python3
"""Writes docs/claims-map.md: for every claim, correction, check and experiment its places in experiments/chapter.md.

    python3 docs/claims_map.py

A place is the label of the nearest heading above. What checks a claim is read from the lines "> **Checks.**".
Tests/ReportsTests/ChapterTests.swift holds the map against the chapter.
"""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
COUNTS = {"C": 97, "Q": 26, "T": 36, "E": 33}
CHECKS = r"^> \*\*Checks\.\*\*(.*?)\n\n"
TITLES = {"C": "Claims", "Q": "Corrections of the usual telling", "T": "Exact checks", "E": "Experiments"}
# The numbers of the designs; E20, E21 and E31 have more than one file, or none.
FILES = {
    "E01": "memorisation.yaml", "E02": "regularisers.yaml", "E03": "rates.yaml", "E04": "input-rates.yaml",
    "E05": "data-size.yaml", "E06": "inference.yaml", "E07": "exhaustive-pairs.yaml, exhaustive.yaml",
    "E08": "bias-variance.yaml, bias-variance-regression.yaml",
    "E09": "coadaptation.yaml", "E10": "autoencoder.yaml", "E11": "linear-regression.yaml, rescaled-regression.yaml", "E12": "rare-features.yaml",
    "E13": "max-norm.yaml, stability.yaml", "E14": "learning-rate.yaml", "E15": "flatness.yaml",
    "E16": "mask-granularity.yaml", "E17": "dropconnect.yaml", "E18": "spatial.yaml, spatial-rate.yaml", "E19": "gaussian.yaml",
    "E20": "recurrent.yaml, language.yaml",
    "E21": "learned-rates.yaml, concrete-line.yaml, gap-sine.yaml", "E22": "stochastic-depth.yaml", "E23": "batch-norm.yaml",
    "E24": "inference.yaml", "E25": "transformer.yaml", "E26": "coexistence.yaml", "E27": "architectures.yaml",
    "E28": "early-late.yaml, early-late-depth.yaml, gradient-directions.yaml", "E29": "r-drop.yaml", "E30": "explicit-implicit.yaml, explicit-linear.yaml",
    "E31": "`dropout-lab bench --inference`", "E32": "boosting.yaml", "E33": "fast-dropout.yaml",
}


def identifiers(kind):
    return [f"{kind}{number:02d}" for number in range(1, COUNTS[kind] + 1)]


def mentioned(text):
    """The identifiers in a text, with those between the ends of "C20 to C23"."""
    found = []
    for match in re.finditer(r"\b([CQTE])(\d\d)(?: to \1(\d\d))?\b", text):
        kind, first, last = match[1], int(match[2]), int(match[3] or match[2])
        found += [f"{kind}{number:02d}" for number in range(first, last + 1)]
    return found


def sections(text):
    """Label and text of every part with a labelled heading, without the one that explains the numbers."""
    parts = re.split(r"^#+ .*\{#(sec-[a-z0-9-]+)\}$", text, flags=re.M)
    return [(label, body) for label, body in zip(parts[1::2], parts[2::2]) if label != "sec-reading"]


def checks(text):
    """For every claim what checks it, as the lines "> **Checks.**" say."""
    found = {}
    for block in re.findall(CHECKS, text, flags=re.M | re.S):
        for sentence in re.split(r"[.;]", block.replace("\n> ", " ")):
            claims, answered = [], False
            for identifier in mentioned(sentence):
                if identifier[0] == "C":
                    claims, answered = (claims if not answered else []) + [identifier], False
                elif identifier[0] in "TE":
                    answered = True
                    for claim in claims:
                        known = found.setdefault(claim, [])
                        if identifier not in known:
                            known.append(identifier)
    return found


def places(identifier, parts):
    """Where an identifier is spoken of; the lists of checks count only for what stands nowhere else."""
    for pattern in (CHECKS, r"(?!)"):
        rest = [(label, re.sub(pattern, "", body, flags=re.M | re.S)) for label, body in parts]
        found = [label for label, body in rest if identifier in mentioned(body)]
        if found:
            return ", ".join(dict.fromkeys(found))
    return ""


def rows(kind, parts, found):
    for identifier in identifiers(kind):
        files = re.findall(r"[a-z-]+\.yaml", FILES[identifier]) if kind == "E" else []
        cells = [label for label, body in parts if any(f"#| file: {file}\n" in body for file in files)]
        here = ", ".join(cells) or places(identifier, parts)
        if kind == "C":
            yield f"| {identifier} | {here} | {', '.join(found.get(identifier, ['documents']))} |"
        elif kind == "E":
            yield f"| {identifier} | {here} | {FILES[identifier]} |"
        else:
            yield f"| {identifier} | {here} |"


def main():
    text = (ROOT / "experiments" / "chapter.md").read_text(encoding="utf-8")
    parts, found = sections(text), checks(text)
    lines = ["# Where each claim stands in the chapter", "",
             "Places are labels of headings in `experiments/chapter.md`. `docs/claims_map.py` writes this file.", ""]
    for kind, title in TITLES.items():
        last = {"C": " Checked by |", "E": " File |"}.get(kind, "")
        lines += [f"## {title}", "", f"| Number | Places |{last}", "|---|---|---|" if last else "|---|---|"]
        lines += [*rows(kind, parts, found), ""]
    (ROOT / "docs" / "claims-map.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
