# SPDX-License-Identifier: MIT
"""The styles in which identity.py asks for episodes."""

import datetime
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from types import SimpleNamespace

import world

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "styles"))
import styles  # noqa: E402: its layouts are some of the styles here


class Missing(Exception):
    """A world has nothing that a style could name."""


@dataclass
class Style:
    name: str
    layout: str
    kind: str = ""     # what is special about the episodes, or about how they are named
    floor: float = 95  # percent right, at least


# ---- What a layout is made of ----

COUNTRIES = {"GB": "UK"}

# What a series of its own may have before or after the title of another one.
FOREIGN = ("東京", "新", "大江戸", "Новый", "서울")
COMPANIONS = ("Original Minisodes", "Webisodes", "Origins", "Aftershow", "The Lost Tapes")


def typo(title, rng):
    """One letter too few, one too many, or two swapped, in a word of five letters or more."""
    words = [m for m in re.finditer(r"[A-Za-z]{5,}", title)]
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 2)
    kind = rng.choice(("swap", "drop", "double"))
    if kind == "swap" and title[at] != title[at + 1]:
        return title[:at] + title[at + 1] + title[at] + title[at + 2:]
    return title[:at] + title[at + 1:] if kind == "drop" else title[:at] + title[at] + title[at:]


def write(style, show, episodes, rng):
    first = episodes[0]
    n = styles.Names(show.facts, {"season": first.season, "number": first.number or 0,
                                  "name": first.title})
    year, month, day = (first.date or "2000-01-01").split("-")
    if style.kind == "day off":
        moved = datetime.date.fromisoformat(first.date) + datetime.timedelta(
            days=rng.choice((-1, 1)))
        year, month, day = moved.isoformat().split("-")
    n.date = SimpleNamespace(y=year, m=month, d=day)
    n.absolute = first.absolute
    n.last = episodes[-1].number
    n.imdb = show.facts["imdb"]
    n.country = COUNTRIES.get(show.facts["country"], show.facts["country"])
    n.network = network_of(show)
    n.lower = n.scene.lower()
    n.under = n.scene.replace(".", "_")
    return n.write(style.layout).replace("\n", " ")


def network_of(show):
    """The broadcaster of a series as names have it: "BBC" of "BBC One"; empty if they do not."""
    found = re.match(r"(HBO|NBC|ABC|CBS|FOX|CW|AMC|BBC|ITV|CBBC|NHK|SBS|TBS|MTV|PBS|NRK|SVT)\b",
                     show.facts["network"] or "")
    return found.group(1) if found else ""


def with_title(style, title):
    """The style for the files of one series whose title is written this way."""
    plain, scene = (text.replace("{", "{{").replace("}", "}}")
                    for text in (styles.plain(title), styles.dotted(title)))
    return replace(style, layout=style.layout.replace("{n.own}", plain).replace(
        "{n.alias}", plain).replace("{n.scene_alias}", scene))


def for_series(style, show, rng):
    """The style with what all files of a series have in common, drawn once."""
    if style.kind == "typo":
        scene = typo(styles.dotted(show.name), rng)
        return replace(style, layout=style.layout.replace("{n.scene}", scene))
    if style.kind == "alias":
        return with_title(style, rng.choice(aliases_of(show)))
    if style.kind == "mixed":
        return with_title(style, rng.choice(FOREIGN) + styles.plain(show.name).upper())
    if style.kind == "companion":
        gap = rng.choice((" ", " - "))
        return with_title(style, f"{show.name}{gap}{rng.choice(COMPANIONS)}")
    return style


def aliases_of(show):
    seasons = {title for title, _, _ in show.season_titles}
    return [a for a in show.facts["aliases"] if a not in seasons and len(world.folded(a)) > 4 and
            world.folded(a) != world.folded(show.name)]


# ---- The styles ----

