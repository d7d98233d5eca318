# SPDX-License-Identifier: MIT
"""What was watched before the file that identity.py asks for, as rows of a journal."""

from collections import defaultdict
from dataclasses import dataclass

import world
from names import DOUBTFUL, STYLES, Missing, aired, for_series, has_facts, with_title, write


@dataclass
class Watched:
    path: str
    show: world.Show
    episode: world.Episode  # None: the user chose the series for this title


KINDS = ("own", "another folder", "two in a folder", "chosen elsewhere")
SHARE = 0.5  # of the names have a history
LONGEST = 3
# Kinds of names that mean another series than the one written, or whose numbers are none of it.
UNLIKE = ("mixed", "companion", "no season")


def twins_of(shows):
    """The series that have each name."""
    found = defaultdict(list)
    for show in shows:
        for name in world.names_of(show):
            found[name].append(show)
    return found


class Maker:
    """Makes histories for the names of one world."""

    def __init__(self, shows, only_tvmaze, rng):
        self.shows = [show for show in shows if show.regular()]
        self.known = {id(show) for show in self.shows}
        self.by_name = twins_of(self.shows)
        self.only_tvmaze = only_tvmaze
        self.rng = rng
        self.made = 0

    def folder(self):
        """A folder of its own, as people have them."""
        self.made += 1
        letters = "bcdfghjklmnpqrstvwxz"
        word, left = "", self.made
        for _ in range(4):
            word += letters[left % len(letters)]
            left //= len(letters)
        return f"/home/{word}/Videos/"

    def other(self, show):
        """Another series, one of the same name if there is one."""
        twins = [other for name in sorted(world.names_of(show)) for other in self.by_name[name]
                 if other is not show]
        return self.rng.choice(twins or self.shows)

    def rows(self, style, folder, show, episodes):
        """Episodes that were watched, in files named in this style."""
        rows = []
        for episode in episodes:
            bare = self.only_tvmaze and "n.title" not in style.layout
            named = world.at_tvmaze(episode) if bare else episode
            if style.kind in ("absolute", "date", "day off") and \
                    not (episode.absolute if style.kind == "absolute" else episode.date):
                raise Missing
            if self.only_tvmaze:
                episode = world.at_tvmaze(episode)
            rows.append(Watched(folder + write(style, show, [named], self.rng), show, episode))
        return rows

    def any_of(self, show):
        pool = [e for e in show.regular() if aired(e)]
        if not pool:
            raise Missing
        return self.rng.sample(pool, 1)

    def own(self, asked, folder):
        """Up to three episodes before the one that is asked for, without a gap."""
        named = asked.named[0]
        first = (asked.meant or asked.named)[0]
        season = sorted((e for e in asked.show.regular() if aired(e) and e.season == first.season
                         and e.number < (first.number or 0)), key=lambda e: e.number)
        before = season[-self.rng.randint(1, LONGEST):]
        if not before:
            raise Missing
        if asked.style.kind != "counted on":
            return self.rows(asked.style, folder, asked.show, before)
        counted = [world.replace(e, season=named.season,
                                 number=named.number - first.number + e.number) for e in before]
        return [Watched(row.path, row.show, episode) for row, episode in zip(
            self.rows(asked.style, folder, asked.show, counted), before)]

    def of_another(self, asked, folder, dated=False):
        """An episode of another series, named in the same style; dated: with its year."""
        other = self.other(asked.show)
        style = next(style for style in STYLES + DOUBTFUL if style.name == asked.style.name)
        if not has_facts(style, other):
            raise Missing
        style = with_title(for_series(style, other, self.rng), other.name)
        if dated and "{n.year}" not in style.layout:
            layout = style.layout.replace("{n.show}", "{n.show} ({n.year})")
            for form, gap in (("scene", "."), ("lower", "."), ("under", "_")):
                layout = layout.replace(f"{{n.{form}}}", f"{{n.{form}}}{gap}{{n.year}}")
            style = world.replace(style, layout=layout)
        return self.rows(style, folder, other, self.any_of(other))

    def another_folder(self, asked, _):
        return self.of_another(asked, self.folder())

    def two_in_a_folder(self, asked, folder):
        """The other one last; if it has the same name, with its year."""
        return self.own(asked, folder) + self.of_another(asked, folder, dated=True)

    def chosen_elsewhere(self, asked, _):
        """In another folder the user chose a series for another title, wrongly."""
        if asked.show.twin:
            raise Missing
        path = self.of_another(asked, self.folder())[0].path
        return [Watched(path, self.rng.choice(self.shows), None)]

    def wrong_choice(self, asked, _):
        """In another folder the user chose another series for just this title, wrongly."""
        path = self.rows(asked.style, self.folder(), asked.show, asked.named)[0].path
        return [Watched(path, self.rng.choice(self.shows), None)]

    def make(self, asked, path):
        """What a name is preceded by, as (its path, kind of history, rows)."""
        must = {"counted on": ("own",), "wrong choice": ("wrong choice",)}.get(asked.style.kind)
        if not must and self.rng.random() >= SHARE:
            return path, "", []
        folder = self.folder()
        for kind in must or self.rng.sample(KINDS, len(KINDS)):
            if kind in ("own", "two in a folder") and (id(asked.show) not in self.known or
                                                       asked.style.kind in UNLIKE):
                continue
            try:
                rows = getattr(self, kind.replace(" ", "_"))(asked, folder)
            except Missing:
                continue
            return folder + path, kind, [row for row in rows if row.path != folder + path]
        return path, "", []
