# SPDX-License-Identifier: MIT
"""Writes real episodes in the layouts that libraries have, and measures how they are read back. See
README.md beside this file."""

import json
import os
import re
import subprocess
import sys
import unicodedata

SKIPPED = 77
WRONG, WRONG_SURE = 0.3, 0.05  # percent of a layout, at most
SURE = 0.9


# ---- Names of files ----

def plain(text):
    """A text as programs that rename files write it: without what a file system refuses."""
    text = re.sub(r"\s*:\s+", " - ", text).replace(":", "-").replace("/", "+").replace("\\", "+")
    text = re.sub(r'[?*<>|"]', "", text)
    return re.sub(r"\s+", " ", text).strip(" .")


def dotted(text):
    """A text as the scene writes it."""
    text = text.replace("&", "and").replace("'", "").replace("’", "")
    return re.sub(r"[^\w+]+", ".", text).strip(".")


class Names:
    """What a layout is made of."""

    def __init__(self, show, episode):
        self.show = plain(show["name"])
        self.scene = dotted(show["name"])
        self.year = show.get("year") or 2012
        self.tvdb = show.get("tvdb") or 81189
        self.tvmaze = show.get("tvmaze") or 169
        self.season = episode["season"]
        self.number = episode["number"]
        self.title = plain(episode["name"])
        self.scene_title = dotted(episode["name"])

    def write(self, layout):
        return layout.format(n=self)


# What a person sees: {n.season} {n.number} {n.title} ...
LAYOUTS = {
    "sonarr": "{n.show}/Season {n.season}/{n.show} - S{n.season:02}E{n.number:02} - {n.title}"
              " WEBDL-1080p.mkv",
    "trash": "{n.show} ({n.year}) {{tvdb-{n.tvdb}}}/Season {n.season:02}/{n.show} ({n.year}) - "
             "S{n.season:02}E{n.number:02} - {n.title} [AMZN WEBDL-1080p][EAC3 5.1][h264]-GRP.mkv",
    "jellyfin": "{n.show} ({n.year}) [tvdbid-{n.tvdb}]/Season {n.season:02}/"
                "{n.show} S{n.season:02}E{n.number:02} {n.title}.mkv",
    "plex": "{n.show} ({n.year})/Season {n.season:02}/{n.show} ({n.year}) - "
            "s{n.season:02}e{n.number:02} - {n.title}.mkv",
    "scene": "{n.scene}.S{n.season:02}E{n.number:02}.{n.scene_title}.1080p.WEB.h264-GRP.mkv",
    "scene, bare": "{n.scene}.S{n.season:02}E{n.number:02}.{n.scene_title}.mkv",
    "flat": "{n.show} - {n.season}x{n.number:02} - {n.title}.mkv",
    "1x05 - T": "{n.show}/Season {n.season}/{n.season}x{n.number:02} - {n.title}.mkv",
    "1x05 T": "{n.show}/Season {n.season}/{n.season}x{n.number:02} {n.title}.mkv",
    "S01E05 T": "{n.show}/Season {n.season}/S{n.season:02}E{n.number:02} {n.title}.mkv",
    "S01E05 - T": "{n.show}/S{n.season:02}/S{n.season:02}E{n.number:02} - {n.title}.mp4",
    "05 - T": "{n.show}/Season {n.season}/{n.number:02} - {n.title}.mkv",
    "05. T": "{n.show}/Season {n.season}/{n.number:02}. {n.title}.mkv",
    "05 T": "{n.show}/Season {n.season}/{n.number:02} {n.title}.mkv",
    "05_T": "{n.show}/Season {n.season}/{n.number:02}_{n.title}.mkv",
    "5 - T": "{n.show} ({n.year})/Season {n.season}/{n.number} - {n.title}.mkv",
    "Show - 05 - T": "{n.show}/Season {n.season}/{n.show} - {n.number:02} - {n.title}.mkv",
    "Episode 5 - T": "{n.show}/Season {n.season}/Episode {n.number} - {n.title}.mkv",
    "E05 - T": "{n.show}/Season {n.season}/E{n.number:02} - {n.title}.mkv",
    "ids": "{n.show} {{tvmaze-{n.tvmaze}}} [tmdbid-1399]/Season {n.season:02}/"
           "{n.number:02} - {n.title}.mkv",
}