STYLES = [Style(name, layout) for name, layout in styles.LAYOUTS.items()] + [
    Style("scene, no title", "{n.scene}.S{n.season:02}E{n.number:02}.720p.HDTV.x264-GRP.mkv"),
    Style("scene, year", "{n.scene}.{n.year}.S{n.season:02}E{n.number:02}.1080p.WEB.h264-GRP.mkv"),
    Style("scene, country",
          "{n.scene}.{n.country}.S{n.season:02}E{n.number:02}.1080p.WEB.h264-GRP.mkv", floor=94),
    Style("scene, small letters", "{n.lower}.s{n.season:02}e{n.number:02}.720p.web.h264-grp.mkv"),
    Style("scene 1x05", "{n.scene}.{n.season}x{n.number:02}.HDTV.XviD-GRP.avi"),
    Style("scene 105", "{n.scene}.{n.season}{n.number:02}.HDTV.XviD-GRP.avi", kind="hundreds",
          floor=94),
    Style("scene S01.E05", "{n.scene}.S{n.season:02}.E{n.number:02}.720p.WEB-GRP.mkv"),
    Style("scene pack", "{n.scene}.S{n.season:02}.1080p.WEB.h264-GRP/"
          "{n.scene}.S{n.season:02}E{n.number:02}.1080p.WEB.h264-GRP.mkv"),
    Style("underscores", "{n.under}_s{n.season:02}e{n.number:02}_dvdrip.avi"),
    Style("Show S01E05", "{n.show} S{n.season:02}E{n.number:02}"),
    Style("Show - S01E05", "{n.show} - S{n.season:02}E{n.number:02}.mkv"),
    Style("Show (Y) - S01E05", "{n.show} ({n.year}) - S{n.season:02}E{n.number:02}.mkv"),
    Style("Show [1x05] T", "{n.show} [{n.season}x{n.number:02}] {n.title}.mkv"),
    Style("Season 1 Episode 5", "{n.show} Season {n.season} Episode {n.number}.mp4"),
    Style("Staffel, Folge", "{n.show}/Staffel {n.season}/Folge {n.number:02}.mkv"),
    Style("folder, S01E05", "{n.show} ({n.year})/Season {n.season:02}/"
          "S{n.season:02}E{n.number:02}.mkv"),
    Style("imdb", "{n.show} [imdbid-{n.imdb}]/Season {n.season:02}/"
          "{n.show} S{n.season:02}E{n.number:02}.mkv"),
    Style("two episodes", "{n.scene}.S{n.season:02}E{n.number:02}E{n.last:02}.720p.WEB-GRP.mkv",
          kind="two"),
    Style("two, a range", "{n.show} - S{n.season:02}E{n.number:02}-E{n.last:02}.mkv", kind="two"),
    Style("date", "{n.scene}.{n.date.y}.{n.date.m}.{n.date.d}.720p.WEB.h264-GRP.mkv",
          kind="date"),
    Style("date - T", "{n.show}/{n.show} - {n.date.y}-{n.date.m}-{n.date.d} - {n.title}.mkv",
          kind="date"),
    Style("date, a day off", "{n.scene}.{n.date.y}.{n.date.m}.{n.date.d}.720p.WEB.h264-GRP.mkv",
          kind="day off"),
    Style("fansub", "[Grp] {n.show} - {n.absolute:02} [720p].mkv", kind="absolute", floor=94),
    Style("fansub, CRC", "[Grp] {n.show} - {n.absolute:02}v2 (1080p) [0F3A99C1].mkv",
          kind="absolute", floor=94),
    Style("fansub S2 - 05", "[Grp] {n.show} S{n.season} - {n.number:02} [1080p].mkv",
          kind="anime"),
    Style("Show - 045", "{n.show} - {n.absolute:03}.mkv", kind="absolute", floor=90),
    Style("season's own title", "[Grp] {n.own} - {n.number:02} [1080p].mkv", kind="own title",
          floor=62),
    Style("alias", "{n.scene_alias}.S{n.season:02}E{n.number:02}.720p.WEB-GRP.mkv", kind="alias",
          floor=90),
    Style("alias (Show)", "{n.alias} ({n.show}) - S{n.season:02}E{n.number:02}.mkv",
          kind="alias"),
    Style("typo", "{n.scene}.S{n.season:02}E{n.number:02}.720p.WEB-GRP.mkv", kind="typo",
          floor=87),
    Style("Part 2", "{n.scene}.Part.{n.number}.720p.HDTV.x264-GRP.mkv", kind="part"),
    Style("S00E01 T", "{n.show}/Season 00/{n.show} - S00E{n.number:02} - {n.title}.mkv",
          kind="special"),
    Style("Specials/T", "{n.show}/Specials/{n.title}.mkv", kind="special"),
    Style("Show - Special - T", "{n.show} - Special - {n.title}.mkv", kind="special"),
    Style("Show - T", "{n.show}/{n.show} - {n.title}.mkv", kind="title alone"),
    Style("Show (BBC) - S01E05", "{n.show} ({n.network}) - S{n.season:02}E{n.number:02}.mkv"),
    Style("counted on", "{n.scene}.S{n.season:02}E{n.number:02}.720p.WEB-GRP.mkv",
          kind="counted on"),
]

