"""Excel workbooks (.xlsx): values by calamine, and by a look at the XML what calamine does not tell.

Calamine gives an error cell and a formula that was never calculated as an empty one, reserves memory for the whole
rectangle between the first and the last filled cell, and looks for parts where Excel puts them. So every sheet's XML
is looked at before, and what calamine gets is a package of our own that holds what it needs.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from pipeline.ooxml.archive import Member
from pipeline.ooxml.xml import in_utf8
from pipeline.sheets.files.calamine import value_grids
from pipeline.sheets.files.condensing import condensed
from pipeline.sheets.files.contents import Contents, contents_of, repacked, uncounted
from pipeline.sheets.files.looks import Looks, Styles, apply, looks_of, styles_of
from pipeline.sheets.files.members import Members
from pipeline.sheets.files.sheet_scan import Scan, plain, scanned
from pipeline.sheets.files.slimming import slim
from pipeline.sheets.files.weighing import Texts
from pipeline.sheets.grid import DAMAGED, Address, Cell, Flaw, Grid, Refused, Room, within

_FILLED, _EMPTY = 70, 30  # bytes that calamine takes for each cell of the rectangle while it reads a sheet


def read_xlsx(data: bytes) -> list[Grid]:
    """All worksheets of an .xlsx file in the order of the workbook.

    Raises `Refused`: `truncated` (a broken package), `not_a_spreadsheet` (a package of something else), `macro`,
    `other_format` (an .xlsb under another name), `too_large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _read(Members(package, data))
    except DAMAGED as error:
        raise Refused("truncated") from error
    except RuntimeError as error:  # zipfile's word for a package with a password
        raise Refused("encrypted") from error


def _read(members: Members) -> list[Grid]:
    contents = contents_of(members)
    room = Room()
    shared, texts = _shared(members, contents, room)
    said = styles_of(*(in_utf8(members.read(part)) if part else b"" for part in (contents.styles, contents.shared)))
    scans: list[Scan] = []
    looks: list[Looks] = []
    kept: dict[int, tuple[list[int], list[int]]] = {}
    packed: list[Member] = []
    for at, (_, part, _) in enumerate(contents.sheets):
        scan, look, member, lines = _sheet(members, part, f"xl/worksheets/sheet{at + 1}.xml", texts, said, room)
        scans.append(scan)
        looks.append(look)
        packed.append(member)
        if lines:
            kept[at] = lines
    styles = _styles(members, contents)
    grids = value_grids(repacked(packed, shared, styles, from_1904=contents.from_1904))
    for at, (grid, scan, (name, _, hidden)) in enumerate(zip(grids, scans, contents.sheets, strict=True)):
        grid.sheet, grid.hidden = name, hidden
        grid.merges, grid.hidden_rows, grid.from_1904 = scan.merges, scan.hidden_rows, contents.from_1904
        _restore(grid, scan, kept.get(at))
        apply(looks[at], grid)
        grid.hidden_columns = within(grid.columns, scan.hidden_columns)
    return grids


def _sheet(
    members: Members, part: str, under: str, texts: Texts, styles: Styles, room: Room
) -> tuple[Scan, Looks, Member, tuple[list[int], list[int]] | None]:
    """What the XML of a sheet says, how its cells look, the sheet for calamine, its lines' true numbers.

    The memory is asked of `room` that its cells will take, and calamine beside them.
    """
    size = members.size(part)
    with members.open(part) as opened:
        xml, changed = slim(opened, size)
    scan, looks = scanned(xml), looks_of(xml, styles)
    given, lines, rectangle = plain(xml), None, scan.rectangle
    if scan.sparse:
        given, *true = condensed(given)
        lines = (true[0], true[1])
        rectangle = len(lines[0]) * len(lines[1])
    room.take(filled=scan.filled, empty=rectangle, text=texts.said_in(given))
    replace(room).take(text=scan.filled * _FILLED + rectangle * _EMPTY)
    if given is xml and not changed and len(xml) == size:
        return scan, looks, members.packed(part, under), lines
    return scan, looks, Member.of(under, given), lines


def _shared(members: Members, contents: Contents, room: Room) -> tuple[Member | None, Texts]:
    if contents.shared is None:
        return None, Texts(b"", room)
    xml = members.read(contents.shared)
    texts = Texts(xml, room)
    return _as_it_is(members, contents.shared, xml, "xl/sharedStrings.xml"), texts


def _styles(members: Members, contents: Contents) -> Member | None:
    if contents.styles is None:
        return None
    return _as_it_is(members, contents.styles, members.read(contents.styles), "xl/styles.xml")


def _as_it_is(members: Members, part: str, xml: bytes, under: str) -> Member:
    """A part for calamine: as it lies there, unless its counts or its encoding have to be put right."""
    mended = uncounted(xml)
    if mended is xml and len(xml) == members.size(part):
        return members.packed(part, under)
    return Member.of(under, mended)


def _restore(grid: Grid, scan: Scan, kept: tuple[list[int], list[int]] | None) -> None:
    """Put the flaws in, and the true row and column numbers of a sheet that was condensed."""
    if kept is None:
        _place_flaws(grid, scan.flaws)
        return
    rows, columns = kept
    row_at = {number: index for index, number in enumerate(rows, 1)}
    column_at = {number: index for index, number in enumerate(columns, 1)}
    _place_flaws(grid, {(row_at[row], column_at[column]): flaw for (row, column), flaw in scan.flaws.items()})
    grid.numbers = [rows[number - 1] for number in grid.numbers]
    grid.columns = [columns[number - 1] for number in grid.columns]


def _place_flaws(grid: Grid, flaws: dict[Address, Flaw | str]) -> None:
    """Put `flaws`, by row and column number, into the cells that a library gave as empty.

    Needs a grid of consecutive rows and columns; it grows downwards and to the right where a flaw lies outside,
    so that a last row of nothing but errors is not lost.
    """
    if not flaws:
        return
    top = min([grid.numbers[0] if grid.rows else 1, *(row for row, _ in flaws)])
    left = min([grid.columns[0] if grid.rows else 1, *(column for _, column in flaws)])
    bottom = max([grid.numbers[-1] if grid.rows else 1, *(row for row, _ in flaws)])
    right = max([grid.columns[-1] if grid.rows else 1, *(column for _, column in flaws)])
    before = grid.columns[0] - left if grid.rows else 0
    width = right - left + 1
    for row in grid.rows:
        row[:0] = [""] * before
        row.extend([""] * (width - len(row)))
    above: list[list[Cell]] = [[""] * width for _ in range(grid.numbers[0] - top if grid.rows else 0)]
    grid.rows[:0] = above
    grid.rows.extend([""] * width for _ in range(bottom - top + 1 - len(grid.rows)))
    grid.numbers, grid.columns = range(top, bottom + 1), range(left, right + 1)
    for (row_number, column), flaw in flaws.items():
        grid.rows[row_number - top][column - left] = flaw
