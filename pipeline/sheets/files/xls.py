"""Old binary workbooks (.xls, .et): an OLE container with a Workbook stream; values by calamine, flaws by `biff`."""

from __future__ import annotations

from pipeline.sheets.files.biff import look_at_sheets
from pipeline.sheets.files.calamine import value_grids
from pipeline.sheets.files.compound import around, lacks_directory, workbook_stream
from pipeline.sheets.grid import DAMAGED, Grid, Refused, place_flaws

_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_xls(data: bytes) -> list[Grid]:
    """All worksheets of an OLE file. Raises `Refused`: `encrypted`, `not_a_spreadsheet`, `truncated`."""
    if _ENCRYPTED in data:
        raise Refused("encrypted")
    if not any(name in data for name in _STREAMS) and not lacks_directory(data):
        raise Refused("not_a_spreadsheet")
    try:
        stream = workbook_stream(data)
    except DAMAGED as error:
        raise Refused("truncated") from error
    looks, from_1904 = look_at_sheets(stream)
    grids = value_grids(around(stream))
    if len(grids) != len(looks):
        raise Refused("truncated")
    for grid, look in zip(grids, looks, strict=True):
        grid.from_1904 = from_1904
        grid.hidden_rows, grid.hidden_columns = tuple(look.hidden_rows), tuple(look.hidden_columns)
        place_flaws(grid, look.flaws)
    return grids
