"""What an earlier copy has left in a workbook: its front sheet, and the shades that it remembers."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice

from pipeline.ooxml.package import Package
from pipeline.ooxml.xml import in_utf8
from pipeline.sheets.annotating.workbook_xml import WorkbookXml
from pipeline.sheets.files.xlsx import read_xlsx
from pipeline.sheets.front import LOOKED_AT, MARK, Shade, is_front, shades_of

_ROW_END = re.compile(rb"</(\w+:)?row>")


def take_front_off(package: Package, book: WorkbookXml) -> dict[str, Shade]:
    """Remove the front sheet, whatever it is called and wherever it stands now; the shades that it remembers."""
    parts = [sheet.part for sheet in book.sheets() if sheet.kind == "worksheet"]
    strings = [name for name in package.names() if "sharedstrings" in name.lower()]
    if not any(MARK.encode() in package.read(name) for name in (*strings, *parts)):
        return {}
    shades: dict[str, Shade] = {}
    for grid in read_xlsx(_beginnings(package, frozenset(parts))):
        if is_front(grid):
            shades |= shades_of(grid)
            book.take_out(grid.sheet)
    return shades


def _beginnings(package: Package, sheets: frozenset[str]) -> bytes:
    """The workbook with the first rows of its sheets only: the rest of 100,000 need not be read."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for name in package.names():
            if name.lower().endswith((".xml", ".rels")):
                copy.writestr(name, _beginning(in_utf8(package.read(name))) if name in sheets else package.read(name))
    return target.getvalue()


def _beginning(xml: bytes) -> bytes:
    last = next(islice(_ROW_END.finditer(xml), LOOKED_AT - 1, None), None)
    if last is None:
        return xml
    prefix = last.group(1) or b""
    return xml[: last.end()] + b"</%bsheetData></%bworksheet>" % (prefix, prefix)
