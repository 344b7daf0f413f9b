"""Excel workbooks (.xlsx): values by calamine, and by a look at the XML what calamine does not tell.

Calamine gives an error cell and a formula that was never calculated as an empty one, and reserves memory for
the whole rectangle between the first and the last filled cell. So every sheet's XML is looked at before.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.parsers import expat

from pipeline.sheets.files.calamine import value_grids
from pipeline.sheets.files.condensing import condensed
from pipeline.sheets.files.looks import Looks, apply, looks_of, styles_of
from pipeline.sheets.files.sheet_scan import Scan, scanned
from pipeline.sheets.grid import DAMAGED, MOST_BYTES, Address, Cell, Flaw, Grid, Refused

_COUNTED = ("xl/sharedstrings.xml", "xl/styles.xml")
_COUNT = re.compile(rb"""\b(?:count|uniqueCount)\s*=\s*["'](\d{1,30})["']""")
_HEAD, _SHORTEST = 100_000, 5  # bytes that are searched for counts; bytes of the shortest element, <si/>
_MACROS = b"macroEnabled"
_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true|on)["']""")


def read_xlsx(data: bytes) -> list[Grid]:
    """All worksheets of an .xlsx file in the order of the workbook.

    Raises `Refused`: `truncated` (a broken package), `not_a_spreadsheet` (a package of something else), `macro`,
    `other_format` (an .xlsb under another name), `too_large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _read(package, data)
    except DAMAGED as error:
        raise Refused("truncated") from error
    except RuntimeError as error:  # zipfile's word for a package with a password
        raise Refused("encrypted") from error


def _read(package: zipfile.ZipFile, data: bytes) -> list[Grid]:
    _refuse_odd(package)
    parts = _sheet_parts(package)
    scans: dict[str, Scan] = {}
    looks: dict[str, Looks] = {}
    styles = styles_of(_part(package, "xl/styles.xml"), _part(package, "xl/sharedStrings.xml"))
    rewritten: dict[str, bytes] = {}
    kept: dict[str, tuple[list[int], list[int]]] = {}
    for name, part in parts.items():
        xml = package.read(part)
        scans[name] = scan = scanned(xml)
        looks[name] = looks_of(xml, styles)
        if scan.sparse:
            rewritten[part], *kept_lines = condensed(xml)
            kept[name] = (kept_lines[0], kept_lines[1])
    if rewritten:
        data = _repacked(package, rewritten)
    from_1904 = bool(_FROM_1904.search(package.read("xl/workbook.xml")))
    grids = [grid for grid in value_grids(data) if grid.sheet in scans]
    for grid in grids:
        scan = scans[grid.sheet]
        grid.merges, grid.hidden_rows, grid.from_1904 = scan.merges, scan.hidden_rows, from_1904
        _restore(grid, scan, kept.get(grid.sheet))
        apply(looks[grid.sheet], grid)
        grid.hidden_columns = tuple(one for one in grid.columns if any(one in span for span in scan.hidden_columns))
    return grids


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    return package.read(name) if name in package.namelist() else b""


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


def _refuse_odd(package: zipfile.ZipFile) -> None:
    names = {info.filename for info in package.infolist()}
    if "[Content_Types].xml" not in names:
        raise Refused("not_a_spreadsheet")
    if sum(info.file_size for info in package.infolist() if info.filename.endswith((".xml", ".rels"))) > MOST_BYTES:
        raise Refused("too_large")
    if "xl/workbook.bin" in names:
        raise Refused("other_format")
    if "xl/workbook.xml" not in names:
        raise Refused("not_a_spreadsheet")
    if _MACROS in package.read("[Content_Types].xml"):
        raise Refused("macro")
    room = sum(info.file_size for info in package.infolist()) // _SHORTEST
    if any(_most_stated(package, info) > room for info in package.infolist() if info.filename.lower() in _COUNTED):
        raise Refused("truncated")


def _most_stated(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """How many strings or formats a part says there are, at most: calamine reserves their memory before it looks."""
    with package.open(info) as part:
        return max(map(int, _COUNT.findall(part.read(_HEAD))), default=0)


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The part of each worksheet by the sheet's name, from the workbook and its relations."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes["Target"]
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            if key in targets:
                names[attributes["name"]] = targets[key]

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        parser.Parse(package.read(part), True)
    return names


def _repacked(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for info in package.infolist():
            if not info.is_dir():
                copy.writestr(info.filename, changed.get(info.filename) or package.read(info))
    return target.getvalue()
