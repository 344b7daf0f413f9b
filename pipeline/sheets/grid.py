"""A sheet as a grid of cells, whatever the file it came from: `Grid`, `Flaw`; and what no grid can be made of."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from pipeline.ooxml.damage import CUT_SHORT

MOST_BYTES = 300_000_000  # of a file, and of XML in one, unpacked
MOST_MEMORY = 400_000_000  # bytes that the cells of one workbook may take while it is read
FILLED_CELL, EMPTY_CELL, ROW = 110, 8, 64  # bytes of each, about: a text with its head, a place in a list, a list
MOST_MERGED = 5_000_000  # rows of all merged ranges of a workbook together
Address = tuple[int, int]  # row and column, from 1
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, all from 1

# What Python's readers of packages, XML and numbers raise for bytes that break off or contradict themselves
DAMAGED = (*CUT_SHORT, expat.ExpatError, OverflowError)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that holds no value and must not pass for an empty one.

    `code` is `error_cell` or `formula_without_value`; `shown` is what the office sees there (`#N/A`, `=A1+1`).
    """

    code: str
    shown: str


class Displayed(float):
    """A number that its format shows with zeros or words of its own: 1 as 001, as T001. It counts as the number."""

    __slots__ = ("words",)
    words: str

    def __new__(cls, value: float, words: str) -> Displayed:
        self = super().__new__(cls, value)
        self.words = words
        return self


Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | Flaw


class Refused(Exception):
    """A file from which no grid can be made. `code` is one of `books.Refusal`'s."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Room:
    """The memory that one workbook may still take, in bytes: asked for before it is taken."""

    left: int = MOST_MEMORY

    def take(self, filled: int = 0, empty: int = 0, rows: int = 0, text: int = 0) -> None:
        """Raises `Refused("too_large")` where so many cells, rows and bytes of text no longer fit in."""
        self.left -= filled * FILLED_CELL + empty * EMPTY_CELL + rows * ROW + text
        if self.left < 0:
            raise Refused("too_large")


@dataclass(slots=True)
class Grid:
    """The filled part of one sheet: `rows[i][j]` stands in row `numbers[i]`, column `columns[j]` (from 1).

    An empty cell is "". All rows have the same length; rows and columns may be left out when they are empty.
    """

    sheet: str
    rows: list[list[Cell]]
    numbers: Sequence[int]
    columns: Sequence[int]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    keeps_merges: bool = True  # whether the format can say which cells are merged
    struck: frozenset[Address] = frozenset()  # cells that are struck out, by their true numbers
    partly_struck: frozenset[Address] = frozenset()  # and those with struck out words among others
    from_1904: bool = False  # how the workbook counts its dates; matters to a serial that is not formatted as one

    @property
    def empty(self) -> bool:
        return not any(is_filled(cell) for row in self.rows for cell in row)


def is_filled(cell: Cell) -> bool:
    return cell != "" and not (isinstance(cell, str) and not cell.strip())


def letter(column: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number


def within(numbers: Sequence[int], spans: Iterable[range]) -> tuple[int, ...]:
    """Those of the ascending `numbers` that lie in one of `spans`, however many there are."""
    found: list[int] = []
    end = 0
    for span in sorted(spans, key=lambda one: one.start):
        if span.stop > end:
            first, end = bisect_left(numbers, max(span.start, end)), span.stop
            found += numbers[first : bisect_left(numbers, end)]
    return tuple(found)
