# SPDX-License-Identifier: MIT
"""Measures how well names are identified. See README.md beside this file."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import histories
import world
from names import DOUBTFUL, STYLES, Missing, duration, names_for, one_doubtful

SKIPPED = 77
SEED = 11
SAMPLE, LONG = 16, 250  # names of each style in each of the four catalogues
SURE_WRONG = 0.1        # percent of all names, at most
CLAIMED = 0.15          # percent of what does not exist, at most
RIGHT = 97              # percent, the mean of the styles, at least
FIRST_THREE = 90        # percent of the unsure, at least


@dataclass
class Name:
    style: str
    path: str
    seconds: int
    truth: list  # (show, episode) pairs; none: it must not be sure
    kind: str    # of its history; "": it has none
    history: list

    def lines(self):
        """As bench-resolve reads it."""
        for row in self.history:
            ids = f"{row.show.tvdb}\t{row.show.tvmaze}"
            yield f"watched\t{ids}\t{row.episode.season}\t{row.episode.number}\t{row.path}\n" \
                if row.episode else f"chosen\t{ids}\t{row.path}\n"
        yield f"{self.seconds}\t{self.path}\n"


@dataclass
class Answer:
    outcome: str
    requests: int
    reason: str
    rows: list  # of the matches or candidates: numbers and text


def read_answer(line):
    outcome, requests, reason, *rows = line.rstrip("\n").split("\t")
    parsed = []
    for row in rows:
        source, *numbers, text = row.split(" ", 8)
        parsed.append((source, [float(n) if "." in n else int(n) for n in numbers], text))
    return Answer(outcome, int(requests), reason, parsed)


def is_episode(row, show, episode):
    source, (tvdb, tvmaze, _, _, episode_tvdb, episode_tvmaze, _), _ = row
    if source == "tvmaze":
        return tvmaze == show.tvmaze and episode_tvmaze == episode.tvmaze
    return tvdb == show.tvdb and episode_tvdb == episode.tvdb


def judge(name, answer):
    """right, wrong, near (unsure, the right one among the first three), far; for what does not
    exist, or the user said otherwise of: claimed or quiet."""
    sure = answer.outcome == "sure"
    if not name.truth or name.style == "wrongly chosen elsewhere":
        right = sure and name.truth and is_episode(answer.rows[0], *name.truth[0])
        return "claimed" if sure and not right else "quiet"
    if sure:
        same = len(answer.rows) == len(name.truth) and all(
            is_episode(row, *pair) for row, pair in zip(answer.rows, name.truth))
        return "right" if same else "wrong"
    near = answer.outcome == "unsure" and any(is_episode(row, *name.truth[0])
                                              for row in answer.rows[:3])
    return "near" if near else "far"


# ---- Asking ----

def make_names(made, services, count, rng):
    """The names for one world, count of each style; where a world has too few, all it has."""
    only_tvmaze = services == ["tvmaze"]
    # What TheTVDB knows by the name of a series that only TVmaze has is found there first.
    shows = [s for s in made.shows if s.episodes and
             (s.tvmaze if only_tvmaze else s.tvdb or not s.twin)]
    withheld = [s for s in made.withheld if s.tvmaze or not only_tvmaze]
    maker = histories.Maker(shows, only_tvmaze, rng)
    asked = []
    for style in STYLES:
        asked += names_for(style, shows, count, only_tvmaze, rng)
    for style in DOUBTFUL:
        for _ in range(count):
            try:
                asked.append(one_doubtful(style, shows, withheld, only_tvmaze, rng))
            except Missing:
                continue
    return [make_name(one, maker, rng) for one in asked]


def make_name(asked, maker, rng):
    path, kind, history = maker.make(asked, asked.path(rng))
    return Name(asked.style.name, path, duration(asked.show, asked.meant or asked.named, rng),
                [(asked.show, episode) for episode in asked.meant], kind, history)


def ask(program, folder, services, names):
    text = "".join(line for name in names for line in name.lines())
    done = subprocess.run([program, folder, *services], input=text.encode(), check=True,
                          stdout=subprocess.PIPE)
    answers = [read_answer(line) for line in done.stdout.decode().splitlines()]
    assert len(answers) == len(names), "a name without an answer"
    return answers


def measure(program, source, filled, count, only, seed):
    """Asks with a key of TheTVDB, then without one: pairs of what was asked and its results."""
    made = world.make(source, filled, random.Random(seed + filled))
    runs = []
    with tempfile.TemporaryDirectory(prefix="epimark-identity-") as folder:
        world.write(made, folder)
        for services in ["tvdb", "tvmaze"], ["tvmaze"]:
            rng = random.Random(f"{seed} {filled} {services}")
            names = [name for name in make_names(made, services, count, rng)
                     if not only or name.style in only]
            where = f"{'filled' if filled else 'raw'}, {services[0]}"
            runs.append((where, list(zip(names, ask(program, folder, services, names)))))
    return runs


# ---- Reporting ----

def percent(part, whole):
    return 100.0 * part / whole if whole else 0.0


def print_fails(where, results, wanted):
    for name, answer in results:
        verdict = judge(name, answer)
        if verdict not in wanted:
            continue
        meant = " ".join(f"{s.name} ({s.facts['year']}, tvdb {s.tvdb}, tvmaze {s.tvmaze}) "
                         f"{e.season}x{e.number} {e.title!r} {e.date}" for s, e in name.truth[:1])
        print(f"{verdict}\t{where}\t{name.style}\t{name.path}\t{name.seconds} s\n"
              f"\tmeant {meant}\n\tgot {answer.outcome}: {answer.reason}")
        for line in list(name.lines())[:-1]:
            print("\tafter " + line.rstrip("\n"))
        for source, numbers, text in answer.rows[:3]:
            print(f"\t  {source} {numbers} {text}")


def report(results):
    """Prints the table and the summary; returns the counts by style."""
    counts = defaultdict(Counter)
    for name, answer in results:
        counts[name.style][judge(name, answer)] += 1
    print(f"{'style':28} asked  right  wrong   near    far   (percent)")
    for style in STYLES:
        of = counts[style.name]
        asked = sum(of.values())
        if asked:
            print(f"{style.name:28} {asked:5} " + " ".join(
                f"{percent(of[key], asked):6.1f}" for key in ("right", "wrong", "near", "far")))
    print(f"{'must not be sure':28} asked  quiet claimed")
    for style in DOUBTFUL:
        of = counts[style.name]
        asked = sum(of.values())
        if asked:
            print(f"{style.name:28} {asked:5} {percent(of['quiet'], asked):6.1f} "
                  f"{percent(of['claimed'], asked):6.1f}")
    report_histories(results)
    return counts


def report_histories(results):
    counts = defaultdict(Counter)
    for name, answer in results:
        counts[name.kind][judge(name, answer)] += 1
    print(f"{'history':28} asked  right  wrong   near    far  claimed (percent)")
    for kind in ("", *histories.KINDS):
        of = counts[kind]
        real = sum(of[key] for key in ("right", "wrong", "near", "far"))
        print(f"{kind or 'none':28} {real:5} " + " ".join(
            f"{percent(of[key], real):6.2f}" for key in ("right", "wrong", "near", "far")) +
            f" {percent(of['claimed'], of['claimed'] + of['quiet']):8.2f}")


def summary(counts):
    real = [counts[style.name] for style in STYLES if counts[style.name]]
    mean = sum(percent(of["right"], sum(of.values())) for of in real) / max(1, len(real))
    wrong = percent(sum(of["wrong"] for of in real), sum(sum(of.values()) for of in real))
    near = sum(of["near"] for of in real)
    unsure = near + sum(of["far"] for of in real)
    doubtful = [counts[style.name] for style in DOUBTFUL]
    claimed = percent(sum(of["claimed"] for of in doubtful),
                      sum(sum(of.values()) for of in doubtful))
    print(f"identity: {mean:.1f} % right (mean of {len(real)} styles), {wrong:.2f} % sure and "
          f"wrong, of the unsure {percent(near, unsure):.1f} % among the first three, of what does "
          f"not exist {claimed:.2f} % sure")
    return mean, wrong, percent(near, unsure), claimed


def faults_of(counts, mean, wrong, near, claimed):
    faults = [f"{style.name}: {percent(of['right'], sum(of.values())):.1f} % right, "
              f"at least {style.floor}" for style in STYLES
              for of in (counts[style.name],)
              if of and percent(of["right"], sum(of.values())) < style.floor]
    if mean < RIGHT:
        faults.append(f"{mean:.1f} % right, at least {RIGHT}")
    if near < FIRST_THREE:
        faults.append(f"{near:.1f} % of the unsure among the first three, at least {FIRST_THREE}")
    if wrong > SURE_WRONG:
        faults.append(f"{wrong:.2f} % sure and wrong, at most {SURE_WRONG}")
    if claimed > CLAIMED:
        faults.append(f"{claimed:.2f} % of what does not exist is sure, at most {CLAIMED}")
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", help="bench-resolve")
    parser.add_argument("--long", action="store_true", help="many names of each style")
    parser.add_argument("--count", type=int, help="names of each style in each catalogue")
    parser.add_argument("--seed", type=int, default=SEED, help="other names than usual")
    parser.add_argument("--style", action="append", help="only this style")
    parser.add_argument("--fails", nargs="?", const="wrong,claimed",
                        help="print names: wrong,claimed (default), near, far")
    given = parser.parse_args()
    source = os.environ.get("EPIMARK_CATALOGUE")
    if not source or not os.path.exists(os.path.join(source, "episodes.jsonl")):
        print("skipped: EPIMARK_CATALOGUE names no folder with shows.jsonl and episodes.jsonl")
        return SKIPPED
    count = given.count or (LONG if given.long else SAMPLE)
    with ProcessPoolExecutor(2) as pool:
        runs = [run for two in pool.map(measure, *zip(*(
            (given.program, source, filled, count, given.style, given.seed)
            for filled in (False, True))))
                for run in two]
    if given.fails:
        for where, results in runs:
            print_fails(where, results, given.fails.split(","))
    results = [pair for _, found in runs for pair in found]
    counts = report(results)
    print(f"{sum(a.requests for _, a in results) / max(1, len(results)):.1f} requests a name")
    faults = faults_of(counts, *summary(counts))
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults and not given.style else 0


if __name__ == "__main__":
    sys.exit(main())
