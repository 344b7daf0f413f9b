"""Zip packages (.docx, .xlsx) whose bytes depend on their content alone.

The order of members, their time (1980-01-01) and their attributes are fixed, and the compressor is a pinned library of
its own: zlib differs from one machine to the next, libdeflate of one version does not.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

import deflate

LEVEL = 6
_DOS_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
_UTF8 = 0x0800
_DEFLATED = 8
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package, already compressed, so that what never changes is compressed once for a whole batch."""

    name: str
    crc: int
    size: int
    packed: bytes

    @classmethod
    def of(cls, name: str, data: bytes) -> Member:
        return cls(name, deflate.crc32(data), len(data), bytes(deflate.deflate_compress(data, LEVEL)))


def pack(members: Iterable[Member]) -> bytes:
    """The package holding `members` in the order given.

    For Office files `[Content_Types].xml` has to come first; that is the caller's order to keep.
    A package of more than 65,535 members or 4 GB is refused by `struct.error`: no office file is that large.
    """
    body, directory = io.BytesIO(), io.BytesIO()
    count = 0
    for member in members:
        name = member.name.encode()
        offset = body.tell()
        common = (20, _UTF8, _DEFLATED, 0, _DOS_DATE, member.crc, len(member.packed), member.size, len(name), 0)
        body.write(_LOCAL.pack(b"PK\x03\x04", *common))
        body.write(name)
        body.write(member.packed)
        directory.write(_CENTRAL.pack(b"PK\x01\x02", 20, *common, 0, 0, 0, 0, offset))
        directory.write(name)
        count += 1
    index = directory.getvalue()
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(index), body.tell(), 0)
    return body.getvalue() + index + end


def repack(data: bytes) -> bytes:
    """The same package with fixed order, times and compression: `[Content_Types].xml` first, the rest by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return pack(Member.of(name, archive.read(name)) for name in names)
