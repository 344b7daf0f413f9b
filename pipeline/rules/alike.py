"""Names that may be one: found by index, so that not each is compared with each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

LIKE = 0.75  # how like two names of workstations are that may be one, as difflib has it

_Sign = tuple[str, int]  # a character, and how often it stood in the name before


class Alike:
    """Names among which those are looked for that are at least LIKE another.

    Two names of m and n characters that are so much alike share LIKE * (m + n) / 2 of them. Of the rarest characters
    of one, all but so many and one more, the other therefore has at least one: only names that do are worth comparing.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._having: dict[tuple[int, _Sign], set[str]] = defaultdict(set)  # by length and character
        for name in names:
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
            shared = math.ceil(LIKE * (len(name) + length) / 2)
            for sign in rarest[: max(len(name) - shared + 1, 0)]:
                found |= self._having.get((length, sign), set())
        return sorted(found)


def _signs(name: str) -> list[_Sign]:
    return [(character, name[:place].count(character)) for place, character in enumerate(name)]
