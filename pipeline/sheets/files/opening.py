"""Any spreadsheet file as the grids of its sheets: what the file is, its bytes say, not its suffix."""

from __future__ import annotations

import errno
from pathlib import Path

from pipeline.ooxml.plain_file import NotAFile, read_plain
from pipeline.sheets.files.delimited import read_delimited
from pipeline.sheets.files.ods import is_ods, read_ods
from pipeline.sheets.files.walking import trouble
from pipeline.sheets.files.xlsx import read_xlsx
from pipeline.sheets.grid import MOST_BYTES, MOST_MERGED, Grid, Refused

FOREIGN = frozenset({".xlsb", ".numbers", ".fods"})  # spreadsheets that nobody reads here
MACROS = frozenset({".xlsm", ".xltm"})
TEXTS = frozenset({".csv", ".tsv"})
SUFFIXES = frozenset({".xlsx", ".xls", ".ods", ".et", ".xltx", ".xlt", ".ett", ".ots"}) | FOREIGN | MACROS | TEXTS


def bytes_of(path: Path) -> bytes:
    """All of a file of a size that is read at all. Raises `Refused`, by why it cannot be read."""
    try:
        return read_plain(path, MOST_BYTES)
    except NotAFile as error:
        raise Refused("not_a_file") from error
    except OSError as error:
        raise Refused("too_large" if error.errno == errno.EFBIG else trouble(error)) from error


def grids_of(path: Path) -> list[Grid]:
    """Every sheet of one file as it stands, the front sheet of an annotated copy too. Raises `Refused`."""
    grids = _grids_of(path)
    merged = sum(
        max(min(bottom, grid.numbers[-1]) - top, 0) for grid in grids if grid.rows for top, _, bottom, _ in grid.merges
    )
    if merged > MOST_MERGED:  # ranges upon ranges, each of which is gone through row by row
        raise Refused("too_large")
    return grids


def _grids_of(path: Path) -> list[Grid]:
    data = bytes_of(path)
    if not data:
        raise Refused("empty")
    suffix = path.suffix.lower()
    if suffix in MACROS:
        raise Refused("macro")
    if suffix in FOREIGN:
        raise Refused("other_format")
    if data.startswith(b"PK"):
        return read_ods(data) if is_ods(data) else read_xlsx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from pipeline.sheets.files.xls import read_xls  # xlrd takes 30 ms, which few years have to pay

        return read_xls(data)
    if suffix in TEXTS:
        return read_delimited(data, path.stem)
    raise Refused("not_a_spreadsheet")
