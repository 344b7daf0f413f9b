"""The records of an .xls workbook's stream ([MS-XLS]) that matter here, made ready for xlrd.

xlrd also reads names, notes, drawings and conditions, and refuses a workbook over any of them that it does not expect,
as it does over a wrong number of strings, though Excel opens it: of 921 public files these were 9.
So it is shown nothing but cells, texts, formats, merges and what is hidden. What it does not tell (whether a formula
with a blank result was ever calculated) is seen on the way.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from pipeline.sheets.grid import Address, Refused

_BEGIN, _END, _CONTINUE = frozenset({0x0809, 0x0409, 0x0209, 0x0009}), 0x000A, 0x003C
_SHEET, _PASSWORD, _STRINGS, _FONT = 0x0085, 0x002F, 0x00FC, 0x0031
_STRUCK_OUT = 0x08  # in the third byte of a font
_NO_FONT = 4  # a number that no font has
_RICH_TEXT, _TEXT, _NOTHING = 0x00D6, b"\x04\x02", b"\xff\xff"
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_SHOWN = frozenset(
    {
        *_BEGIN,
        *(_END, _CONTINUE, _SHEET, _STRINGS),
        *(0x0042, 0x0022, 0x041E, 0x00E0),  # code page, system of dates, number format, cell format
        *(0x0203, 0x027E, 0x00BD, 0x0204, 0x00FD, 0x0205),  # number, short number, several, text, shared text, boolean
        *(*_FORMULAS, 0x0207, 0x0221, 0x04BC, 0x0236),  # and what may stand between a formula and its text
        *(0x0208, 0x007D, 0x00E5),  # row, column, merged cells
    }
)
_CODE_PAGE, _UNICODE, _BIFF_8 = 0x0042, 1200, 0x0600
_CHINESE, _CHINESE_TOO = 936, frozenset({10008, 20936, 54936})  # code pages of simplified Chinese; those xlrd lacks
_CELLS = frozenset({*_FORMULAS, 0x0203, 0x027E, 0x00BD, 0x0204, 0x00FD, 0x0205, _RICH_TEXT})
MOST_ROWS = 2_000_000  # to the last cell of each sheet, together: xlrd makes a list for every one
_NOT_A_NUMBER, _BLANK_RESULT = b"\xff\xff", 3


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream for xlrd. `uncalculated` are the formulas without a value, worksheet by worksheet in their order;
    `struck` the numbers of the fonts that strike out.
    """

    data: bytes
    uncalculated: tuple[frozenset[Address], ...]
    struck: frozenset[int]


def for_xlrd(stream: bytes) -> Stream:
    """The stream with all else hidden from xlrd: other records keep their length and get a code that nobody knows.

    A formula with a blank result may be one that gives "" or one that no program has calculated: it is taken for
    the second where no formula of the workbook has any other result.
    Texts of Excel 97 and later are UTF-16, so that is the code page which is stated, whatever stood there.
    Raises `Refused`: `encrypted`, `too_large` where the last cells of its sheets stand too far down, `truncated` where
    two sheets begin in one place; and `struct.error` or `IndexError` for a stream that breaks off.
    """
    data = bytearray(stream)
    worksheets: list[int] = []
    fonts: list[bool] = []
    for kind, at, length in _records(stream, 0):
        if kind == _PASSWORD:
            raise Refused("encrypted")
        if kind == _CODE_PAGE and length >= 2:
            struct.pack_into("<H", data, at, _code_page(stream, struct.unpack_from("<H", stream, at)[0]))
        elif kind == _SHEET:
            if stream[at + 5] == 0:  # no chart and no macros
                worksheets.append(struct.unpack_from("<I", stream, at)[0])
        elif kind == _FONT and length > 2:
            fonts += [False] * (len(fonts) == _NO_FONT) + [bool(stream[at + 2] & _STRUCK_OUT)]
        elif kind == _STRINGS:
            _mend_strings(data, at, length)
        if kind not in _SHOWN:
            data[at - 4 : at - 2] = _NOTHING
    if len(set(worksheets)) < len(worksheets):  # thousands of sheets in one place would take hours
        raise Refused("truncated")
    blanks: list[frozenset[Address]] = []
    calculated, room = False, MOST_ROWS
    for position in worksheets:
        found, others_calculated, rows = _worksheet(stream, position, data)
        room -= rows
        if room < 0:
            raise Refused("too_large")
        blanks.append(found)
        calculated = calculated or others_calculated
    uncalculated = tuple(frozenset() for _ in blanks) if calculated else tuple(blanks)
    return Stream(bytes(data), uncalculated, frozenset(number for number, struck in enumerate(fonts) if struck))