# ---- What is right ----

def folded(text):
    text = unicodedata.normalize("NFKD", text or "")
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("&", " and ")
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if c.isalnum())


COUNTRY = re.compile(r"\s*\(?\b(US|USA|UK|AU|NZ|CA|IE|[A-Z]{2})\)?$")
YEAR = re.compile(r"\s*[(\[]?((?:19|20)\d\d)[)\]]?$")


def same_title(show, said):
    """Whether a title is the show's: a year or a country at its end may be said apart, and so may
    one of two titles."""
    title, wanted = said.get("title", ""), folded(show)
    others = [title, title + " " + said.get("alternative_title", "")]
    if said.get("year"):
        others.append(f"{title} {said['year']}")
    if said.get("country"):
        others.append(f"{title} {said['country']}")
        others += [f"{title} UK"] if said["country"] == "GB" else []
    return wanted in map(folded, others)


def same_number(episode, said):
    """Whether a reading is this season and episode."""
    return (said.get("season"), said.get("episodes")) == (episode["season"], [episode["number"]])


def has_number(episode, said):
    """Whether a reading or one of its alternatives is this season and episode."""
    return any(same_number(episode, reading) for reading in [said] + said.get("alternatives", []))


# ---- Measuring ----

def load(folder):
    """The episodes with their shows."""
    def rows(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]

    shows = {}
    for show in rows("shows.jsonl"):
        if show["name_is_alias"] or not folded(show["name"]):
            continue
        for key in ("tvmaze", "tvdb"):
            if show[key]:
                shows.setdefault((key, show[key]), show)
    found = []
    for episode in rows("episodes.jsonl"):
        show = shows.get(("tvmaze", episode["tvmaze_show"])) or \
            shows.get(("tvdb", episode["tvdb_show"]))
        if show and episode["name"] and episode["number"] and episode["season"]:
            found.append((show, episode))
    return found


def read(tool, names):
    text = "".join(name + "\n" for name in names)
    out = subprocess.run([tool, "parse", "-"], input=text.encode(), check=True,
                         capture_output=True).stdout
    readings = [json.loads(line) for line in out.decode().splitlines()]
    assert len(readings) == len(names), "a name without a reading"
    return readings


def measure(tool, layout, episodes):
    """Returns the wrong readings of a layout as (name, reading), and how many of them have the
    right number as an alternative."""
    names = [Names(show, episode).write(layout) for show, episode in episodes]
    wrong, held = [], 0
    for (show, episode), name, said in zip(episodes, names, read(tool, names)):
        title = same_title(plain(show["name"]), said)
        if not title or not same_number(episode, said):
            wrong.append((name, said))
            held += title and has_number(episode, said)
    return wrong, held


def main():
    folder = os.environ.get("EPIMARK_CATALOGUE")
    if not folder or not os.path.exists(os.path.join(folder, "episodes.jsonl")):
        print("skipped: EPIMARK_CATALOGUE names no folder with shows.jsonl and episodes.jsonl")
        return SKIPPED
    episodes = load(folder)
    faults = 0
    for what, layout in LAYOUTS.items():
        wrong, held = measure(sys.argv[1], layout, episodes)
        sure = [pair for pair in wrong
                if pair[1]["confidence"] >= SURE and not pair[1].get("alternatives")]
        part, part_sure = (100.0 * len(rows) / len(episodes) for rows in (wrong, sure))
        good = part <= WRONG and part_sure <= WRONG_SURE
        faults += not good
        print(f"{'ok   ' if good else 'FAULT'} {what}: {part:.2f} % of {len(episodes)} wrong, at "
              f"most {WRONG}, {100.0 * held / len(episodes):.2f} % with the number as an "
              f"alternative; {part_sure:.2f} % and sure, at most {WRONG_SURE}")
        if "--fails" in sys.argv:
            for name, said in wrong:
                print("     ", name, {key: said[key] for key in said if key != "input"})
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
