"""A workbook to be written, described plainly: sheets with one table each, columns, values, live formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

# "percent" is a share of one; "points" one in hundredths, its sign elsewhere; "short" what that falls short by.
Kind = Literal["text", "number", "money", "percent", "points", "short", "date", "days"]
Align = Literal["left", "center", "right"]
Tone = Literal["red", "orange", "yellow", "blue", "green", "grey"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the value it has now.

    `{heading}` in `text` stands for the cell of that column in the same row, `{heading:}` for the column's body
    without closing rows; a heading under a group is written `{group/heading}`.
    """

    text: str
    value: int | float | Decimal | str


Plain = str | int | float | Decimal | dt.date | Formula | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A value whose cell is coloured."""

    value: Plain
    tone: Tone


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to a file; `target` is its path from the folder of the workbook, with `/`."""

    value: str
    target: str


@dataclass(frozen=True, slots=True)
class As:
    """A value of another kind than its column's."""

    value: Plain
    kind: Kind


Cell = Plain | Marked | Linked | As
Row = tuple[Cell, ...]


LONGEST_LIST = 255  # characters a drop-down list may have in all, in Excel's own file format


@dataclass(frozen=True, slots=True)
class OneOf:
    """A cell of one of `words`, offered in a drop-down list. Another one is refused if `strict`, else asked about.

    Words that do not fit (see `offerable`) are a ValueError.
    """

    words: tuple[str, ...]
    strict: bool = False

    def __post_init__(self) -> None:
        if not self.offerable(self.words):
            raise ValueError(f"no drop-down list can hold {self.words}")

    @staticmethod
    def offerable(words: Sequence[str]) -> bool:
        """Whether a list stored in the cell can offer the words: there are some, short, without comma and quote."""
        joined = ",".join(words)
        if not joined or joined.count(",") >= len(words) or '"' in joined:
            return False
        return len(joined.encode("utf-16-le")) <= 2 * LONGEST_LIST


@dataclass(frozen=True, slots=True)
class DateBetween:
    """A cell that holds a date from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class NumberBetween:
    """A cell that holds a number from `least` to `most`, both included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Check:
    """What may be typed into a column, and what is said to who types something else."""

    rule: OneOf | DateBetween | NumberBetween
    refusal: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `width` in half-width characters; neighbours of one `group` share a first heading row.

    `total` columns are summed by `total_row`. `tone` colours the heading, `comment` is a note that opens over it.
    In a sheet to be filled in, `pattern` is the number format of the column and `check` guards it.
    """

    heading: str
    width: float
    kind: Kind = "text"
    total: bool = False
    align: Align | None = None
    group: str = ""
    tone: Tone | None = None
    comment: str = ""
    pattern: str = "General"
    check: Check | None = None

    @property
    def key(self) -> str:
        return f"{self.group}/{self.heading}" if self.group else self.heading


@dataclass(frozen=True, slots=True)
class Entry:
    """The body of a sheet to be filled in: an `example` in grey italics, below it the empty rows.

    `rows` are made ready (formats, checks, a frame around what is filled), the example among them; the first `ruled`
    of them are framed also when empty, so that a printed page can be filled in by hand.
    """

    example: tuple[Plain, ...]
    rows: int
    ruled: int


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One sheet with one table. `closing` rows (totals) follow the body, outside the filter; `foot` follows the table.

    Where there are no rows `empty` is said in their place, without closing rows.
    `keep` columns stay in view when scrolling sideways. With an `entry` the sheet is one to be filled in, and `rows`,
    `closing` and `foot` are not written.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    note: str = ""
    closing: tuple[Row, ...] = ()
    foot: str = ""
    empty: str = "（无）"
    landscape: bool = False
    filtered: bool = False
    keep: int = 0
    entry: Entry | None = None


def total_row(fields: Sequence[Field], rows: Sequence[Row], others: Mapping[str, Cell] | None = None) -> Row:
    """The closing row that sums every `total` column by formula; `others` fills further cells by field key."""
    others = others or {}

    def cell(number: int, field: Field) -> Cell:
        if field.key in others:
            return others[field.key]
        if field.total:
            return Formula(f"=SUM({{{field.key}:}})", sum((_figure(row[number]) for row in rows), Decimal(0)))
        return "合计" if number == 0 else None

    return tuple(cell(number, field) for number, field in enumerate(fields))


def _figure(cell: Cell) -> Decimal:
    value = cell.value if isinstance(cell, Marked | Linked | As) else cell
    value = value.value if isinstance(value, Formula) else value
    if isinstance(value, Decimal):
        return value
    return Decimal(str(value)) if isinstance(value, int | float) else Decimal(0)
