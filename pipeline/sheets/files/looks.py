"""How the cells of an .xlsx sheet look, where that says something: number formats that hide or add, text struck out.

From the package's styles and strings and the sheet's XML, which is not walked where the styles say nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from pipeline.sheets.files.formats import built_in, displayed, tells
from pipeline.sheets.files.members import local, refuse_doctype
from pipeline.sheets.files.sheet_scan import cells_of
from pipeline.sheets.grid import Address, Grid, column_number

_STYLED = rb'<c r="([A-Z]+)(\d+)"[^<>]*? s="(%b)"[^<>]*(?<!/)>'
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_STYLE = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_STRIKE = re.compile(rb"""<(?:\w+:)?(?:d?strike)(?:\s*/?>|\s+val\s*=\s*["'](?:1|true|on)["'])""")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>\s*[^<\s]")
_SHARED = re.compile(rb"<(?:\w+:)?v>\s*(\d+)\s*<")


class Styles(NamedTuple):
    """Of a workbook: the telling formats and the struck fonts by the number of the style, the struck strings."""

    formats: Mapping[int, str]
    struck: frozenset[int]
    strings: Mapping[int, bool]  # of the strings with something struck out: whether it is all of it


@dataclass(frozen=True, slots=True)
class Looks:
    """Of one sheet: the format of each cell that has a telling one, the cells struck out wholly, and partly."""

    formats: Mapping[Address, str]
    struck: frozenset[Address]
    partly: frozenset[Address]


def styles_of(styles: bytes, strings: bytes) -> Styles:
    """What the parts of styles and shared strings say; empty ones say nothing. Raises `expat.ExpatError`."""
    formats, struck = _of_styles(styles) if styles else ({}, frozenset())
    return Styles(formats, struck, dict(_of_strings(strings)) if b"strike" in strings else {})


def looks_of(xml: bytes, styles: Styles) -> Looks:
    formats: dict[Address, str] = {}
    struck: set[Address] = set()
    partly: set[Address] = set()
    for address, style in _styled(xml, {*styles.formats, *styles.struck}):
        if style in styles.formats:
            formats[address] = styles.formats[style]
        if style in styles.struck:
            struck.add(address)
    if styles.strings or (b"strike" in xml and b"is>" in xml):
        for cell in cells_of(xml):
            whole = _of_text(cell.type, cell.body, styles.strings)
            if whole is not None:
                (struck if whole else partly).add((cell.row, cell.column))
    return Looks(formats, frozenset(struck), frozenset(partly))


def apply(looks: Looks, grid: Grid) -> None:
    """Put what the formats show into the cells of the grid, whose rows and columns bear their true numbers."""
    grid.struck, grid.partly_struck = looks.struck, looks.partly
    if not looks.formats:
        return
    row_at = {number: index for index, number in enumerate(grid.numbers)}
    column_at = {number: index for index, number in enumerate(grid.columns)}
    for (row, column), code in looks.formats.items():
        if row in row_at and column in column_at:
            cells, at = grid.rows[row_at[row]], column_at[column]
            cells[at] = displayed(cells[at], code)


def _of_styles(styles: bytes) -> tuple[dict[int, str], frozenset[int]]:
    codes: dict[int, str] = {}
    fonts: list[bool] = []
    used: list[tuple[int, int]] = []
    path: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        name = local(tag)
        parent = path[-1] if path else ""
        if name == "numFmt" and parent == "numFmts":
            codes[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")
        elif name == "font" and parent == "fonts":
            fonts.append(False)
        elif name == "strike" and parent == "font" and path[-2:-1] == ["fonts"]:
            fonts[-1] = given.get("val", "1") not in ("0", "false", "off")
        elif name == "xf" and parent == "cellXfs":
            used.append((int(given.get("numFmtId", "0")), int(given.get("fontId", "0"))))
        path.append(name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: path.pop() and None
    parser.Parse(styles, True)
    shown = {number: codes.get(number) or built_in(number) for number, _ in used}
    telling = {number for number, code in shown.items() if code and tells(code)}
    formats = {style: shown[number] for style, (number, _) in enumerate(used) if number in telling}
    struck = (style for style, (_, font) in enumerate(used) if font < len(fonts) and fonts[font])
    return formats, frozenset(struck)


def _of_strings(strings: bytes) -> Iterator[tuple[int, bool]]:
    for index, item in enumerate(_ITEM.finditer(strings)):
        whole = _struck(item.group(1) or b"")
        if whole is not None:
            yield index, whole


def _struck(text: bytes) -> bool | None:
    """Whether all runs of a text that hold any are struck out; None where none is."""
    runs = [run for run in _RUN.findall(text) if _TEXT.search(run)]
    struck = [bool(_STRIKE.search(run)) for run in runs]
    return all(struck) and not _TEXT.search(_RUN.sub(b"", text)) if any(struck) else None


def _of_text(kind: bytes, body: bytes, strings: Mapping[int, bool]) -> bool | None:
    if kind == b"s":
        number = _SHARED.search(body)
        return strings.get(int(number.group(1))) if number else None
    return _struck(body) if kind == b"inlineStr" and b"strike" in body else None


def _styled(xml: bytes, wanted: set[int]) -> Iterator[tuple[Address, int]]:
    """The cells of the wanted styles; searched for as Excel writes them, else cell by cell."""
    if not wanted:
        return
    if xml.count(b'<c r="') == len(_ANY_CELL.findall(xml)) and b"s='" not in xml:
        pattern = _STYLED % b"|".join(str(style).encode() for style in sorted(wanted))
        for letters, row, style in (found.groups() for found in re.finditer(pattern, xml)):
            yield (int(row), column_number(letters.decode())), int(style)
        return
    for cell in cells_of(xml):
        found = _STYLE.search(xml, cell.start, xml.index(b">", cell.start))
        if found and int(found.group(1)) in wanted:
            yield (cell.row, cell.column), int(found.group(1))