DOUBTFUL = [
    Style("unknown series", "{n.scene}.S{n.season:02}E{n.number:02}.720p.WEB-GRP.mkv",
          kind="withheld"),
    Style("unknown series, title", "{n.show} ({n.year})/Season {n.season}/"
          "S{n.season:02}E{n.number:02} - {n.title}.mkv", kind="withheld"),
    Style("unknown series, fansub", "[Grp] {n.show} - {n.number:02} [1080p].mkv",
          kind="withheld"),
    Style("past its season", "{n.scene}.S{n.season:02}E{n.number:02}.720p.WEB-GRP.mkv",
          kind="past"),
    Style("past its season, anime", "[Grp] {n.scene}.S{n.season:02}E{n.number:02}.1080p.mkv",
          kind="past, anime"),
    Style("season 77", "{n.scene}.S77E{n.number:02}.720p.WEB-GRP.mkv", kind="no season"),
    Style("a day without any", "{n.scene}.{n.date.y}.{n.date.m}.{n.date.d}.720p.WEB-GRP.mkv",
          kind="empty day"),
    Style("number against title", "{n.show} - S{n.season:02}E{n.number:02} - {n.title}.mkv",
          kind="contradiction"),
    Style("not yet aired", "{n.scene}.S{n.season:02}E{n.number:02}.720p.WEB-GRP.mkv",
          kind="future"),
    Style("wrongly chosen elsewhere", "{n.show} - S{n.season:02}E{n.number:02}.mkv",
          kind="wrong choice"),
    Style("two scripts", "{n.alias} - S{n.season:02}E{n.number:02}.mkv", kind="mixed"),
    Style("companion series", "{n.alias}/S{n.season:02}E{n.number:02}.mkv", kind="companion"),
]


# ---- Which episodes ----

YEAR_AT_END = re.compile(r"\b(19|20)\d\d\)?$")

def has_facts(style, show):
    """Whether a series has what the layout names."""
    named = set(re.findall(r"n\.(\w+)", style.layout))
    keys = {"year", "tvdb", "tvmaze", "imdb", "country"} & named
    if any(not show.facts[key] for key in keys) or not styles.dotted(show.name) or \
            ("network" in named and not network_of(show)):
        return False
    if "network" in named and not show.facts["year"]:
        return False  # it may be listed twice
    if style.kind in ("past", "past, anime", "empty day", "day off", "alias", "counted on",
                      "own title") and show.twin:
        return False  # the other one may be meant, or have what this one lacks
    if (named & {"year"} or style.kind == "title alone") and YEAR_AT_END.search(show.name):
        return False  # nobody writes it twice; and without a number it is a film's name
    if style.kind == "typo":
        return len(world.folded(show.name)) >= 8 and re.search(r"[A-Za-z]{5,}", show.name)
    if style.kind == "alias":
        return bool(aliases_of(show))
    if style.kind in ("anime", "past, anime"):
        return show.anime
    if style.kind == "own title":
        return any(offset == 0 for _, _, offset in show.season_titles)
    if style.kind in ("mixed", "companion"):
        return len(world.folded(show.name)) > 4 and re.fullmatch(r"[A-Za-z ]+", show.name)
    return style.kind != "part" or ({e.season for e in show.regular()} == {1} and
                                    max(e.number for e in show.regular()) <= 8)


