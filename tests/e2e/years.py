# SPDX-License-Identifier: MIT
"""Makes a journal of some years of watching, always the same one: series and films in several
scripts, titles that are hostile, evenings, weekends, holidays, ratings, and viewings of which
nothing is known but that they were."""

import datetime
import os
import random
import sqlite3
import subprocess
import zoneinfo

FIRST, LAST = datetime.date(2022, 9, 12), datetime.date(2026, 11, 29)
ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
HOSTILE = "<script>alert('x')</script> & \"Sons\" \u202etxet\u2066"

# Title, year, minutes, episodes of each season.
SERIES = [
    ("Breaking Bad", 2008, 47, (7, 13, 13, 13, 16)), ("Dark", 2017, 53, (10, 8, 8)),
    ("오징어 게임", 2021, 56, (9, 7)), ("進撃の巨人", 2013, 24, (25, 12, 22)),
    ("باب الحارة", 2006, 45, (30, 30)), ("שטיסל", 2013, 44, (12, 12, 9)),
    ("Шерлок Холмс", 2013, 52, (16,)), ("दिल्ली क्राइम", 2019, 50, (7, 5)),
    ("Borgen", 2010, 58, (10, 10, 10, 8)), ("La casa de papel", 2017, 50, (9, 6, 8, 8, 10)),
    ("Το Νησί", 2010, 45, (26,)), ("บุพเพสันนิวาส", 2018, 60, (15,)),
    ("The Lighthouse Keepers of the Outer Skerries and Other Long Winters", 2019, 44, (10, 10)),
    (HOSTILE, 2020, 42, (10, 8)), ("Tea at Half Past Nine", 2015, 28, (6, 6, 6, 6)),
    ("The Cartographers", 2021, 49, (8, 8, 8)), ("Night Ferry", 2023, 41, (6,)),
    ("Quiet Engines", 2018, 22, (20, 20, 20)), ("Nine Bridges", 2024, 55, (8, 8)),
    ("Saltwater", 2016, 43, (13, 13)), ("Käferland", 2022, 25, (12,)), ("Ō-Ren", 2020, 24, (24,)),
    ("The Orchard Affair", 2025, 52, (6, 6)), ("Paper Lanterns", 2014, 46, (22, 22)),
    ("Wintergarten", 2026, 48, (8,)), ("Second Violin", 2011, 39, (10, 10, 10)),
    ("Long Division", 2012, 21, (22, 24)), ("A Field Guide to Rain", 2023, 33, (8, 8)),
]
FILMS = [("千と千尋の神隠し", 2001, 125), ("Serenity", 2005, 119), ("Persepolis", 2007, 96),
         ("جدایی نادر از سیمین", 2011, 123), ("The Harbour Light", 2019, 104),
         ("Moonlit Freight", 2022, 98), ("기생충", 2019, 132), ("Сталкер", 1979, 161)]
STRANGE = ("Pilot", "The One with \"Quotes\" & <b>Tags</b>", "最初の夜", "الحلقة الأولى", "")


