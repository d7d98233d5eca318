# SPDX-License-Identifier: MIT
"""No statement of the journal reads through a table that grows: years of watching must not make a
player or the tool slow. The tests of the journal run with a double (doubles/planned.c) that has
SQLite explain each statement; here the statements of core/journal are told from those of the tests
by the sources, and each of them must have been seen."""

import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
BUILD = os.path.realpath(sys.argv[1])

# What they may read whole: a row for each service, for each account, for what is held by a row, and
# (w, in wanted.c) the viewings and ratings of one episode.
SMALL = {"accounts", "holds", "pauses", "pace", "once", "w"}
# An index of what is not done, which stays small while things go well.
OPEN = ("deliveries_open", "entries_status")
# These make, mend, copy or empty a whole journal.
WHOLE = {"schema", "salvage", "revive", "pages", "copy", "erase", "incoming",
         "restore", "dump", "load", "merge"}
# The other tests that run statements of the journal.
MORE = ["account", "client", "deliver", "guard", "outcome", "own_ids", "renewal", "worker"]
# Statements that may scan what they name, by their beginning, and why.
ALLOWED = {
    "SELECT count(*), sum(holds AND": "`epimark doctor` counts all there is",
    "SELECT sum(state = :DELIVERY_DUE), sum(state = :DELIVERY_HELD)":
        "`epimark doctor` counts all there is",
    "SELECT entry FROM records r WHERE r.id = (SELECT a.id": "reads as far as is shown",
    "SELECT e.watched_at, e.duration, e.episodes, e.mark": "a report counts all there is",
    "SELECT r.value, r.at, r.scope, e.kind": "a report counts all there is",
    "SELECT s.id, s.film, s.series_title, s.series_year, s.series_tvdb, s.series_tvmaze,"
    " s.series_imdb, s.series_tmdb, s.season, s.number, s.tvdb, s.tvmaze, ":
        "all there is is compared with a service",
    "SELECT id, coalesce(entry, 0), kind, value, scope, path, duration, title_key, title, tvdb,"
    " tvmaze, imdb, season_offset, number_offset, at FROM records WHERE ?1 = 0":
        "reads from the end to the last record that holds",
    "SELECT e.id FROM entries e WHERE (e.path = ?1 OR substr(":
        "when the user names a file by a path that the journal does not have",
    "UPDATE episode_lists SET fetched_at = ?1 WHERE fetched_at > ?1":
        "one for each series of the last half year, when the user says `epimark queue retry`",
    "UPDATE sittings SET at": "a sitting is kept for 30 days",
    "DELETE FROM sittings": "a sitting is kept for 30 days",
    "SELECT id, key, played FROM sittings": "a sitting is kept for 30 days",
    "SELECT id FROM episode_lists WHERE fetched_at":
        "one for each series of the last half year, when one is added",
    "SELECT e.id, e.path, e.duration, e.status = :STATUS_IDENTIFIED, coalesce(":
        "when the user corrects a file whose name says nothing",
}


def literals(path):
    """Each statement in a source file, as the compiler puts it together."""
    text = subprocess.run(["cc", "-E", "-P", "-I", ROOT, "-I", os.path.join(ROOT, "core/include"),
                           path], capture_output=True, text=True, check=True).stdout
    text = re.sub(r'"\s+"', "", text)
    for found in re.finditer(r'"((?:[^"\\]|\\.)*)"', text):
        literal = found[1].replace('\\"', '"')
        if re.match(r"(SELECT|INSERT|UPDATE|DELETE|WITH) ", literal):
            yield literal


def pattern(statement):
    """What it is when it is prepared: with numbers for enumerators, and something for each %s."""
    text = re.escape(statement)
    text = re.sub(r"(?<!\w):[A-Z][A-Z_]+", r"-?\\d+", text)
    return re.compile(text.replace("%s", ".*") + r"\Z", re.S)


def sources():
    """The statements in each file that has some."""
    found = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "core", "journal", "*.c"))):
        name = os.path.basename(path)[:-2]
        statements = set() if name in WHOLE else set(literals(path))
        if statements:
            found[name] = sorted(statements)
    return found


def collect(names):
    """The plans of all statements that the tests of these files prepare."""
    plans, statement = {}, None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "plans")
        env = os.environ | {"EPIMARK_PLANS": path, "LD_PRELOAD": "planned.so",
                            "LD_LIBRARY_PATH": os.path.join(BUILD, "tests", "doubles")}
        for name in sorted(set(names) | set(MORE)):
            program = os.path.join(BUILD, "tests", "test_" + name)
            if os.path.exists(program):
                subprocess.run([program], env=env, check=True, capture_output=True)
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("\t"):
                    plans[statement].append(line.strip())
                else:
                    statement = line.rstrip("\n")
                    plans[statement] = []
    return plans


def is_scan(step, statement):
    """Whether a step of a plan reads through a table that grows."""
    found = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$", step)
    if not found:
        # A range of row ids is most of a table; so is all that one account has, or one kind of it.
        # What has no account yet is not sent yet. An account may hold 100,000 plays.
        wide = re.match(r"SEARCH \w+ USING .*(\(rowid[<>]\?\)|autoindex_deliveries_1 "
                        r"\(service=\?( AND account=\?( AND kind=\?)?)?\)|autoindex_held_1 "
                        r"\(list=\?( AND scope=\?)?\)|(?<!COVERING )INDEX held_(at|round) "
                        r"\(list=\?\))", step)
        return wide is not None and "account = ''" not in statement
    name, index = found.groups()
    table = name
    alias = re.search(r"\b(?:FROM|JOIN|,|UPDATE) (\w+) (?:AS )?" + name + r"\b", statement)
    if alias:
        table = alias[1]
    return name != "CONSTANT" and table not in SMALL and index not in OPEN


def main():
    statements = sources()
    plans = collect(statements)
    failures, seen, allowed = [], 0, set()
    for name in statements:
        for statement in statements[name]:
            wanted = pattern(statement)
            steps = [plan for prepared, plan in plans.items() if wanted.match(prepared)]
            if not steps:
                failures.append(f"{name}.c: no test runs this statement: {statement}")
                continue
            seen += 1
            scans = sorted({step for plan in steps for step in plan if is_scan(step, statement)})
            reason = next((start for start in ALLOWED if statement.startswith(start)), None)
            if scans and not reason:
                failures.append(f"{name}.c: {'; '.join(scans)}: {statement}")
            elif scans:
                allowed.add(reason)
    failures += [f"not needed any more: {start}" for start in ALLOWED if start not in allowed]
    for failure in failures:
        print(failure)
    print(f"{seen} statements, {len(failures)} failures")
    return 1 if failures or seen < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
