"""OLE compound files ([MS-CFB]): the workbook's stream out of one, however damaged, and a sound one around a stream."""

from __future__ import annotations

import struct

from pipeline.sheets.grid import Refused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFFA  # from here on: no sector, the end of a chain, and the like
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD  # the end of a chain, no sector, a sector of the table
_SIZE = 4096  # of a sector in what is written; the table's 109 places in the header then hold 450 MB
_IN_HEADER = 109


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
    index = [*struct.unpack_from("<109I", data, 76)]
    seen: set[int] = set()
    while first_index < _NO_SECTOR and first_index not in seen:
        seen.add(first_index)
        *more, first_index = struct.unpack_from(f"<{size // 4}I", data, (first_index + 1) * size)
        index += more
    table: list[int] = []
    for sector in dict.fromkeys(index):
        if sector < _NO_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    directory = _chain(data, first_directory, table, size, size)
    entries: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        entries.setdefault(name, struct.unpack_from("<IQ", directory, at + 116))
    for name in ("Workbook", "Book"):
        if name in entries:
            start, length = entries[name]
            if length >= cutoff:
                stream = _chain(data, start, table, size, size)
            else:
                small = _chain(data, entries["Root Entry"][0], table, size, size)
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


def _chain(data: bytes, start: int, table: list[int], size: int, offset: int) -> bytes:
    """The sectors of one chain put together; a chain that runs in a circle is cut where it closes."""
    parts, seen = [], set()
    while start < _NO_SECTOR and start not in seen:
        seen.add(start)
        parts.append(data[offset + start * size : offset + (start + 1) * size])
        start = table[start]
    return b"".join(parts)


def around(stream: bytes) -> bytes:
    """A compound file of the one stream `Workbook`: calamine ends the process over containers that are not sound."""
    sectors = max(1, -(-len(stream) // _SIZE))
    tables = -(-(sectors + 2) // (_SIZE // 4 - 1))
    if tables > _IN_HEADER:
        raise Refused("too_large")
    # The table's own sectors, then the directory, then the small stream that nobody needs, then the stream
    directory, small, first = tables, tables + 1, tables + 2
    table = [*[_TABLE] * tables, _END, _END, *range(first + 1, first + sectors), _END]
    table += [_FREE] * (tables * _SIZE // 4 - len(table))
    places = [*range(tables), *[_FREE] * (_IN_HEADER - tables)]
    header = SIGNATURE + bytes(16) + struct.pack("<5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack(f"<{9 + _IN_HEADER}I", 1, tables, directory, 0, _SIZE, _END, 0, _END, 0, *places)
    entries = _entry("Root Entry", 5, 1, small, _SIZE) + _entry("Workbook", 2, _FREE, first, sectors * _SIZE)
    parts = (header, struct.pack(f"<{len(table)}I", *table), entries, b"", stream)
    return b"".join(part.ljust(max(1, -(-len(part) // _SIZE)) * _SIZE, b"\0") for part in parts)


def _entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    """One entry of the directory: 128 bytes."""
    words = name.encode("utf-16-le")
    links = struct.pack("<HBB3I", len(words) + 2, kind, 1, _FREE, _FREE, child)
    return words.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, length)
