"""Cuts a text into windows, and a hole into a window."""

import re
from collections.abc import Iterator, Sequence
from random import Random

LEAST_CHARACTERS = 100
"""Of a window that says something."""


def windows(text: str, random: Random, sizes: Sequence[int]) -> Iterator[str]:
    """Cut a text at line starts into windows of about one of `sizes` characters each."""
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    start = 0
    while start < len(lines):
        wanted, end, length = random.choice(sizes), start, 0
        while end < len(lines) and length < wanted:
            length += len(lines[end])
            end += 1
        window = "".join(lines[start:end])
        if len(window.strip()) > LEAST_CHARACTERS:
            yield window
        start = end


def hole_from_line_start(window: str, random: Random) -> tuple[int, int]:
    """Choose a hole of one to eight whole lines, as [start, end) without the last line break.

    The indentation belongs to the hole: the anchored layout asks a model to go on from a line start.
    """
    start, line_end = _line(window, random)
    return start, _lines_further(window, line_end, random.choice((1, 1, 2, 3, 4, 6, 8)))


def hole_from_anywhere(window: str, random: Random) -> tuple[int, int]:
    """Choose a hole of up to five lines that begins anywhere in a line behind its indentation."""
    start, line_end = _line(window, random)
    end = _lines_further(window, line_end, random.choice((1, 1, 1, 1, 2, 3, 5)))
    line = window[start:line_end]
    body = start + len(line) - len(line.lstrip())
    last = max(body, line_end - 1)
    return random.choice((body, random.randint(body, last), random.randint(body, last))), end


def _line(window: str, random: Random) -> tuple[int, int]:
    starts = [match.start() for match in re.finditer(r"(?m)^", window)]
    for _ in range(4):  # Seldom a blank line, but not never: they are part of code.
        start = random.choice(starts)
        end = _line_end(window, start)
        if window[start:end].strip():
            break
    return start, end


def _lines_further(window: str, end: int, lines: int) -> int:
    for _ in range(lines - 1):
        following = window.find("\n", end + 1)
        if following < 0:
            return end
        end = following
    return end


def _line_end(window: str, start: int) -> int:
    end = window.find("\n", start)
    return len(window) if end < 0 else end
