# SPDX-License-Identifier: MIT
"""The catalogues that identity.py asks: the real series of EPIMARK_CATALOGUE, raw or filled. In the
filled one each series has a whole list of episodes, most of them invented, so that having an
episode tells nothing. Some series are withheld: names ask for them, no catalogue has them."""

import datetime
import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

TODAY = datetime.date(2026, 1, 1)  # as in resolve_names.c
WITHHELD = 0.05       # of the series
DISAGREEING = 0.12    # of the series: TVmaze's numbers differ from TheTVDB's
DVD = 0.08            # of the series: the DVD has another order
MADE_ID = 500_000_000
DAILY = ("Talk Show", "News", "Game Show")


@dataclass
class Episode:
    season: int
    number: int           # as TheTVDB has it; None: a special that only TVmaze has
    title: str = ""
    date: str = ""
    runtime: int = 0
    absolute: int = 0
    special: bool = False
    tvdb: int = 0
    tvmaze: int = 0
    maze: tuple = None    # season and number at TVmaze, if they differ
    dvd: tuple = None

    def row(self, show):
        row = {"tvdb_show": show.tvdb, "tvmaze_show": show.tvmaze, "tvdb_id": self.tvdb,
               "tvmaze_id": self.tvmaze, "season": self.season, "number": self.number,
               "name": self.title, "airdate": self.date, "runtime": self.runtime,
               "absolute": self.absolute, "special": self.special}
        row = {key: value for key, value in row.items() if value or key == "season"}
        for key, numbers in (("tvmaze", self.maze), ("dvd", self.dvd)):
            if numbers:
                row[key + "_season"], row[key + "_number"] = numbers
        return row


@dataclass
class Show:
    facts: dict
    episodes: list = field(default_factory=list)
    season_titles: list = field(default_factory=list)  # (title, season, offset) of later seasons
    twin: bool = False  # another series has one of its names

    @property
    def tvdb(self):
        return self.facts["tvdb"] or 0

    @property
    def tvmaze(self):
        return self.facts["tvmaze"] or 0

    @property
    def name(self):
        return self.facts["name"]

    @property
    def anime(self):
        return bool(self.facts["anime"])

    def regular(self):
        return [e for e in self.episodes if e.season > 0 and e.number and not e.special]


@dataclass
class World:
    filled: bool
    shows: list
    withheld: list


