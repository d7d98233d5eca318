# SPDX-License-Identifier: MIT
"""Measures how many requests a folder of videos takes, and how long a name that is known. See
README.md beside this file."""

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass

import world

SKIPPED = 77
SEED = 7
SERIES, FILES = 139, 2000  # of the folder
NEW = 400                  # series of which one episode is asked for
COLD = 3                   # requests of a new series, at most, on the average
WITHIN = 97                # percent of the new series take no more than that, at least
WARM_MS = 5                # a name that is known, 95 of 100


@dataclass
class Answer:
    us: int
    outcome: str
    requests: int
    reason: str


def ask(program, folder, services, paths):
    """One answer for each path, from one process that begins without any answer kept."""
    done = subprocess.run([program, "--kept", folder, *services], check=True, text=True,
                          stdout=subprocess.PIPE, input="".join(f"0\t{p}\n" for p in paths))
    rows = [line.split("\t")[:4] for line in done.stdout.splitlines()]
    return [Answer(int(us), outcome, int(requests), reason)
            for us, outcome, requests, reason in rows]


def path_of(show, episode, mark=""):
    """Titles that are not unique have the year, as in a folder that is kept with care."""
    year = show.facts["year"]
    title = f"{show.name} ({year})" if show.twin and year else show.name
    title = title.replace("/", " ")
    return (f"/tv/{title}{mark}/Season {episode.season}/"
            f"{title} - S{episode.season:02}E{episode.number:02}.mkv")


def numbered(show):
    return sorted((e for e in show.regular() if not e.maze), key=lambda e: (e.season, e.number))


def the_folder(program, folder, services, shows):
    """Files of many series, then the same again."""
    chosen = [(show, numbered(show)) for show in shows]
    files = [(show, episodes[i]) for i in range(max(len(e) for _, e in chosen))
             for show, episodes in chosen if i < len(episodes)][:FILES]
    paths = [path_of(show, episode) for show, episode in files]
    answers = ask(program, folder, services, paths * 2)
    cold = Counter()
    for (show, _), answer in zip(files, answers):
        cold[show.name] += answer.requests
    again = answers[len(paths):]
    times = sorted(a.us for a in again)
    median, most = (times[len(times) * part // 100] / 1000 for part in (50, 95))
    print(f"{services[0]}: {len(paths)} files of {len(cold)} series: cold "
          f"{sum(cold.values()) / len(cold):.2f} requests a series (most {max(cold.values())}), "
          f"again {sum(a.requests for a in again)}; a known name {median:.2f} ms "
          f"(95 % {most:.2f} ms)")
    faults = []
    if sum(cold.values()) > COLD * len(cold):
        faults.append(f"{services[0]}: {sum(cold.values())} requests for {len(cold)} series")
    if any(a.requests for a in again):
        faults.append(f"{services[0]}: {sum(a.requests for a in again)} requests the second time")
    return faults, most


def new_series(program, folder, services, shows, mark):
    """The first episode of a new series, then its next one."""
    files = [(show, *numbered(show)[:2]) for show in shows]
    paths = [path_of(show, e, mark(show, services)) for show, *two in files for e in two]
    answers = ask(program, folder, services, paths)
    first, following = answers[::2], answers[1::2]
    over = [(show, a) for (show, *_), a in zip(files, first) if a.requests > COLD]
    within = 100 - 100 * len(over) / len(files)
    what = "with an id" if mark(shows[0], services) else "new"
    later = sum(a.requests for a in following)
    sure = sum(a.outcome == "sure" for a in first)
    print(f"{services[0]}: {len(files)} series, {what}: {within:.1f} % within {COLD} requests, "
          f"mean {sum(a.requests for a in first) / len(first):.2f}, most "
          f"{max(a.requests for a in first)}; {sure} sure; the next episode: {later} in all")
    reasons = defaultdict(int)
    for show, answer in over:
        reasons[(answer.outcome, "other series have a name of it" if show.twin
                 else answer.reason)] += 1
    for (outcome, reason), count in sorted(reasons.items(), key=lambda r: -r[1])[:8]:
        print(f"    {count} need more, {outcome}: {reason}")
    faults = []
    if within < WITHIN:
        faults.append(f"{services[0]}, {what}: only {within:.1f} % within {COLD} requests")
    if later > len(files) * (100 - WITHIN) / 100:
        faults.append(f"{services[0]}, {what}: {later} requests for the next episodes")
    return faults


def what_is_not_there(program, folder, services, shows):
    """An episode that a series lacks, asked for twice."""
    paths = [path_of(show, world.Episode(1, 177)) for show in shows]
    answers = ask(program, folder, services, paths * 2)
    first, again = answers[:len(paths)], answers[len(paths):]
    print(f"{services[0]}: {len(paths)} episodes that do not exist: "
          f"{sum(a.requests for a in first) / len(first):.2f} requests each, again "
          f"{sum(a.requests for a in again)}; {sum(a.outcome == 'sure' for a in first)} sure")
    return [f"{services[0]}: what does not exist is asked for again"
            ] if any(a.requests for a in again) else []


def no_id(_show, _services):
    return ""


def an_id(show, services):
    return f" [tvdb-{show.tvdb}]" if services[0] == "tvdb" else f" [tvmaze-{show.tvmaze}]"


def main():
    timed = "--timed" in sys.argv
    source = os.environ.get("EPIMARK_CATALOGUE")
    if not source or not os.path.exists(os.path.join(source, "episodes.jsonl")):
        print("skipped: EPIMARK_CATALOGUE names no folder with shows.jsonl and episodes.jsonl")
        return SKIPPED
    made = world.make(source, True, random.Random(SEED))
    faults, slowest = [], 0
    with tempfile.TemporaryDirectory(prefix="epimark-library-") as folder:
        world.write(made, folder)
        for services in ["tvdb", "tvmaze"], ["tvmaze"]:
            known = [s for s in made.shows if len(numbered(s)) > 1 and
                     (s.tvdb if services[0] == "tvdb" else s.tvmaze)]
            rng = random.Random(f"{SEED} {services}")
            more, warm = the_folder(sys.argv[1], folder, services, rng.sample(known, SERIES))
            faults += more
            slowest = max(slowest, warm)
            if timed:
                continue
            shows = rng.sample(known, NEW)
            for mark in no_id, an_id:
                faults += new_series(sys.argv[1], folder, services, shows, mark)
            faults += what_is_not_there(sys.argv[1], folder, services, shows[:100])
    if timed and slowest > WARM_MS:
        faults.append(f"a known name takes {slowest:.1f} ms, at most {WARM_MS}")
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