def _code_page(stream: bytes, stated: int) -> int:
    """What xlrd has to be told: it takes the code page for the encoding of everything, and refuses some."""
    (version,) = struct.unpack_from("<H", stream, 4)
    if version >= _BIFF_8:
        return _UNICODE
    return _CHINESE if stated in _CHINESE_TOO else stated


def _worksheet(stream: bytes, position: int, data: bytearray) -> tuple[frozenset[Address], bool, int]:
    """Hides records of one worksheet; its formulas with a blank result, whether one has another, and its last row."""
    blanks: set[Address] = set()
    calculated, last = False, 0
    for kind, at, length in _records(stream, position):
        if kind in _CELLS and length >= 2:
            last = max(last, stream[at] + 256 * stream[at + 1] + 1)
        if kind in _FORMULAS and length >= 14:
            if stream[at + 12 : at + 14] == _NOT_A_NUMBER and stream[at + 6] == _BLANK_RESULT:
                row, column = struct.unpack_from("<2H", stream, at)
                blanks.add((row + 1, column + 1))
            else:
                calculated = True
        elif kind == _RICH_TEXT:  # the same text, with its fonts behind it
            data[at - 4 : at - 2] = _TEXT
        elif kind not in _SHOWN:
            data[at - 4 : at - 2] = _NOTHING
    return frozenset(blanks), calculated, last


def _records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Code, beginning and length of each record from `position` to the end of the part that begins there."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, position)
        yield kind, position + 4, length
        position += 4 + length
        depth += (kind in _BEGIN) - (kind == _END)
        if depth <= 0:
            return


def _mend_strings(data: bytearray, at: int, length: int) -> None:
    """States how many shared texts there are where some program has miscounted; half characters become U+FFFD.

    A text that breaks off at the end of a record goes on behind the head of the next, where one byte says how.
    """
    position, end = at + 8, at + length
    count, rest = 0, _continued(data, end)
    with suppress(struct.error, StopIteration):  # the last one breaks off
        while end - position >= 3:
            left, flags = struct.unpack_from("<HB", data, position)
            position += 3
            (runs,) = struct.unpack_from("<H", data, position) if flags & 0x08 else (0,)
            position += 2 if flags & 0x08 else 0
            (phonetic,) = struct.unpack_from("<I", data, position) if flags & 0x04 else (0,)
            position += 4 if flags & 0x04 else 0
            while left:
                width = 1 + (flags & 1)
                taken = min(left, (end - position) // width)
                if width == 2:
                    _mend_characters(data, position, position + 2 * taken)
                position, left = position + width * taken, left - taken
                if left:
                    position, end = next(rest)
                    flags, position = data[position], position + 1
            position += 4 * runs + phonetic
            count += 1
            while position >= end:
                begin, behind = next(rest)
                position, end = begin + position - end, behind
    struct.pack_into("<I", data, at + 4, count)


def _continued(data: bytearray, position: int) -> Iterator[tuple[int, int]]:
    """Begin and end of the records that go on with the one before `position`."""
    while data[position : position + 2] == _CONTINUE.to_bytes(2, "little"):
        (length,) = struct.unpack_from("<H", data, position + 2)
        yield position + 4, position + 4 + length
        position += 4 + length


def _mend_characters(data: bytearray, begin: int, end: int) -> None:
    try:
        data[begin:end].decode("utf-16-le")
    except UnicodeDecodeError:
        data[begin:end] = data[begin:end].decode("utf-16-le", "replace").encode("utf-16-le")
