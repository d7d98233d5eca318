# SPDX-License-Identifier: MIT
"""Measures the reader of names over a corpus of real ones. See README.md beside this file."""

import importlib.util
import json
import os
import random
import re
import subprocess
import sys
import unicodedata

SKIPPED = 77
WANTED, WANTED_NEWER = 98.0, 96.0
CLAIMS = 10  # readings that contradict a name, over both corpora
FALSE_ALARMS = 2  # of them on names that say nothing and on films
SURE_SHARE, SURE_WRONG = 85.0, 0.4
SURE = 0.9
# What the best parser that was not written with a source's names reaches there.
FIELD = {"sonarr": 78, "anitomy": 75, "jellyfin": 88, "medusa": 86, "guessit": 97}
FAMILIES = 94  # every other source


class Measure:
    """The corpus, its judge, and the tool's readings."""

    def __init__(self, tool, folder):
        spec = importlib.util.spec_from_file_location("score", os.path.join(folder, "score.py"))
        self.judge = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.judge)
        self.tool = tool
        self.rows = self.judge.load(os.path.join(folder, "dev.jsonl"))
        self.results = self.score(self.rows)
        self.all = list(self.results)
        newer = os.path.join(folder, "dev2.jsonl")
        self.newer = self.score(self.judge.load(newer)) if os.path.exists(newer) else []
        self.all += self.newer
        self.faults = []

    def read(self, names):
        text = "".join(name.replace("\n", " ") + "\n" for name in names)
        out = subprocess.run([self.tool, "parse", "-"], input=text.encode(), check=True,
                             capture_output=True).stdout
        readings = [json.loads(line) for line in out.decode("utf-8", "replace").splitlines()]
        assert len(readings) == len(names), "a name without a reading"
        return readings

    def score(self, rows):
        readings = self.read([row["input"] for row in rows])
        return [(row, said, self.judge.judge(row, said)) for row, said in zip(rows, readings)]

    def hold(self, what, good):
        print(("ok    " if good else "FAULT ") + what)
        if not good:
            self.faults.append(what)


def share(results, what="match"):
    judged = [verdict[what] for _, _, verdict in results if what in verdict]
    return 100.0 * sum(judged) / len(judged), len(judged)


def is_wrong(verdict):
    return bool(verdict.get("fp") or verdict.get("mfp") or verdict.get("match") is False)


def check_right(measure):
    for what in ("number", "title", "match"):
        value, count = share(measure.results, what)
        print(f"      {what}: {value:.2f} % of {count}")
    value, _ = share(measure.results)
    measure.hold(f"number and title {value:.2f} %, wanted {WANTED} %", value >= WANTED)
    sources = {}
    for result in measure.results:
        sources.setdefault(result[0]["source"], []).append(result)
    pooled = []
    for source, results in sorted(sources.items()):
        if len(results) < 50:
            pooled += results
            print(f"      {source}: {share(results)[0]:.2f} % of {len(results)}, pooled")
            continue
        value, field = share(results)[0], FIELD.get(source, FAMILIES)
        measure.hold(f"{source}: {value:.2f} % of {len(results)}, the field {field} %",
                     value > field)
    if pooled:
        value = share(pooled)[0]
        measure.hold(f"the small sources: {value:.2f} % of {len(pooled)}", value > FAMILIES)


def check_newer(measure):
    if measure.newer:
        value, count = share(measure.newer)
        measure.hold(f"newer names: {value:.2f} % of {count}, wanted {WANTED_NEWER} %",
                     value >= WANTED_NEWER)


def is_wrong_claim(measure, result):
    """Whether a reading that is not empty contradicts a number, or that there is no episode."""
    _, said, verdict = result
    return bool(verdict.get("fp") or verdict.get("mfp") or
                (verdict.get("number") is False and measure.judge.is_fp(said)))


def check_claims(measure):
    alarms = sum(bool(v.get("fp") or v.get("mfp")) for _, _, v in measure.all)
    measure.hold(f"{alarms} films and names that say nothing claimed as episodes, at most "
                 f"{FALSE_ALARMS}", alarms <= FALSE_ALARMS)
    claims = [r for r in measure.all if is_wrong_claim(measure, r)]
    measure.hold(f"{len(claims)} wrong claims, at most {CLAIMS}", len(claims) <= CLAIMS)
    if "--claims" in sys.argv:
        for row, said, _ in claims:
            print("  ", row["input"], "\n      want", row["expect"], "\n      got ", said)


def check_confidence(measure):
    sure = [r for r in measure.all if r[1]["confidence"] >= SURE and not r[1].get("alternatives")]
    part = 100.0 * len(sure) / len(measure.all)
    wrong = 100.0 * sum(is_wrong(verdict) for _, _, verdict in sure) / len(sure)
    measure.hold(f"{part:.1f} % call themselves sure, wanted {SURE_SHARE} %", part >= SURE_SHARE)
    measure.hold(f"{wrong:.2f} % of those are wrong, at most {SURE_WRONG} %", wrong <= SURE_WRONG)


