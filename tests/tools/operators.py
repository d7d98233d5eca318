# SPDX-License-Identifier: MIT
"""The small faults that mutate.py plants: one token of C at a time, of the kinds that people type.
Each is a place in a file and what stands there instead."""

import hashlib
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../rules"))
import house  # pylint: disable=wrong-import-position

TURNED = {"==": "!=", "!=": "==", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
BORDER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
SWAPPED = {"&&": "||", "||": "&&", "true": "false", "false": "true", "+": "-", "-": "+",
           "+=": "-=", "-=": "+="}

# clang-format puts blanks around every operator of two sides, and none around others.
_TOKEN = re.compile(r"(?<= )(==|!=|<=|>=|<|>|&&|\|\||\+=|-=|\+|-)(?=[ \n])|\b(true|false)\b")
_DROPPED = re.compile(r"^ +((?:[A-Za-z_]\w*\([^;{}]*\)|break|continue);)$", re.MULTILINE)
# The larger or the smaller of two: if they are equal, it is the same which of them.
_OPERAND = r"[\w.\->\[\]*]+(?:\([^()\n]*\))?"
_EITHER = re.compile(
    rf"(?P<a>(?<![\w.\]>]){_OPERAND}) (?P<at>[<>]=?) (?P<b>{_OPERAND})(?:"
    r" \?\s(?:(?P=a) : (?P=b)|(?P=b) : (?P=a))(?=[;,)])|"
    r"\)\n\s+(?:(?P=a) = (?P=b)|(?P=b) = (?P=a));(?!\s+else))")
_NOT_CALLS = re.compile(r"(?:if|for|while|switch|return|sizeof|assert|static_assert|do|else)\b")


@dataclass(frozen=True)
class Fault:
    path: str
    offset: int
    length: int
    instead: str
    line: int
    before: str  # the line, without the blanks around it
    after: str
    nth: int = 0  # of those in its file that change the same line in the same way

    def planted(self, text):
        return text[:self.offset] + self.instead + text[self.offset + self.length:]

    def order(self, seed):
        """Its place in the draw: the same while its own line is, whatever else changes."""
        key = f"{seed}\0{self.path}\0{self.before}\0{self.after}"
        if self.nth > 0:  # "return false;"
            key += f"\0{self.nth}"
        return hashlib.sha256(key.encode()).hexdigest()

    def __str__(self):
        return f"{self.path}:{self.line}: {self.before}  ->  {self.after}"


def _one_line(text):
    return " ".join(text.split())


def _fault(path, text, start, end, instead):
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return Fault(path, start, end - start, instead, house.line_of(text, start),
                 _one_line(text[first:last]),
                 _one_line(text[first:start] + instead + text[end:last]))


def faults_of(path, text):
    """All that could be planted in the functions of a file. An assertion is no place: it does not
    decide anything. Neither is the border between two of which the larger is taken."""
    code = house.code_of(text)
    inside = set()
    for _, first, lines in house.functions_of(text):
        inside.update(range(first, first + lines))
    kept = [line if number + 1 in inside and not line.lstrip().startswith(("#", "assert("))
            else " " * len(line) for number, line in enumerate(code.split("\n"))]
    code = "\n".join(kept)
    either = {match.start("at") for match in _EITHER.finditer(code)}
    found = []
    for match in _TOKEN.finditer(code):
        token = match.group()
        for table in (TURNED, BORDER, SWAPPED):
            if token in table and not (table is BORDER and match.start() in either):
                found.append(_fault(path, text, match.start(), match.end(), table[token]))
    for match in _DROPPED.finditer(code):
        if not _NOT_CALLS.match(match.group(1)) or match.group(1).startswith(("break", "continue")):
            found.append(_fault(path, text, match.start(1), match.end(1), ";"))
    times = Counter()
    for i, fault in enumerate(found):
        found[i] = replace(fault, nth=times[fault.before, fault.after])
        times[fault.before, fault.after] += 1
    return found


def draw(root, paths, seed):
    """All faults of these files, in the order that the seed gives."""
    found = []
    for path in paths:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            found += faults_of(path, file.read())
    return sorted(found, key=lambda fault: fault.order(seed))
