"""Packed files beside the workbooks: whether spreadsheets are in them, by the names that they list."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from pipeline.ooxml.damage import UNREADABLE
from pipeline.ooxml.plain_file import read_plain

MOST = 64 << 20  # bytes of an archive that is looked into
_ZIP, _RAR = ".zip", ".rar"
ARCHIVES = frozenset({_ZIP, _RAR})
# In a .rar names stand as they are; .7z and its like pack them too.
_LISTED = re.compile(rb"[0-9A-Za-z_)\x80-\xff]\.(?:xlsx?|ods|csv)", re.I)


def holds_tables(path: Path, suffixes: Collection[str]) -> bool:
    """Whether an archive lists a file with one of `suffixes`; False for what is none, or cannot be looked into."""
    if path.suffix.lower() not in ARCHIVES:
        return False
    try:
        if path.suffix.lower() == _RAR:
            return bool(_LISTED.search(read_plain(path, MOST)))
        if path.stat().st_size > MOST:
            return False
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(name) for name in archive.namelist()]
        return any(name.suffix.lower() in suffixes or name.parts[:2] == ("xl", "workbook.xml") for name in names)
    except UNREADABLE:
        return False
