#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes a language of no country from the English words, to see that all on screen comes from the
tables and has room there: a third longer, in letters from right to left and in wide ones. What a
language has to keep is kept: commands, options, keys, places.

pseudo.py OUT FILE...: the English tables; OUT becomes words_xx.c."""

import re
import sys

ENTRY = re.compile(r'\[((?:EPI_SAY|WORD)_\w+)\]\s*=\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
KEPT = re.compile(r"\{[0-9](?::2)?\}|`[^`]*`|epimark login|\.?epimark|ignore=(?:yes)?|only=|"
                  r"tvdb:ID|tvmaze:ID|imdb:ttID|Esc|Enter|\\n|\\\"")
PLURAL = re.compile(r"\{([0-9])\|([^|}]*)\|([^|}]*)\}")
HEBREW = "אבגדהוזחטיכלמנסעפצקרשתםןףץ"
WIDE = "日月火水木金土山川田人口目耳手足力大小中上下左右前後"


def word(letters, number):
    """A word of other letters, a third longer; every second one is wide, so of half as many."""
    codes = [ord(letter.lower()) - ord("a") for letter in letters]
    longer = codes + codes[:(len(codes) + 2) // 3]
    if number % 2:
        return "".join(WIDE[code] for code in longer[::2])
    return "".join(HEBREW[code] for code in longer)


def changed(text):
    number = 0

    def other(match):
        nonlocal number
        number += 1
        return word(match[0], number)

    parts, at = [], 0
    for kept in KEPT.finditer(text):
        parts += [re.sub("[A-Za-z]+", other, text[at:kept.start()]), kept[0]]
        at = kept.end()
    return "".join(parts) + re.sub("[A-Za-z]+", other, text[at:])


def pseudo(text):
    """PLURAL has words of its own in it."""
    parts, at = [], 0
    for plural in PLURAL.finditer(text):
        parts.append(changed(text[at:plural.start()]))
        parts.append("{%s|%s|%s}" % (plural[1], changed(plural[2]), changed(plural[3])))
        at = plural.end()
    return "".join(parts) + changed(text[at:])


def main():
    lines = []
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as source:
            for name, text in ENTRY.findall(source.read()):
                text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))
                # Its part is English, from an error or a catalogue's answer.
                if name == "EPI_SAY_NO_SUCH_EPISODE":
                    text = "no such episode"
                lines.append(f'    [{name}] = "{pseudo(text)}",')
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("/* Made by pseudo.py. */\n#include \"plugin/words.h\"\n\n"
                  "extern const char *const words_xx[];\n"
                  "const char *const words_xx[WORDS] = {\n" + "\n".join(lines) + "\n};\n")


if __name__ == "__main__":
    main()
