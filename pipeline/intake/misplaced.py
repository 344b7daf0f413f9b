"""Private numbers where they would not be known again: an amount that is somebody's telephone number would be added and
printed, one divided by 、 in a cell of several firms would be shown in pieces, a firm each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.intake.private_numbers import SHORT, PrivateNumbers
from pipeline.sheets import Book, Refusal, Row, Unread, Value

CODE = "private_number"
_MARK = "、"  # between the firms of one cell: in none of them
_LARGE = 10 ** (SHORT - 1)


def misplaced(entry: Book | Refusal, private: PrivateNumbers) -> Book | Refusal:
    """The same with every figure that holds a private number of the rosters as a cell that cannot be read, and such a
    number in a cell of several firms as one of them."""
    if isinstance(entry, Refusal):
        return entry
    tables = [replace(table, rows=tuple(_row(row, private) for row in table.rows)) for table in entry.tables]
    return replace(entry, tables=tuple(tables)) if tables != list(entry.tables) else entry


def _row(row: Row, private: PrivateNumbers) -> Row:
    firms = {heading: whole for heading, value in row.values.items() if (whole := _whole(value, private))}
    if firms:
        row = replace(row, values={**row.values, **firms})
    figures = [
        heading for heading, value in row.values.items() if isinstance(value, Decimal) and _holds(value, private)
    ]
    if not figures:
        return row
    unread = tuple(Unread(CODE, row.source.at(heading), "") for heading in figures)
    return replace(row, values={**row.values, **dict.fromkeys(figures)}, unread=(*row.unread, *unread))


def _holds(value: Value, private: PrivateNumbers) -> bool:
    """Whether a figure is, or contains, a number of so many digits that it is no figure."""
    return isinstance(value, Decimal) and abs(value) >= _LARGE and private.long_in(format(value, "f"))


def _whole(value: Value, private: PrivateNumbers) -> tuple[str, ...]:
    """The firms of a cell, those that make up a number of so many digits as one; () where none do."""
    if not isinstance(value, tuple) or len(value) < 2:
        return ()
    text = _MARK.join(map(str, value))
    if not private.long_in(text):
        return ()
    inside = {place for start, end in private.spans(text) for place in range(start, end)}
    joined = "".join(" " if place in inside and one == _MARK else one for place, one in enumerate(text))
    return tuple(joined.split(_MARK))
