# SPDX-License-Identifier: MIT
"""What names mean, asked by the tool of the stand-in services: tests/data/matches.txt says what
has to come of each name at TheTVDB v4, TheTVDB v2 and TVmaze."""

import json
import os

import stage

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "matches.txt")


class Case:
    def __init__(self, name):
        self.name = name
        self.seconds = 0
        self.says = {}

    def add(self, line):
        """One indented line of the file."""
        first, _, rest = line.partition(" ")
        if first == "seconds":
            self.seconds = float(rest)
        elif first.endswith(":"):
            self.says[first[:-1]] = rest
        else:
            self.says.setdefault("tvdb", line)
            self.says.setdefault("tvdb2", line)

    def request(self):
        return json.dumps({"input": self.name, "duration": self.seconds})


def read_cases():
    cases = []
    with open(CASES, encoding="utf-8") as file:
        for line in file:
            if line.startswith(" "):
                cases[-1].add(line.strip())
            elif line.strip() and not line.startswith("#"):
                cases.append(Case(line.rstrip("\n")))
    return cases


def told(answer):
    """An answer of the tool in the words of the file."""
    if answer["series"]:
        episodes = [f"{e['season']}x{e['number']:02}" for e in answer["episodes"]]
        return " ".join([str(answer["series"].get("tvdb")), *episodes])
    return ("held " if answer["candidates"] else "none ") + answer["reason"]


class Matching(stage.Stage):
    def ask(self, catalogue):
        """Asks for all cases that the catalogue has a word on; what went wrong."""
        cases = [case for case in read_cases() if catalogue in case.says]
        self.assertGreater(len(cases), 8)
        given = "".join(case.request() + "\n" for case in cases)
        answers = [json.loads(line) for line in
                   self.tool("match", "--jsonl", "-", given=given, code=None).splitlines()]
        self.assertEqual([answer["input"] for answer in answers], [case.name for case in cases])
        wrong = []
        for case, answer in zip(cases, answers):
            wanted, got = case.says[catalogue], told(answer)
            kind, _, words = wanted.partition(" ")
            # A series without its episode has the series as its only candidate.
            right = words in got if kind in ("held", "none") else got == wanted
            if kind == "held":
                right = right and got.startswith("held")
            if not right or (answer["series"] and answer["confidence"] < 0.9):
                wrong.append(f"{case.name}: {got}, not {wanted}")
            elif answer["series"]:
                self.assertEqual(answer["source"], catalogue, case.name)
        self.assertEqual(wrong, [], "\n".join(wrong))

    def test_tvdb(self):
        self.start_standin()
        self.sign_in("tvdb")
        self.ask("tvdb")

    def test_tvdb2(self):
        self.start_standin()
        self.set_options(tvdb_api=2)
        self.sign_in("tvdb2")
        self.ask("tvdb2")

    def test_tvmaze(self):
        """Without any account."""
        self.start_standin()
        self.ask("tvmaze")

    def test_answer_is_remembered(self):
        """A fix tells a title in its folder apart for good, and is offered first in others."""
        self.start_standin()
        self.sign_in("tvdb")
        first, second = "/tv/office/The.Office.S01E02.mkv", "/tv/office/The.Office.S01E03.mkv"
        self.tool("match", first, code=1)
        self.tool("fix", first, "--series", "tvdb:78107")
        answer = json.loads(self.tool("match", second))
        self.assertEqual(told(answer), "78107 1x03")
        self.assertEqual(answer["confidence"], 1)
        answer = json.loads(self.tool("match", "/elsewhere/The.Office.S01E03.mkv", code=1))
        self.assertEqual([c["tvdb"] for c in answer["candidates"]], [78107, 73244])


if __name__ == "__main__":
    stage.main()
