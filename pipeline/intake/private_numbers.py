"""The ID, phone and bank numbers that rosters hold, and where they stand in a text, however they are written there.

Digits of any width and script count, and what stands between them does not, unless it is a letter: a number is the same
when a line break, a slash, 、, a point, or a mark that nobody sees divides it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from pipeline.forms import BY_NAME
from pipeline.sheets import Table
from pipeline.sheets.texts import INVISIBLE

SHORT = 9  # fewer digits are a telephone without its area code: other things have as many
SHORTEST, LONGEST = 7, 30  # digits of a private number
_APART = 4  # signs that may stand between two digits of one number, spaces and what nobody sees not counted
_GROUPS = 8  # into which a short one may be divided
_SPOKEN = {"○": 0, "◯": 0, "幺": 1}  # what is typed for 〇, and said on the telephone for 一
_DIGIT = re.compile(  # of any script, raised, lowered, in circles, in brackets, with a point; hanzi of both kinds
    rf"[\d⁰¹²³⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒〇零一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖{''.join(_SPOKEN)}]"
)
_BETWEEN = re.compile(r"[、,，;；/／|\r\n]+")
_LOCAL = re.compile(r"(?<!\d)0(?:10|2\d|[3-9]\d{2})(\d{7,8})$")
_COUNTRY = re.compile(r"(?:00)?86(1[3-9]\d{9})$")
_AMOUNT = re.compile(r"\d{1,3}(?:[,，]\d{3})+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits that nothing but marks and spaces divides, and where each of them stands."""

    digits: str
    at: tuple[int, ...]

    @property
    def groups(self) -> list[tuple[str, Span]]:
        """The digits that stand side by side."""
        numbered = enumerate(zip(self.digits, self.at, strict=True))
        sides = [list(group) for _, group in groupby(numbered, key=lambda one: one[1][1] - one[0])]
        return [("".join(digit for _, (digit, _) in side), (side[0][1][1], side[-1][1][1] + 1)) for side in sides]


def numbers_of(tables: Iterable[Table]) -> frozenset[str]:
    """Every private number in the private columns of the tables, of rows too that became no record."""
    found: set[str] = set()
    for table in tables:
        form = BY_NAME[table.form.name]
        headings = [column.heading for column in form.columns if column.private]
        cells = {str(row.values.get(heading) or "") for row in table.rows for heading in headings}
        for cell in cells:
            found.update(numbers_in(cell))
    return frozenset(found)


def numbers_in(text: str) -> Iterator[str]:
    """The numbers of a private cell, digits alone (of an ID also its X): whole, one by one, without country or area."""
    for part in {text, *_BETWEEN.split(text)}:
        for run in _runs(part):
            for digits in {run.digits, *(digits for digits, _ in run.groups if len(digits) >= SHORT)}:
                if SHORTEST <= len(digits) <= LONGEST:
                    yield digits
                    yield from (found[1] for shape in (_LOCAL, _COUNTRY) if (found := shape.match(digits)))


class PrivateNumbers:
    """Finds the numbers of a roster in any text."""

    def __init__(self, numbers: Iterable[str]) -> None:
        every = frozenset(numbers)
        self._long = frozenset(number for number in every if len(number) >= SHORT)
        self._short = every - self._long
        self._lengths = sorted({len(number) for number in self._long})

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and next(self.spans(text), None) is not None

    def long_in(self, text: str) -> bool:
        """Whether one of so many digits is among those of the text that nothing else has as many."""
        return any(True for run in _runs(text) for _ in self._long_spans(run))

    def spans(self, text: str) -> Iterator[Span]:
        """Where they stand, from first digit to behind the last; they may overlap."""
        for run in _runs(text):
            yield from self._long_spans(run)
            yield from self._short_spans(run, text)

    def _long_spans(self, run: _Run) -> Iterator[Span]:
        """A number of many digits is one wherever it stands, between other digits too."""
        for length in self._lengths:
            for start in range(len(run.digits) - length + 1):
                if run.digits[start : start + length] in self._long:
                    yield run.at[start], run.at[start + length - 1] + 1

    def _short_spans(self, run: _Run, text: str) -> Iterator[Span]:
        """A short one stands alone, and is no amount."""
        groups = run.groups if self._short else []
        for first, (_, (start, _)) in enumerate(groups):
            number = ""
            for digits, (_, end) in groups[first : first + _GROUPS]:
                number += digits
                if number in self._short and not _is_amount(text, start, end):
                    yield start, end


def _is_amount(text: str, start: int, end: int) -> bool:
    """Whether the digits are money, or the part of a figure with a decimal point or separated thousands."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return bool(
        _AMOUNT.fullmatch(text[start:end])
        or re.match(r"[.,，]\d|万?元", after)
        or (len(before) == 2 and before[0].isdigit() and before[1] in ".,，")
    )


def _runs(text: str) -> Iterator[_Run]:
    """The runs of at least SHORTEST digits."""
    if len(_DIGIT.findall(text)) < SHORTEST:  # nearly every text there is
        return
    digits: list[str] = []
    at: list[int] = []
    apart = 0
    for place, character in enumerate(text):
        digit = _digit(character) or ("X" if digits and _is_x(text, place) else "")
        if digit:
            digits.append(digit)
            at.append(place)
            apart = 0
            continue
        apart += not (character.isspace() or INVISIBLE.match(character))
        if digits and (apart > _APART or character.isalpha()):
            yield from _run(digits, at)
            digits, at = [], []
    yield from _run(digits, at)


def _run(digits: list[str], at: list[int]) -> Iterator[_Run]:
    if len(digits) >= SHORTEST:
        yield _Run("".join(digits), tuple(at))


@cache
def _digit(character: str) -> str:
    """0 to 9 for a digit of any width and script (１, ①, ¹, 一, 壹), "" for anything else."""
    if not _DIGIT.match(character):
        return ""
    return str(_SPOKEN[character] if character in _SPOKEN else int(unicodedata.numeric(character)))


def _is_x(text: str, place: int) -> bool:
    """Whether the X of an ID number stands there, not the first letter of a word."""
    following = text[place + 1 : place + 2]
    return text[place] in "xXｘＸ" and not (following.isalpha() and following.isascii())
