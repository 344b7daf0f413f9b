"""Workbooks as tables of typed rows: `read_folder`, `read_book`. Reads any spreadsheet, writes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from pipeline.sheets.declare import Form
from pipeline.sheets.files.legible import legible
from pipeline.sheets.files.opening import SUFFIXES, grids_of
from pipeline.sheets.front import Reply, is_front, replies_of
from pipeline.sheets.grid import Grid, Refused, is_filled
from pipeline.sheets.places import Place, Shown
from pipeline.sheets.tables.beside import found_in
from pipeline.sheets.tables.finder import Finder
from pipeline.sheets.tables.fitting import Nearest
from pipeline.sheets.tables.rows import Row, Unread
from pipeline.sheets.tables.table import Table, tables_of
from pipeline.sheets.texts import shown
from pipeline.sheets.values.converting import Value


@dataclass(frozen=True, slots=True)
class Strange:
    """A filled sheet without a form: what it begins with, the form that it comes nearest to.

    `headed` is whether it has a heading row all the same: of several words, one of which some form knows.
    """

    sheet: str
    opening: str
    nearest: Nearest | None = None
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """One spreadsheet file.

    `strange` are the filled sheets without a form, `hidden` names the filled hidden ones. `replies` are what came back
    on the front sheet, where the file is an annotated copy.
    """

    workbook: str
    tables: tuple[Table, ...]
    strange: tuple[Strange, ...]
    hidden: tuple[str, ...]
    replies: tuple[Reply, ...] = ()
    shown: str = ""  # the name that may be shown, where the real one or a sheet's may not
    shown_sheets: Mapping[str, str] = field(default_factory=dict)  # and those of its sheets

    def place(self, sheet: str | None = None) -> Place:
        """The whole workbook, or one of its sheets."""
        shown = Shown(self.shown, self.shown_sheets.get(sheet or "", sheet or "")) if self.shown else None
        return Place(self.workbook, sheet, shown=shown)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that gives no table, and why.

    `code`: `encrypted`, `not_a_spreadsheet`, `truncated`, `empty` (no filled cell), `macro` (.xlsm), `too_large`,
    `unreadable` (no permission, gone), `other_format` (.xlsb, .numbers, .fods), `foreign_file` (by its suffix no
    spreadsheet; never opened).
    """

    workbook: str
    code: str
    shown: str = ""

    def place(self) -> Place:
        return Place(self.workbook, shown=Shown(self.shown) if self.shown else None)


def read_book(path: Path, workbook: str, forms: Sequence[Form], year: int) -> Book | Refusal:
    """The tables of one file, recognised by their headings; what the file is, its bytes say, not its suffix.

    `workbook` is the name that places carry. `year` completes dates like 7月2日. Never raises for what is in a file.
    """
    return _read(path, workbook, Finder(forms, year), year)


def read_folder(folder: Path, forms: Sequence[Form], year: int, left_alone: Sequence[str] = ()) -> list[Book | Refusal]:
    """Every spreadsheet under `folder`, in the order of their relative paths. `~$…` lock files are left alone.

    What is not called like a spreadsheet is a `foreign_file`, but for hidden files and those whose name, or the name
    of a folder above them within `folder`, fits a pattern of `left_alone`.
    """
    finder = Finder(forms, year)
    found = {path.relative_to(folder).as_posix(): path for path in _files(folder, left_alone)}
    return [_read(found[workbook], workbook, finder, year) for workbook in sorted(found)]


def _files(folder: Path, left_alone: Sequence[str]) -> Iterator[Path]:
    """The files that are read or refused."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        expected = hidden or any(fnmatch(part.lower(), one.lower()) for part in parts for one in left_alone)
        spreadsheet = path.suffix.lower() in SUFFIXES
        if (spreadsheet or not expected) and not path.name.startswith("~$") and path.is_file():
            yield path


def _read(path: Path, workbook: str, finder: Finder, year: int) -> Book | Refusal:
    if path.suffix.lower() not in SUFFIXES:
        return Refusal(workbook, "foreign_file")
    try:
        every = list(legible(grids_of(path)))
    except Refused as refused:
        return Refusal(workbook, refused.code)
    fronts: list[Grid] = []
    filled: list[Grid] = []
    for grid in every:
        if is_front(grid):
            fronts.append(grid)
        elif not grid.empty:
            filled.append(grid)
    if not filled:
        return Refusal(workbook, "empty")
    tables: list[Table] = []
    strange: list[Strange] = []
    for grid in filled:
        parts = found_in(grid, finder, path.stem)
        for part, found in parts:
            tables.extend(tables_of(part, found.headings, workbook, year))
        found = parts[0][1]
        if not found.headings:
            strange.append(Strange(grid.sheet, _opening(grid), found.nearest, found.headed))
    hidden = tuple(grid.sheet for grid in filled if grid.hidden)
    replies = tuple(reply for grid in fronts for reply in replies_of(grid))
    return Book(workbook, tuple(tables), tuple(strange), hidden, replies)


def _opening(grid: Grid) -> str:
    return next(shown(cell) for row in grid.rows for cell in row if is_filled(cell))


__all__ = ["Book", "Refusal", "Row", "Strange", "Table", "Unread", "Value", "read_book", "read_folder"]
