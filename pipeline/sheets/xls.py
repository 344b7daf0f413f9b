"""Old binary workbooks (.xls, .et): an OLE container with a Workbook stream; values by calamine, flaws by `biff`."""

from __future__ import annotations

from pipeline.sheets.biff import sheet_flaws
from pipeline.sheets.calamine import value_grids
from pipeline.sheets.grid import Grid, Refused, place_flaws

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))


def read_xls(data: bytes) -> list[Grid]:
    """All worksheets of an OLE file. Raises `Refused`: `encrypted`, `not_a_spreadsheet`, `truncated`."""
    if _ENCRYPTED in data:
        raise Refused("encrypted")
    if not any(name in data for name in _STREAMS):
        raise Refused("not_a_spreadsheet")
    flaws, from_1904 = sheet_flaws(data)
    grids = value_grids(data)
    if len(grids) != len(flaws):
        raise Refused("truncated")
    for grid, wrong in zip(grids, flaws, strict=True):
        grid.from_1904 = from_1904
        place_flaws(grid, wrong)
    return grids
