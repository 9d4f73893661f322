"""Makes rows of training: a window with its hole, in the order that a model is to learn, packed into equal lengths."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from .holes import hole_from_anywhere, hole_from_line_start
from .vocabulary import Sentinels

Piece = str | int
"""Text, or the id of a sentinel."""

_PREFIX_FIRST = 0.65
_WITH_PATH = 0.85
_WITHOUT_SUFFIX = 0.06
_SHORT_SUFFIX = 0.29
_WORD = re.compile(r"[A-Za-z_$][\w$]{4,}")
_MOST_OPEN_ROWS = 64


@dataclass(frozen=True)
class Shape:
    """What rows of one length hold. Sizes are in characters, but for `tokens`."""

    tokens: int
    windows: tuple[int, ...]
    share_with_snippets: float
    snippets: int
    snippet: int


SHORT = Shape(512, (300, 500, 800, 1100), share_with_snippets=0.2, snippets=1, snippet=350)
LONG = Shape(1536, (1800, 2800, 3800), share_with_snippets=0.5, snippets=3, snippet=800)


@dataclass(frozen=True)
class Window:
    """A piece of a file."""

    path: str
    text: str


def example(
    package: str, at: int, windows: Sequence[Window], shape: Shape, s: Sentinels, random: Random
) -> list[Piece]:
    """Make one example of the window at `at`, one of all windows of its package."""
    pieces: list[Piece] = []
    if random.random() < shape.share_with_snippets and len(windows) > 6:
        pieces += [s.repository, package + "\n"]
        for other in _related(windows, at, shape.snippets, random):
            pieces += [s.file, f"{other.path}\n{_snippet(other.text, shape.snippet, random)}\n"]
    if random.random() < _WITH_PATH:
        pieces += [s.file, windows[at].path + "\n"]
    return [*pieces, *fill_in_the_middle(windows[at].text, s, random), s.end]


def fill_in_the_middle(window: str, s: Sentinels, random: Random) -> list[Piece]:
    """Cut a hole and order its parts.

    Two thirds as PRE prefix SUF suffix MID middle with the hole from a line start, as the anchored layout asks; the
    others as SUF suffix PRE prefix MID middle with the hole anywhere, as the suffix-first layout does.
    """
    prefix_first = random.random() < _PREFIX_FIRST
    start, end = (hole_from_line_start if prefix_first else hole_from_anywhere)(window, random)
    prefix, middle, suffix = window[:start], window[start:end], _shortened(window[end:], random)
    if prefix_first:
        return [s.prefix, prefix, s.suffix, suffix, s.middle, middle]
    return [s.suffix, suffix, s.prefix, prefix, s.middle, middle]


def pack(examples: Iterable[list[int]], length: int) -> list[list[int]]:
    """Put examples of tokens into rows of at most `length`, each whole; one that is too long is left out.

    An example goes into the fullest row that it fits into.
    """
    opened: list[list[int]] = []
    closed: list[list[int]] = []
    for tokens in examples:
        if len(tokens) > length:
            continue
        row = max((r for r in opened if len(r) + len(tokens) <= length), key=len, default=None)
        if row is None:
            row = []
            opened.append(row)
        row += tokens
        if len(row) > length - 20 or len(opened) > _MOST_OPEN_ROWS:
            fullest = max(opened, key=len)
            opened.remove(fullest)
            closed.append(fullest)
    return closed + opened


def _shortened(suffix: str, random: Random) -> str:
    """Leave nothing of some suffixes and little of others: people write at the end of files, too."""
    draw = random.random()
    if draw < _WITHOUT_SUFFIX:
        return ""
    if draw < _WITHOUT_SUFFIX + _SHORT_SUFFIX:
        return suffix[: random.choice((60, 150, 300))]
    return suffix


def _related(windows: Sequence[Window], at: int, count: int, random: Random) -> list[Window]:
    """Choose windows of other files that share words with this one, the most first, out of ten at random."""
    words = set(_WORD.findall(windows[at].text))
    drawn = [windows[random.randrange(len(windows))] for _ in range(10)]
    others = [window for window in drawn if window.path != windows[at].path]
    return sorted(others, key=lambda window: -len(words & set(_WORD.findall(window.text))))[:count]


def _snippet(text: str, characters: int, random: Random) -> str:
    start = random.randint(0, max(0, len(text) - characters))
    start = text.find("\n", start) + 1 if start else 0
    return text[start : start + characters].rstrip()
