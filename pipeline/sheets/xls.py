"""Old binary workbooks (.xls, .et): an OLE container with a Workbook stream, read by calamine."""

from __future__ import annotations

from pipeline.sheets.calamine import value_grids
from pipeline.sheets.grid import Grid, Refused

_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_xls(data: bytes) -> list[Grid]:
    """All worksheets of an OLE file. Raises `Refused`: `encrypted`, `not_a_spreadsheet`, `truncated`."""
    if _ENCRYPTED in data:
        raise Refused("encrypted")
    if not any(name in data for name in _STREAMS):
        raise Refused("not_a_spreadsheet")
    return value_grids(data)
