"""Names that may be one, found by index, so that not each is compared with each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

LIKE = 0.75  # how like two names are that may be one, as difflib has it
_COMPARED = 12  # of those that share most characters with a name, letter by letter
_Sign = tuple[str, int]  # a character, and how often it stood in the name before


class Alike:
    """Names among which those are looked for that are at least `least` like another.

    Two names of m and n characters that are so much alike share least * (m + n) / 2 of them. Of the rarest characters
    of one, all but so many and one more, the other therefore has at least one: only names that do are worth comparing.
    """

    def __init__(self, names: Iterable[str], least: float = LIKE) -> None:
        self._least = least
        self._having: dict[tuple[int, _Sign], set[str]] = defaultdict(set)  # by length and character
        self._signs = {name: Counter(name) for name in names}  # an empty name is like none
        for name in filter(None, self._signs):
            for sign in _signs(name):
                self._having[len(name), sign].add(name)
        self._lengths = sorted({length for length, _ in self._having})
        self._often = Counter[_Sign]()
        for (_, sign), having in self._having.items():
            self._often[sign] += len(having)

    def to(self, name: str) -> list[str]:
        """Every name that may be like this one, and few others; in order."""
        rarest = sorted(_signs(name), key=lambda sign: (self._often[sign], sign))
        found = set[str]()
        for length in self._lengths:
            shared = math.ceil(self._least * (len(name) + length) / 2)
            for sign in rarest[: max(len(name) - shared + 1, 0)]:
                found |= self._having.get((length, sign), set())
        return sorted(found)

    def nearest(self, name: str, count: int) -> list[tuple[str, float]]:
        """The names most like this one and how like they are, the likest first: no more than `count`."""
        signs = Counter(name)
        bounds = [
            (2 * (signs & self._signs[other]).total() / (len(name) + len(other)), other) for other in self.to(name)
        ]
        bounds.sort(key=lambda one: (-one[0], one[1]))
        likest: list[tuple[str, float]] = []
        for bound, other in bounds[:_COMPARED]:
            if bound < self._least or (len(likest) >= count and bound < likest[count - 1][1]):
                break
            share = SequenceMatcher(None, other, name, autojunk=False).ratio()
            if share >= self._least:
                likest.append((other, share))
                likest.sort(key=lambda one: (one[1], one[0]), reverse=True)
        return likest[:count]


def _signs(name: str) -> list[_Sign]:
    return [(character, name[:place].count(character)) for place, character in enumerate(name)]
