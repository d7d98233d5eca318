# SPDX-License-Identifier: MIT
"""Reads a QR code that stands in a terminal, as a telephone does, but without mending: ISO 18004,
versions 2 to 5, bytes, level L, whose data are one block."""

import re

HALVES = {" ": (1, 1), "▄": (1, 0), "▀": (0, 1), "█": (0, 0)}  # light modules are printed
MASKS = [lambda y, x: (y + x) % 2, lambda y, x: y % 2, lambda y, x: x % 3,
         lambda y, x: (y + x) % 3, lambda y, x: (y // 2 + x // 3) % 2,
         lambda y, x: y * x % 2 + y * x % 3, lambda y, x: (y * x % 2 + y * x % 3) % 2,
         lambda y, x: ((y + x) % 2 + y * x % 3) % 2]
QUIET = 2  # modules of light around it


def modules(text):
    """The square of modules, 1 for dark, in what a terminal was sent."""
    rows = []
    for line in re.findall("\033\\[97;40m([^\033]*)\033", text):
        rows += zip(*(HALVES[sign] for sign in line))
    size = len(rows[0]) - 2 * QUIET
    return [list(row[QUIET:QUIET + size]) for row in rows[QUIET:QUIET + size]]


def is_data(y, x, size):
    """Whether a module is none of the patterns that are in each code."""
    corner = (y < 9 and x < 9) or (y < 9 and x >= size - 8) or (y >= size - 8 and x < 9)
    align = abs(y - (size - 7)) <= 2 and abs(x - (size - 7)) <= 2
    return not corner and not align and y != 6 and x != 6


def bits(square):
    """The data in their order: columns of two, up and down, from the right."""
    size = len(square)
    # Of the format, bits 10 to 12 are the mask; they are changed by 101.
    mask = MASKS[(square[8][2] << 2 | square[8][3] << 1 | square[8][4]) ^ 0b101]
    upwards = True
    for right in [x for x in range(size - 1, 0, -2) if x > 6] + [5, 3, 1]:
        for y in range(size - 1, -1, -1) if upwards else range(size):
            for x in (right, right - 1):
                if is_data(y, x, size):
                    yield square[y][x] ^ (mask(y, x) == 0)
        upwards = not upwards


def read(text):
    """The bytes in the code that stands in this text."""
    stream = bits(modules(text))

    def take(count):
        value = 0
        for _ in range(count):
            value = value << 1 | next(stream)
        return value

    assert take(4) == 0b0100, "the code is not of bytes"
    return bytes(take(8) for _ in range(take(8)))
