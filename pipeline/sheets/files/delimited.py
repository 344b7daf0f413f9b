"""Comma-separated text as Excel, WPS and web forms save it: one sheet, every cell a text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from pipeline.sheets.files.gathering import Gathering
from pipeline.sheets.grid import Cell, Grid, Refused, Room, is_filled

DELIMITERS = (",", "\t", ";", "，")
_HEAD = 65_536  # bytes and characters by which a text is judged
_ENOUGH = 4  # cells: a long text may hold many commas, but not in row after row
_STATED = re.compile(r'\ufeff?"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)  # how Excel is told the separator
_UNSEEN = dict.fromkeys(range(32)) | {127: None}  # what programs leave between values, no part of any
for _kept in "\t\n\x0b\x0c\r":
    del _UNSEEN[ord(_kept)]


def read_delimited(data: bytes, sheet: str) -> list[Grid]:
    """The one grid of a csv file in UTF-8, UTF-16 (both with or without mark) or GB18030.

    Row numbers count records, as Excel does when it opens the file; a first line that only names the separator is
    none. Raises `Refused`: `not_a_spreadsheet` for bytes that are no text, `truncated`, `too_large`.
    """
    encoding = encoding_of(data)
    text = io.TextIOWrapper(io.BytesIO(data), encoding, errors="strict", newline="")
    head = text.read(_HEAD)
    stated = _STATED.match(head)
    text.seek(0)
    if stated:
        text.readline()
    delimiter = stated.group(1) if stated else _delimiter(head)
    gathering = Gathering(Room())
    blank = True  # of several blank lines one is kept: it parts what stands above from what stands below
    try:
        for number, record in enumerate(csv.reader(text, delimiter=delimiter), 1):
            cells = _cells(record)
            if cells or not blank:
                gathering.add(number, cells)
            blank = not cells
    except csv.Error as error:
        raise Refused("not_a_spreadsheet") from error
    grid = gathering.grid(sheet)
    grid.keeps_merges = False
    return [grid]


def _cells(record: list[str]) -> list[tuple[int, Cell]]:
    """The filled cells of a record by their columns."""
    found: list[tuple[int, Cell]] = []
    for column, cell in enumerate(record, 1):
        if cell:
            if not cell.isprintable():
                cell = cell.translate(_UNSEEN)
            found.append((column, _unquoted(cell)))
    return found if any(is_filled(cell) for _, cell in found) else []


def _unquoted(cell: str) -> str:
    """The text that web forms keep from becoming a number: ="0012" is 0012."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def encoding_of(data: bytes) -> str:
    """What `data` is written in: by its mark, else UTF-8, else GB18030, else UTF-16; refused where it is none of them.

    UTF-8 that ends within a character is `Refused("truncated")`: GB18030 would make other characters of it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data[:_HEAD]:  # in UTF-16 every second byte of what is Latin, in other text none
        first, second = (data[at:_HEAD:2].count(0) for at in (0, 1))
        encodings = ("utf-16-be",) if first > second else ("utf-16-le",)
        if 4 * min(first, second) > max(first, second):
            raise Refused("not_a_spreadsheet")
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        head = _decodable(data, encoding)
        if head is not None and _is_text(head):
            return encoding
    raise Refused("not_a_spreadsheet")


def _decodable(data: bytes, encoding: str) -> str | None:
    """The beginning of `data` where all of it is written in `encoding`."""
    decoder = codecs.getincrementaldecoder(encoding)()
    head = ""
    try:
        for start in range(0, len(data), _HEAD):
            piece = decoder.decode(data[start : start + _HEAD])
            head = head or piece
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            if encoding != "gb18030" and not data[3:].isascii():
                raise Refused("truncated") from error
            raise
    except UnicodeDecodeError:
        return None
    return head


def _is_text(head: str) -> bool:
    """Whether there is hardly a character that no text has; a program may have parted its values with some."""
    unseen = sum(ord(one) < 32 and one not in "\t\r\n\x0b\x0c\x1a\x1c\x1d\x1e\x1f" for one in head[:4096])
    return "\x00" not in head and unseen * 100 <= len(head[:4096])


def _delimiter(head: str) -> str:
    """The separator that makes a table of the first lines: most of them of one width; a comma where none does."""
    return max(DELIMITERS, key=lambda one: (_table(head, one), -DELIMITERS.index(one)))


def _table(head: str, delimiter: str) -> int:
    """How much of a table the separator makes: so many rows of one width, of which a few cells are enough.

    A cell that begins or ends with another separator is none: some programs write a tab beside every comma.
    """
    others = tuple(one for one in DELIMITERS if one != delimiter)
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            cells = [cell.strip() for cell in record[1:]]
            widths[sum(not (cell.startswith(others) or cell.endswith(others)) for cell in cells)] += 1
    except csv.Error:  # the quotation that the end of the head cuts
        pass
    return max((min(width, _ENOUGH) * lines for width, lines in widths.items()), default=0)
