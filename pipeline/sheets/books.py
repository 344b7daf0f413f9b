"""Workbooks as tables of typed rows: `read_folder`, `read_book`. Reads any spreadsheet, writes none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.sheets.declare import Form
from pipeline.sheets.files.archives import holds_tables
from pipeline.sheets.files.legible import legible
from pipeline.sheets.files.opening import SUFFIXES, grids_of
from pipeline.sheets.files.walking import FILE, FOLDER, Found, walk
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
    """A file that gives no table, or a folder that cannot be gone into, and why.

    `code`: `encrypted`, `not_a_spreadsheet`, `truncated`, `empty` (no filled cell), `macro` (.xlsm), `too_large`,
    `other_format` (.xlsb, .numbers, .fods), `archive` (with spreadsheets in it), `foreign_file` (by its suffix no
    spreadsheet); `unreadable` (no permission), `unreachable` (a share or disk that fails), `vanished` (gone since it
    was listed); `folder_unreadable` and `folder_unreachable` for a whole folder, `folder` for one that is called like
    a workbook and holds none; `link_nowhere`, `link_back` (as in `walk`), `not_a_file` (a pipe, a device).
    `aside` says that no table was looked for there, because it is hidden or left alone.
    """

    workbook: str
    code: str
    shown: str = ""
    aside: bool = False

    def place(self) -> Place:
        return Place(self.workbook, shown=Shown(self.shown) if self.shown else None)


def read_book(path: Path, workbook: str, forms: Sequence[Form], year: int) -> Book | Refusal:
    """The tables of one file, recognised by their headings; what the file is, its bytes say, not its suffix.

    `workbook` is the name that places carry. `year` completes dates like 7月2日. Never raises for what is in a file.
    """
    return _read(path, workbook, Finder(forms, year), year)


def read_folder(folder: Path, forms: Sequence[Form], year: int, left_alone: Sequence[str] = ()) -> list[Book | Refusal]:
    """Every spreadsheet under `folder`, in the order of their relative paths. `~$…` lock files are left alone.

    What cannot be entered or read is a Refusal, never passed over. What is not called like a spreadsheet is a
    `foreign_file`, but for hidden files and those whose name, or the name of a folder above them within `folder`, fits
    a pattern of `left_alone`.
    """
    finder = Finder(forms, year)
    found = walk(folder, left_alone)
    books = [one.name for one in found if one.kind == FILE and is_spreadsheet(one.name)]
    wanted = [one for one in found if _is_wanted(one)]
    read = (_read(one.path, one.name, finder, year) if one.kind == FILE else _refused(one, books) for one in wanted)
    return [entry for entry in read if entry]


def _is_wanted(one: Found) -> bool:
    """Of what is left alone: spreadsheets, and what may hold some."""
    return not one.aside or is_spreadsheet(one.name) or one.kind not in (FILE, "link_back", "not_a_file")


def _refused(one: Found, books: Sequence[str]) -> Refusal | None:
    """What keeps something from being read; None for a folder like any other."""
    if one.kind != FOLDER:
        return Refusal(one.name, one.kind, aside=one.aside and not is_spreadsheet(one.name))
    holds = any(name.startswith(f"{one.name}/") for name in books)
    return Refusal(one.name, FOLDER) if is_spreadsheet(one.name) and not holds else None


def _read(path: Path, workbook: str, finder: Finder, year: int) -> Book | Refusal:
    if not is_spreadsheet(workbook):
        if holds_tables(path, SUFFIXES):
            return Refusal(workbook, "archive")
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


def is_spreadsheet(name: str) -> bool:
    """Whether it is called like one."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _opening(grid: Grid) -> str:
    return next(shown(cell) for row in grid.rows for cell in row if is_filled(cell))


__all__ = [
    "Book",
    "Refusal",
    "Row",
    "Strange",
    "Table",
    "Unread",
    "Value",
    "is_spreadsheet",
    "read_book",
    "read_folder",
]
