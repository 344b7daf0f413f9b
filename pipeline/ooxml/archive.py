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
_STORED, _DEFLATED = 0, 8
_UNIX = 3 << 8  # where it was made: from DOS some programs take names for those of an old code page, UTF-8 or not
_PRIVATE = 0o100600 << 16  # a plain file, for its owner only
_LOCAL = struct.Struct("<4s5H3I2H")
_LENGTHS = struct.Struct("<2H")  # at its end: those of the name and of what else follows
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package, already compressed, so that what never changes is compressed once for a whole batch."""

    name: str
    crc: int
    size: int
    packed: bytes
    method: int = _DEFLATED

    @classmethod
    def of(cls, name: str, data: bytes) -> Member:
        return cls(name, deflate.crc32(data), len(data), bytes(deflate.deflate_compress(data, LEVEL)))

    @classmethod
    def stored(cls, name: str, data: bytes) -> Member:
        """A file that is kept as it is, because it is a package itself and will not get smaller."""
        return cls(name, deflate.crc32(data), len(data), data, _STORED)


def as_it_lies(data: bytes, info: zipfile.ZipInfo, name: str) -> Member | None:
    """A file of the package `data` under `name`, not unpacked; None where it is packed in another way than ours.

    Whether it is sound nobody has seen then.
    """
    if info.compress_type not in (_STORED, _DEFLATED) or info.flag_bits & 1:
        return None
    named, extra = _LENGTHS.unpack_from(data, info.header_offset + _LOCAL.size - _LENGTHS.size)
    start = info.header_offset + _LOCAL.size + named + extra
    return Member(name, info.CRC, info.file_size, data[start : start + info.compress_size], info.compress_type)


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
        common = (20, _UTF8, member.method, 0, _DOS_DATE, member.crc, len(member.packed), member.size, len(name), 0)
        body.write(_LOCAL.pack(b"PK\x03\x04", *common))
        body.write(name)
        body.write(member.packed)
        directory.write(_CENTRAL.pack(b"PK\x01\x02", _UNIX | 20, *common, 0, 0, 0, _PRIVATE, offset))
        directory.write(name)
        count += 1
    start, index = body.tell(), directory.getvalue()
    body.write(index)
    body.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, len(index), start, 0))
    return body.getvalue()


def repack(data: bytes) -> bytes:
    """The same package with fixed order, times and compression: `[Content_Types].xml` first, the rest by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return pack(Member.of(name, archive.read(name)) for name in names)