def rows_of(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def folded(text):
    text = re.sub(r"^(the|an?) ", "", (text or "").casefold())
    return re.sub(r"\W+", "", text.replace("&", "and"))


def load(folder):
    """The series with the episodes that are known, each once."""
    shows, by_id = [], {}
    for facts in rows_of(folder, "shows.jsonl"):
        ids = [(key, facts[key]) for key in ("tvdb", "tvmaze") if facts[key]]
        if facts["name_is_alias"] or facts.get("tvdb_disputed_by") or not ids or \
                not folded(facts["name"]) or any(pair in by_id for pair in ids):
            continue
        if facts["anime"]:  # as TheTVDB says it
            facts["country"] = facts["country"] or "JP"
            facts["language"] = facts["language"] or "Japanese"
        show = Show(facts)
        shows.append(show)
        by_id.update((pair, show) for pair in ids)
    for row in rows_of(folder, "episodes.jsonl"):
        show = by_id.get(("tvmaze", row["tvmaze_show"])) or by_id.get(("tvdb", row["tvdb_show"]))
        if show and row["season"] is not None:
            add_known(show, row)
    for row in rows_of(folder, "anime.jsonl"):
        add_anime(shows, by_id, row)
    return shows


def add_anime(shows, by_id, row):
    """The names of an anime are aliases of its series, also those of later seasons."""
    tvdb = row["tvdb"]
    if not isinstance(tvdb, int) or tvdb <= 0:
        return
    show = by_id.get(("tvdb", tvdb))
    if not show:
        show = Show({"name": row["name_en"] or row["name"], "tvdb": tvdb, "tvmaze": None,
                     "imdb": row["imdb"], "year": None, "premiered": None, "ended": None,
                     "country": "JP", "language": "Japanese", "type": "Animation", "runtime": 25,
                     "network": None, "aliases": [], "names_by_service": {}, "anime": True})
        shows.append(show)
        by_id["tvdb", tvdb] = show
    aliases = show.facts["aliases"]
    aliases += [name for name in row["names"] if name not in aliases and name != show.name]
    season = row["tvdb_default_season"]
    if isinstance(season, int) and season > 1 and not row["mappings"] and \
            folded(row["name"]) != folded(show.name):
        show.season_titles.append((row["name"], season, row["episode_offset"] or 0))


def add_known(show, row):
    special = bool(row["special"]) or row["season"] == 0 or row["number"] is None
    found = None if row["number"] is None else next(
        (e for e in show.episodes if (e.season, e.number) == (row["season"], row["number"])), None)
    if not found:
        found = Episode(row["season"], row["number"], special=special)
        show.episodes.append(found)
    found.title = found.title or row["name"] or ""
    found.date = found.date or row["airdate"] or ""
    found.runtime = found.runtime or row["runtime"] or 0
    found.absolute = found.absolute or row["absolute"] or 0
    found.tvdb = found.tvdb or row["tvdb_id"] or 0
    found.tvmaze = found.tvmaze or row["tvmaze_id"] or 0


def invent(show, titles, rng):
    """Gives a series a whole list that contains what is known of it."""
    known = {(e.season, e.number): e for e in show.regular()}
    seasons = max([rng.choice((1, 1, 1, 1, 2, 2, 3, 5))] +
                  [s for s, _ in known if s < 40] + [s for _, s, _ in show.season_titles])
    length = rng.choice((6, 8, 10, 12, 13, 22))
    step = 1 if show.facts["type"] in DAILY else 7
    premiered = show.facts["premiered"] or f"{show.facts['year'] or 2012}-03-01"
    start = datetime.date.fromisoformat(premiered)
    years = {season: found for title, season, _ in show.season_titles
             for found in (re.search(r"\((\d{4})\)$", title),) if found}
    numbered = show.anime or rng.random() < 0.2
    absolute = 0
    for season in range(1, seasons + 1):
        day = start + datetime.timedelta(days=364 * (season - 1))
        if years.get(season):
            day = day.replace(year=int(years[season][1]), day=1)
        last = max([length] + [n for s, n in known if s == season])
        for number in range(1, last + 1):
            absolute += 1
            episode = known.get((season, number))
            if not episode:
                generic = rng.random() < 0.15
                episode = Episode(season, number, f"Episode {number}" if generic
                                  else rng.choice(titles), day.isoformat())
                show.episodes.append(episode)
            if numbered:
                episode.absolute = episode.absolute or absolute
            day += datetime.timedelta(days=step)
    for number in range(1, rng.choice((0, 0, 1, 3)) + 1):
        if all((e.season, e.number) != (0, number) for e in show.episodes):
            show.episodes.append(Episode(0, number, rng.choice(titles), special=True, date=(
                start + datetime.timedelta(days=300 + 40 * number)).isoformat()))


def disagree(show, rng):
    """TVmaze counts as an episode what TheTVDB has among the specials: the rest moves on by one."""
    season = rng.choice(show.regular()).season
    numbers = sorted(e.number for e in show.regular() if e.season == season)
    at = rng.choice(numbers[:max(1, len(numbers) // 2)])
    for episode in show.regular():
        if episode.season == season and episode.number >= at:
            episode.maze = (season, episode.number + 1)
    first = next(e for e in show.regular() if (e.season, e.number) == (season, at))
    show.episodes.append(Episode(0, 50, "The Making Of", first.date, special=True,
                                 maze=(season, at)))


def swap_on_dvd(show, rng):
    regular = sorted(show.regular(), key=lambda e: (e.season, e.number))
    at = rng.randrange(len(regular) - 1)
    for episode in regular:
        episode.dvd = (episode.season, episode.number)
    one, other = regular[at], regular[at + 1]
    if one.season == other.season:
        one.dvd, other.dvd = other.dvd, one.dvd


def give_ids(shows):
    made = MADE_ID
    for show in shows:
        for episode in show.episodes:
            made += 1
            if show.tvdb and episode.number is not None:
                episode.tvdb = episode.tvdb or made
            if show.tvmaze:
                episode.tvmaze = episode.tvmaze or made
            episode.runtime = episode.runtime or show.facts["runtime"] or 0


def names_of(show):
    facts = show.facts
    names = [facts["name"], *(facts["aliases"] or []), *(facts["names_by_service"] or {}).values()]
    bare = [re.sub(r"\s*\(([12]\d{3}|[A-Z]{2})\)$", "", name or "") for name in names]
    return {folded(name) for name in names + bare} - {""}


def make(folder, filled, rng):
    """Makes a world: the same seed makes the same one."""
    shows = load(folder)
    titles = sorted({e.title for s in shows for e in s.episodes
                     if len(folded(e.title)) > 5 and not re.search(r"\d", e.title)})
    for show in shows:
        show.facts["weight"] = int(100 * rng.random() ** 3)  # few are popular
        if filled:
            invent(show, titles, rng)
        regular = show.regular()
        if filled and len(regular) > 8 and not show.anime:
            if show.tvmaze and show.tvdb and rng.random() < DISAGREEING:
                disagree(show, rng)
            elif rng.random() < DVD:
                swap_on_dvd(show, rng)
    give_ids(shows)
    used = defaultdict(int)
    for show in shows:
        for name in names_of(show):
            used[name] += 1
    for show in shows:
        show.twin = any(used[name] > 1 for name in names_of(show))
    withheld = [s for s in shows if s.regular() and rng.random() < WITHHELD and not s.twin]
    gone = {id(show) for show in withheld}
    return World(filled, [s for s in shows if id(s) not in gone], withheld)


def write(world, folder):
    """Writes what the stand-ins read."""
    with open(os.path.join(folder, "shows.jsonl"), "w", encoding="utf-8") as file:
        for show in world.shows:
            file.write(json.dumps(show.facts) + "\n")
    with open(os.path.join(folder, "episodes.jsonl"), "w", encoding="utf-8") as file:
        for show in world.shows:
            for episode in show.episodes:
                file.write(json.dumps(episode.row(show)) + "\n")
    # Their names and seasons are in the rows above.
    open(os.path.join(folder, "anime.jsonl"), "w", encoding="utf-8").close()


def at_tvmaze(episode):
    """The episode with TVmaze's numbers."""
    return replace(episode, season=episode.maze[0], number=episode.maze[1]) if episode.maze \
        else episode