# ---- titles swapped ----

# Titles that end in what numbers a season or a part: they say more than a title.
NUMBERED = re.compile(r" (?:S\d+|[IVX]+|(?:Season|Part|Movie) \w+|\d+)$", re.I)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(title):
    return WORD.findall(title)


def swap(row, title):
    """The row with another title in it, which is written with the separators of the old one; None
    where the old one does not stand in the name as it is."""
    old = words_of(row["expect"]["title"])
    new = words_of(title)
    gap = r"[ ._-]+"
    pattern = re.compile(r"(?<![^\W_])" + (r"(" + gap + r")").join(map(re.escape, old)) +
                         r"(?![^\W_])", re.I)
    if not old or not pattern.search(row["input"]):
        return None

    def write(match):
        gaps = [g for g in match.groups() if g] or [" " if " " in row["input"] else "."]
        text = new[0]
        for i, word in enumerate(new[1:]):
            text += gaps[min(i, len(gaps) - 1)] + word
        return text

    expect = dict(row["expect"], title=" ".join(new))
    return dict(row, input=pattern.sub(write, row["input"]), expect=expect)


def check_swapped(measure):
    chance = random.Random(7)
    titles = sorted({row["expect"]["title"] for row in measure.rows if row["expect"].get("title")
                     and row["kind"] in ("episode", "movie") and row["expect"]["title"].isascii()
                     and re.fullmatch(r"[A-Za-z0-9' ]+", row["expect"]["title"])
                     and not NUMBERED.search(row["expect"]["title"])})
    by_count = {}
    for title in titles:
        by_count.setdefault(min(len(words_of(title)), 6), []).append(title)
    rows, before = [], []
    for result in measure.results:
        row = result[0]
        title = row["expect"].get("title")
        if not title or row["kind"] not in ("episode", "movie"):
            continue
        other = chance.choice(by_count[max(1, min(len(words_of(title)), 6))])
        new = swap(row, other)
        if new:
            rows.append(new)
            before.append(result)
    after = measure.score(rows)
    was, now = share(before)[0], share(after)[0]
    measure.hold(f"{len(rows)} titles swapped: {was:.2f} % before, {now:.2f} % after",
                 was - now <= 1)
    if "--swapped" in sys.argv:
        for old, new in zip(before, after):
            if new[2].get("match") is False and old[2].get("match"):
                print("  ", new[0]["input"], "|", new[0]["expect"]["title"], "|",
                      new[1].get("title"))


# ---- case, separators, extension ----


def folded(said):
    title = unicodedata.normalize("NFKD", said.get("title", "")).casefold()
    return ("".join(c for c in title if c.isalnum()), said.get("season"),
            tuple(said.get("episodes", ())), tuple(said.get("absolute", ())))


def variants(name):
    """Other spellings of a name that has one kind of separator."""
    stem = re.sub(r"\.(mkv|avi|mp4)$", "", name)
    kinds = [c for c in " ._" if c in stem]
    if len(kinds) != 1 or not stem.isascii() or re.search(r"\d[.,]\d", stem):
        return []
    if re.search(r"[/\\]|\b(?:19|20)\d\d\W\d\d?\W\d\d?\b|\b\d\d?\W\d\d?\W(?:19|20)\d\d\b", stem):
        return []
    out = [stem.lower(), stem.upper(), stem + ".mkv", stem + ".avi"]
    return out + [stem.replace(kinds[0], other) for other in " ._" if other != kinds[0]]


def check_spelling(measure):
    asked, base = [], []
    for row, said, _ in measure.results:
        if row["kind"] != "episode" or said.get("date"):
            continue
        for variant in variants(row["input"]):
            asked.append((row["input"], variant))
            base.append(folded(said))
    got = measure.read([variant for _, variant in asked])
    changed = [(pair, folded(said), was) for pair, said, was in zip(asked, got, base)
               if folded(said) != was]
    part = 100.0 * len(changed) / len(asked)
    measure.hold(f"{part:.2f} % of {len(asked)} other spellings read otherwise, at most 1 %",
                 part <= 1)
    if "--spelling" in sys.argv:
        for (name, variant), now, was in changed:
            print("  ", variant, "|", now, "|", was)


CHECKS = (check_right, check_newer, check_claims, check_confidence, check_swapped, check_spelling)


def main():
    folder = os.environ.get("EPIMARK_CORPUS")
    if not folder or not os.path.exists(os.path.join(folder, "dev.jsonl")):
        print("skipped: EPIMARK_CORPUS names no folder with dev.jsonl and score.py")
        return SKIPPED
    measure = Measure(sys.argv[1], folder)
    for check in CHECKS:
        check(measure)
    if "--fails" in sys.argv:
        for row, said, verdict in measure.results:
            if is_wrong(verdict):
                print("  ", row["input"], "\n      want", row["expect"], "\n      got ", said)
    return 1 if measure.faults else 0


if __name__ == "__main__":
    sys.exit(main())
