"""Workbooks as tables of typed rows: `read_folder`, `read_book`. Reads any spreadsheet, writes none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.sheets.declare import Form
from pipeline.sheets.delimited import read_delimited
from pipeline.sheets.finder import Finder
from pipeline.sheets.grid import Grid, Refused
from pipeline.sheets.ods import is_ods, read_ods
from pipeline.sheets.rows import Fault, Row
from pipeline.sheets.tables import Table, tables_of
from pipeline.sheets.values import Value
from pipeline.sheets.xls import read_xls
from pipeline.sheets.xlsx import read_xlsx

SUFFIXES = frozenset({".xlsx", ".xls", ".ods", ".csv", ".et", ".xlsm"})
MOST_BYTES = 300_000_000


@dataclass(frozen=True, slots=True)
class Book:
    """One spreadsheet file. `strange` names the filled sheets without a form, `hidden` the filled hidden ones."""

    workbook: str
    tables: tuple[Table, ...]
    strange: tuple[str, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that gives no table, and why.

    `code`: `encrypted`, `not_a_spreadsheet`, `truncated`, `empty` (no filled cell), `macro` (.xlsm), `too_large`,
    `unreadable` (no permission, gone).
    """

    workbook: str
    code: str


def read_book(path: Path, workbook: str, forms: Sequence[Form], year: int) -> Book | Refusal:
    """The tables of one file, recognised by their headings; what the file is, its bytes say, not its suffix.

    `workbook` is the name that places carry. `year` completes dates like 7月2日. Never raises for what is in a file.
    """
    return _read(path, workbook, Finder(forms, year), year)


def read_folder(folder: Path, forms: Sequence[Form], year: int) -> list[Book | Refusal]:
    """Every spreadsheet under `folder`, in the order of their relative paths. `~$…` lock files are left alone."""
    finder = Finder(forms, year)
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES and not path.name.startswith("~$") and path.is_file()
    }
    return [_read(found[workbook], workbook, finder, year) for workbook in sorted(found)]


def _read(path: Path, workbook: str, finder: Finder, year: int) -> Book | Refusal:
    try:
        grids = _grids(path)
    except Refused as refused:
        return Refusal(workbook, refused.code)
    filled = [grid for grid in grids if not grid.empty]
    if not filled:
        return Refusal(workbook, "empty")
    tables: list[Table] = []
    strange = []
    for grid in filled:
        found = tables_of(grid, finder.find(grid), workbook, year)
        tables.extend(found)
        if not found:
            strange.append(grid.sheet)
    hidden = tuple(grid.sheet for grid in filled if grid.hidden)
    return Book(workbook, tuple(tables), tuple(strange), hidden)


def _grids(path: Path) -> list[Grid]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("too_large")
        data = path.read_bytes()
    except OSError as error:
        raise Refused("unreadable") from error
    if not data:
        raise Refused("empty")
    if path.suffix.lower() == ".xlsm":
        raise Refused("macro")
    if data.startswith(b"PK"):
        return read_ods(data) if is_ods(data) else read_xlsx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return read_xls(data)
    if path.suffix.lower() == ".csv":
        return read_delimited(data, path.stem)
    raise Refused("not_a_spreadsheet")


__all__ = ["Book", "Fault", "Refusal", "Row", "Table", "Value", "read_book", "read_folder"]
