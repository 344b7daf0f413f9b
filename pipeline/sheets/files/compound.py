"""OLE compound files ([MS-CFB]): the workbook's stream out of one, however damaged.

xlrd takes streams out too, but follows a chain of small sectors that runs in a circle for ever, and refuses containers
whose tables contradict each other where it does not matter: of 921 public files 5.
"""

from __future__ import annotations

import struct

from pipeline.sheets.grid import Refused

_NO_SECTOR = 0xFFFFFFFA  # from here on: no sector, the end of a chain, and the like
_IN_HEADER = 109  # places of the table's own sectors


def workbook_stream(data: bytes) -> bytes:
    """The stream `Workbook` (or `Book`) of a compound file.

    Raises `Refused`: `truncated` for a file or stream that is shorter than it says, `not_a_spreadsheet` for a file
    without such a stream; and one of `grid.DAMAGED` where it contradicts itself.
    """
    size, small_size = 1 << struct.unpack_from("<H", data, 30)[0], 1 << struct.unpack_from("<H", data, 32)[0]
    if size not in (512, 4096):
        raise Refused("truncated")
    if any(struct.unpack_from("<I", data, at)[0] * size > len(data) for at in (40, 44, 64, 72)):
        raise Refused("truncated")
    first_directory, cutoff, first_small, _, first_index = (
        struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60, 64, 68)
    )
    index = [*struct.unpack_from(f"<{_IN_HEADER}I", data, 76)]
    seen: set[int] = set()
    while first_index < _NO_SECTOR and first_index not in seen:
        seen.add(first_index)
        *more, first_index = struct.unpack_from(f"<{size // 4}I", data, (first_index + 1) * size)
        index += more
    table: list[int] = []
    for sector in dict.fromkeys(index):
        if sector < _NO_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    entries = _entries(_chain(data, first_directory, table, size, size))
    for name in ("workbook", "book"):  # whatever the case: [MS-CFB] 2.6.4 compares names without it
        if name in entries:
            start, length = entries[name]
            if length >= cutoff:
                stream = _chain(data, start, table, size, size)
            else:
                root, _ = next(iter(entries.values()))
                small = _chain(data, root, table, size, size)
                small_table = [one for (one,) in struct.iter_unpack("<I", _chain(data, first_small, table, size, size))]
                stream = _chain(small, start, small_table, small_size, 0)
            if len(stream) < length:
                raise Refused("truncated")  # its last rows may be what is missing
            return stream[:length]
    raise Refused("truncated" if lacks_directory(data) else "not_a_spreadsheet")


def lacks_directory(data: bytes) -> bool:
    """Whether a compound file ends before its directory does, so that nobody can say what it holds."""
    if len(data) < _IN_HEADER * 4 + 76 or data[30:32] not in (b"\x09\x00", b"\x0c\x00"):
        return False
    first = int(struct.unpack_from("<I", data, 48)[0])
    return (first + 2) << data[30] > len(data)


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """First sector and length of each stream by its name in small letters, the root, which may have any name, first."""
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace").lower()
        # The upper half of the length is left as it was in memory by programs of the time of Excel 95
        found.setdefault(name, struct.unpack_from("<2I", directory, at + 116))
    return found


def _chain(data: bytes, start: int, table: list[int], size: int, offset: int) -> bytes:
    """The sectors of one chain put together; a chain that runs in a circle is cut where it closes."""
    parts, seen = [], set()
    while start < _NO_SECTOR and start not in seen:
        seen.add(start)
        parts.append(data[offset + start * size : offset + (start + 1) * size])
        start = table[start]
    return b"".join(parts)
