"""The names of workbooks and sheets that may be shown: a file may be called after somebody's telephone number.

The real names stay what workbooks and sheets are told apart by; the names to show are carried beside them, and are as
different from each other as the real ones are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import PurePosixPath

from pipeline.intake.privacy import Conceal
from pipeline.sheets import Book, Refusal, Row, Table
from pipeline.sheets.places import Shown
from pipeline.sheets.texts import visible


def named(found: Sequence[Book | Refusal], conceal: Conceal) -> list[Book | Refusal]:
    """All that was read, with the name to show wherever a workbook's or a sheet's holds what may not be shown."""
    real = {name for entry in found for name in (entry.workbook, *_sheets(entry))}
    if all(_public(name, conceal) == name for name in real):
        return list(found)
    books = _shown([entry.workbook for entry in found], conceal)
    return [_named(entry, books[entry.workbook], conceal) for entry in found]


def _public(name: str, conceal: Conceal) -> str:
    """A name as it may be shown: on one line, without private numbers and without marks that steer a screen."""
    return visible(conceal(name))


def _sheets(entry: Book | Refusal) -> list[str]:
    if isinstance(entry, Refusal):
        return []
    named = (
        *(table.sheet for table in entry.tables),
        *(one.sheet for one in entry.strange),
        *(reply.sheet for reply in entry.replies),
    )
    return list(dict.fromkeys(named))


def _shown(names: Iterable[str], conceal: Conceal) -> dict[str, str]:
    """Each real name with the one to show, numbered in the order of the real ones where two were the same.

    工作站（号码略）.xlsx, 工作站（号码略）(2).xlsx.
    """
    real = sorted(names)
    taken = {name.casefold() for name in real if _public(name, conceal) == name}
    shown: dict[str, str] = {}
    for name in real:
        public = _public(name, conceal)
        if public != name:
            public = next(one for one in _numbered(public) if one.casefold() not in taken)
            taken.add(public.casefold())
        shown[name] = public
    return shown


def _numbered(name: str) -> Iterator[str]:
    path = PurePosixPath(name)
    yield name
    for number in count(2):
        yield str(path.with_name(f"{path.stem}({number}){path.suffix}"))


def _named(entry: Book | Refusal, shown: str, conceal: Conceal) -> Book | Refusal:
    renamed = shown if shown != entry.workbook else ""
    if isinstance(entry, Refusal):
        return replace(entry, shown=renamed)
    sheets = _shown(_sheets(entry), conceal)
    if not renamed and all(name == public for name, public in sheets.items()):
        return entry
    names = {sheet: Shown(shown, public) for sheet, public in sheets.items()}
    return replace(
        entry,
        shown=shown,
        shown_sheets=sheets,
        tables=tuple(_table(table, names) for table in entry.tables),
        replies=tuple(replace(reply, shown=names[reply.sheet]) for reply in entry.replies),
    )


def _table(table: Table, names: Mapping[str, Shown]) -> Table:
    shown = names[table.sheet]
    return replace(table, shown=shown, rows=tuple(_row(row, shown) for row in table.rows))


def _row(row: Row, shown: Shown) -> Row:
    unread = tuple(replace(cell, place=replace(cell.place, shown=shown)) for cell in row.unread)
    return replace(row, source=replace(row.source, shown=shown), unread=unread)