class Maker:
    def __init__(self, db):
        self.db, self.dice, self.entry, self.subject = db, random.Random(20), 0, 0
        self.subjects, self.seen = {}, []

    def add(self, table, **values):
        self.db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES "
                        f"({', '.join('?' * len(values))})", tuple(values.values()))

    def list_series(self, number):
        """The list of a series as TVmaze gives it, the last season of some still to come."""
        title, year, minutes, seasons = SERIES[number]
        self.add("episode_lists", id=number + 1, catalogue="tvmaze", language="",
                 series=100 + number, episode_order=0, fetched_at=1795000000, etag="",
                 modified="")
        place = 0
        for season, count in enumerate(seasons, 1):
            for episode in range(1, count + 1):
                aired = datetime.date(min(year + season - 1, 2026), 9, 5)
                aired += datetime.timedelta(weeks=episode)
                self.add("listed_episodes", list=number + 1, place=place, season=season,
                         number=episode, absolute=place + 1, special=0,
                         title=STRANGE[episode % 5] or f"{title} {season}.{episode}",
                         airdate=aired.isoformat(), runtime=minutes, tvdb=0,
                         tvmaze=(100 + number) * 1000 + place)
                place += 1
        return [(number, season, episode) for season, count in enumerate(seasons, 1)
                for episode in range(1, count + 1)]

    def find_subject(self, number, season, episode):
        key = (number, season, episode)
        if key not in self.subjects:
            title, year, _, seasons = SERIES[number]
            self.subject += 1
            self.subjects[key] = self.subject
            place = sum(seasons[:season - 1]) + episode - 1
            self.add("subjects", id=self.subject, series_title=title, series_year=year,
                     series_tvdb=0, series_tvmaze=100 + number, series_imdb="", season=season,
                     number=episode, absolute=place + 1, title="", airdate="", tvdb=0,
                     tvmaze=(100 + number) * 1000 + place if number >= 0 else 0)
        return self.subjects[key]

    def watch(self, subject, at, minutes, rating=0, film=False, scope=0):
        self.entry += 1
        uid = f"{self.entry:032x}"
        self.add("entries", id=self.entry, uid=uid, path=f"/media/{self.entry}.mkv", size=1,
                 duration=minutes * 60, nth=1, episodes=1, media_title="", created_at=at or 1,
                 watched_at=at or 1, status=1 if subject else 0, subject=subject, source="tvmaze",
                 confidence=1, kind=int(film))
        self.add("records", uid=uid, entry=self.entry, kind=0, value=0, at=at or 1, state=0)
        if rating:
            self.add("records", uid="r" + uid[1:], entry=self.entry, kind=2, value=rating, at=at,
                     state=0, scope=scope)
            self.add("ratings", entry=self.entry, scope=scope, value=rating, at=at,
                     subject=subject)

    def rate(self):
        """Mostly nothing; else more often good than bad."""
        return min(10, max(1, round(self.dice.gauss(7.6, 1.5)))) if self.dice.random() < 0.35 else 0

    def evening(self, day):
        """When an evening of that day begins: seldom in the afternoon."""
        hour = self.dice.choice((19, 20, 20, 20, 21, 21, 22, 23) if self.dice.random() < 0.85
                                else (8, 14, 15, 16))
        at = datetime.datetime(day.year, day.month, day.day, hour, self.dice.randrange(60),
                               tzinfo=ZONE)
        return int(at.timestamp())

    def years(self):
        lists = [self.list_series(number) for number in range(len(SERIES))]
        order = list(range(len(SERIES)))
        self.dice.shuffle(order)
        current, later = order[:3], order[3:]
        at_home = True
        day = FIRST
        while day <= LAST:
            if self.dice.random() < (0.03 if at_home else 0.12):
                at_home = not at_home
            chance = (0.6 if day.weekday() >= 4 else 0.35) if at_home else 0.04
            if self.dice.random() < chance:
                self.day(day, lists, current, later)
            day += datetime.timedelta(days=1)

    def day(self, day, lists, current, later):
        at = self.evening(day)
        if self.dice.random() < 0.05:
            number = self.dice.randrange(len(FILMS))
            title, year, minutes = FILMS[number]
            key = ("film", number)
            if key not in self.subjects:
                self.subject += 1
                self.subjects[key] = self.subject
                self.add("subjects", id=self.subject, series_title=title, series_year=year,
                         series_tvdb=0, series_tvmaze=0, series_imdb=f"tt{number + 1:07d}",
                         season=0, number=0, absolute=0, title="", airdate="", tvdb=0, tvmaze=0,
                         film=1)
            self.watch(self.subjects[key], at + minutes * 60, minutes, self.rate(), True)
            return
        number = self.dice.choice(current)
        if later and self.dice.random() < 0.04:  # it was not that good
            current[current.index(number)] = later.pop(0)
        for _ in range(self.dice.choice((1, 1, 1, 1, 2, 2, 3, 5))):
            if not lists[number]:
                if number in current:
                    current.remove(number)
                current.append(later.pop(0) if later else self.again(lists))
                number = self.dice.choice([one for one in current if lists[one]])
            _, season, episode = lists[number].pop(0)
            minutes = SERIES[number][2]
            at += minutes * 60
            self.watch(self.find_subject(number, season, episode), at,
                       minutes if self.dice.random() < 0.9 else 0, self.rate())

    def again(self, lists):
        """A series that is watched a second time."""
        number = self.dice.randrange(len(SERIES))
        lists[number] = [(number, season, episode)
                         for season, count in enumerate(SERIES[number][3], 1)
                         for episode in range(1, count + 1)][:6]
        return number

    def unusual(self):
        """What has no date, what is not identified, and ratings of whole series."""
        for episode in range(1, 5):
            self.watch(self.find_subject(3, 1, episode), 0, 0)
        for hour in range(2):
            self.watch(None, 1790000000 + hour * 3600, 44)
        for number in range(12):
            self.subject += 1
            self.add("subjects", id=self.subject, series_title=SERIES[number][0],
                     series_year=SERIES[number][1], series_tvdb=0, series_tvmaze=100 + number,
                     series_imdb="", season=-1, number=-1, absolute=0, title="", airdate="",
                     tvdb=0, tvmaze=0)
            self.add("ratings", entry=number + 1, scope=2, value=4 + number % 7, at=1790000000,
                     subject=self.subject)


def make(tool, env):
    """Fills the journal of $XDG_DATA_HOME, which must be empty."""
    folder = os.path.join(env["XDG_DATA_HOME"], "epimark")
    subprocess.run([tool, "queue", "retry"], env=env, check=True, capture_output=True)
    db = sqlite3.connect(os.path.join(folder, "journal.db"))
    maker = Maker(db)
    maker.years()
    maker.unusual()
    db.commit()
    db.close()
    return maker
