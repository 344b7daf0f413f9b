"""What the cells of a row hold, each as the type its column promises, and a whole row as the fields of a record."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline.chinese.folding import says_none
from pipeline.forms import Column, Form
from pipeline.forms.declaring import Read
from pipeline.sheets import Row, Table
from pipeline.sheets.declare import Kind

Cell = Callable[[Row, str], Any]


def text(row: Row, heading: str) -> str:
    value = row.values.get(heading)
    return value if isinstance(value, str) else ""


def line(row: Row, heading: str) -> str:
    """A text that is one line on paper: a line break in the cell is where the column was too narrow."""
    parts = [part.strip() for part in text(row, heading).splitlines()]
    joined = ""
    for part in filter(None, parts):
        both = joined[-1:].isascii() and part[0].isascii()  # two Latin words; hanzi need no space
        joined += f" {part}" if joined and both else part
    return joined


def token(row: Row, heading: str) -> str:
    """An id or a word of a fixed vocabulary, in which width and white space do not count: Ｔ００１ is T001."""
    return "".join(unicodedata.normalize("NFKC", text(row, heading)).split())


def own_number(row: Row, heading: str) -> str:
    """A number that was given to the thing; none where the cell says that there is none yet."""
    given = text(row, heading)
    return "" if says_none(given) else given


def date(row: Row, heading: str) -> dt.date | None:
    value = row.values.get(heading)
    return value if isinstance(value, dt.date) else None


def day(row: Row, heading: str) -> dt.date:
    """The date of a required column, in a row that has no fault."""
    value = row.values[heading]
    assert isinstance(value, dt.date)
    return value


def month(row: Row, heading: str) -> tuple[int | None, int]:
    """Year, where the cell names one, and month of a required column, in a row that has no fault."""
    value = row.values[heading]
    assert isinstance(value, tuple)
    year, number = value
    assert isinstance(number, int) and not isinstance(year, str)
    return year, number


def yes(row: Row, heading: str) -> bool | None:
    value = row.values.get(heading)
    return value if isinstance(value, bool) else None


def flag(row: Row, heading: str) -> bool:
    """Yes or no, where empty is no."""
    return yes(row, heading) or False


def firms(row: Row, heading: str) -> tuple[str, ...]:
    value = row.values.get(heading)
    return tuple(str(item) for item in value if item) if isinstance(value, tuple) else ()


def number(row: Row, heading: str) -> Decimal | None:
    value = row.values.get(heading)
    return value if isinstance(value, Decimal) else None


def count(row: Row, heading: str) -> int | None:
    value = number(row, heading)
    return None if value is None else int(value)


_OF_KIND: Mapping[Kind, Cell] = {
    Kind.TEXT: text,
    Kind.NAME: text,
    Kind.FIRM: text,
    Kind.FIRMS: firms,
    Kind.IDENTIFIER: text,
    Kind.DATE: date,
    Kind.MONTH: month,
    Kind.NUMBER: number,
    Kind.MONEY: number,
    Kind.YES_NO: yes,
}
_READ: dict[Read, Cell] = {Read.LINE: line, Read.TOKEN: token, Read.FLAG: flag}
_READ |= {Read.COUNT: count, Read.OWN_NUMBER: own_number}


def fields_of(form: Form) -> Callable[[Row], dict[str, Any]]:
    """A function from a row of the form to the fields of its record that the cells give; not those that are matched."""
    read = [(column.field, column.heading, _cell(column)) for column in _given(form)]

    def fields(row: Row) -> dict[str, Any]:
        return {field: cell(row, heading) for field, heading, cell in read}

    return fields


def _given(form: Form) -> Iterator[Column]:
    return (column for column in form.columns if column.field and column.read is not Read.MATCHED)


def _cell(column: Column) -> Cell:
    return _READ.get(column.read) or _OF_KIND[column.kind]


def rows_of(tables: Iterable[Table]) -> Iterator[tuple[Table, Row]]:
    return ((table, row) for table in tables for row in table.rows)