def is_told_by_title(show, episode):
    titles = Counter(world.folded(e.title) for e in show.episodes)
    return titles[world.folded(episode.title)] == 1 and len(world.folded(episode.title)) > 5 and \
        not re.search(r"\d|^(episode|folge|aflevering|part|teil)\b", episode.title, re.I)


def have_a_word_in_common(one, other):
    words = [set(re.findall(r"\w+", title.lower())) for title in (one, other)]
    return bool(words[0] & words[1])


def is_alone(show, episode, days):
    """Whether nothing else was aired that many days around it."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", episode.date):
        return False
    day = datetime.date.fromisoformat(episode.date)
    near = {(day + datetime.timedelta(days=n)).isoformat() for n in range(-days, days + 1)}
    return not any(e is not episode and e.date in near for e in show.episodes)


def aired(episode):
    return not episode.date or episode.date <= world.TODAY.isoformat()


def counted(show):
    """The absolute numbers of the regular episodes, which TVmaze does not have: they are counted,
    in a list without gaps."""
    regular = sorted(show.regular(), key=lambda e: (e.season, e.number))
    expected = (1, 1)
    for episode in regular:
        if (episode.season, episode.number) not in (expected, (expected[0] + 1, 1)):
            return {}
        expected = (episode.season, episode.number + 1)
    return {(e.season, e.number): n + 1 for n, e in enumerate(regular)}


def choose(style, show, only_tvmaze, rng):
    """The episodes that a name means; Missing if the series has none of the kind."""
    special = style.kind == "special"
    pool = [e for e in show.episodes if e.special and e.title and
            (e.number or only_tvmaze)] if special else show.regular()
    pool = [e for e in pool if aired(e)]
    count = counted(show) if style.kind == "absolute" and only_tvmaze else {}
    if "n.title" in style.layout:
        pool = [e for e in pool if e.title]
    tests = {
        "date": lambda e: is_alone(show, e, 0),
        "day off": lambda e: is_alone(show, e, 2),
        "absolute": lambda e: e.absolute > 0 and (not only_tvmaze or (
            count.get((e.season, e.number)) == e.absolute and
            not any(other.maze for other in show.episodes))),
        "hundreds": lambda e: e.season < 10 and e.number < 100,
        "special": lambda e: is_told_by_title(show, e) and (
            "n.number" not in style.layout or e.number),
        "title alone": lambda e: is_told_by_title(show, e),
        "two": lambda e: any((o.season, o.number) == (e.season, e.number + 1) for o in pool),
    }
    # A look at a few is enough, and some series have hundreds.
    pool = rng.sample(pool, min(len(pool), 12))
    pool = [e for e in pool if tests.get(style.kind, lambda e: True)(e)]
    if not pool:
        raise Missing
    first = rng.choice(pool)
    if style.kind != "two":
        return [first]
    second = next(e for e in show.regular()
                  if (e.season, e.number) == (first.season, first.number + 1))
    if only_tvmaze and bool(first.maze) != bool(second.maze):
        raise Missing  # TVmaze has another one between them
    return [first, second]


@dataclass
class Asked:
    """A name: the style as its series has it, the episodes as it numbers them, and those that it
    means."""
    style: Style
    show: world.Show
    named: list
    meant: list

    def path(self, rng):
        return write(self.style, self.show, self.named, rng)


def own_title(style, show, rng):
    title, season, _ = rng.choice([row for row in show.season_titles if row[2] == 0])
    pool = [e for e in show.regular() if e.season == season and aired(e)]
    if not pool:
        raise Missing
    episode = rng.choice(pool)
    return Asked(with_title(style, title), show, [episode], [episode])


def counted_on(style, show, rng):
    """A number past the end of a season that means one of the next."""
    by_season = {}
    for episode in show.regular():
        by_season.setdefault(episode.season, {})[episode.number] = episode
    seasons = [season for season, episodes in by_season.items() if season + 1 in by_season and
               sorted(episodes) == list(range(1, len(episodes) + 1))]
    if not seasons:
        raise Missing
    season = rng.choice(seasons)
    later = by_season[season + 1]
    pool = [n for n in later if n - 1 in later and aired(later[n]) and not later[n].maze]
    if not pool:
        raise Missing
    meant = later[rng.choice(pool)]
    named = replace(meant, season=season, number=max(by_season[season]) + meant.number)
    return Asked(style, show, [named], [meant])


def duration(show, episodes, rng):
    """Half of the files say how long they last: without advertisements, or a bit over."""
    minutes = sum(e.runtime or show.facts["runtime"] or 0 for e in episodes)
    return int(minutes * 60 * rng.uniform(0.68, 1.02)) if rng.random() < 0.5 else 0


def one_name(style, show, only_tvmaze, rng):
    if style.kind == "own title":
        return own_title(style, show, rng)
    if style.kind == "counted on":
        return counted_on(style, show, rng)
    meant = choose(style, show, only_tvmaze, rng)
    # Without a title or date the numbers are those of the only service that is asked.
    bare = only_tvmaze and "n.title" not in style.layout and "n.date" not in style.layout
    named = [world.at_tvmaze(e) if bare else e for e in meant]
    return Asked(for_series(style, show, rng), show, named, meant)


def names_for(style, shows, count, only_tvmaze, rng):
    """Up to count names, of few series up to three each."""
    found = []
    for _ in range(3):
        for show in rng.sample(shows, len(shows)):
            if len(found) == count:
                return found
            try:
                if has_facts(style, show):
                    found.append(one_name(style, show, only_tvmaze, rng))
            except Missing:
                continue
    return found


# ---- What must not be sure ----

def doubtful_episode(style, show, rng):
    """An episode that there is not, or that the name cannot mean."""
    regular = show.regular()
    told = [e for e in rng.sample(regular, min(12, len(regular))) if aired(e)]
    if not told:
        raise Missing
    episode = world.replace(rng.choice(told))
    if style.kind.startswith("past"):
        last = max(e.number for e in regular if e.season == episode.season)
        episode.number = last + rng.choice((1, 2, 5))
        if any((e.maze or (0, 0)) == (episode.season, episode.number) for e in show.episodes):
            raise Missing
    if style.kind == "empty day":
        episode.date = "1938-07-04"
    if style.kind == "contradiction":
        others = [e for e in told if is_told_by_title(show, e) and not e.dvd and not e.maze and
                  not have_a_word_in_common(e.title, episode.title)]
        if not others or not is_told_by_title(show, episode) or episode.dvd or episode.maze:
            raise Missing
        episode.title = rng.choice(others).title
    if style.kind == "future":
        later = [e for e in regular if not aired(e)]
        if not later:
            raise Missing
        return rng.choice(later)
    return episode


def one_doubtful(style, shows, withheld, only_tvmaze, rng):
    """A name that means no episode."""
    pool = withheld if style.kind == "withheld" else shows
    for _ in range(400):
        show = rng.choice(pool)
        if not has_facts(style, show) or not show.regular():
            continue
        try:
            episode = doubtful_episode(style, show, rng)
        except Missing:
            continue
        meant = [episode] if style.kind == "wrong choice" else []
        if only_tvmaze and "n.title" not in style.layout and not style.kind.startswith("past"):
            episode = world.at_tvmaze(episode)
        return Asked(for_series(style, show, rng), show, [episode], meant)
    raise Missing
