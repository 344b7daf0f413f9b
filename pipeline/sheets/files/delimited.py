"""Comma-separated text as Excel, WPS and web forms save it: one sheet, every cell a text."""

from __future__ import annotations

import codecs
import csv
import io

from pipeline.sheets.grid import Cell, Grid, Refused

DELIMITERS = (",", "\t", ";", "，")


def read_delimited(data: bytes, sheet: str) -> list[Grid]:
    """The one grid of a csv file in UTF-8 (with or without mark), UTF-16 with mark or GB18030.

    Row numbers count records, as Excel does when it opens the file. Raises `Refused("not_a_spreadsheet")` for bytes
    that are no text, `Refused("too_large")` for a cell of more than 131,072 characters.
    """
    text = decoded(data)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Refused("not_a_spreadsheet") from error
    rows: list[list[Cell]] = [[_unquoted(cell) for cell in record] for record in records]
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return [Grid(sheet, rows, range(1, len(rows) + 1), range(1, width + 1), keeps_merges=False)]


def _unquoted(cell: str) -> str:
    """The text that web forms keep from becoming a number: ="0012" is 0012."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def decoded(data: bytes) -> str:
    """The text of `data`, by its mark, else as UTF-8, else as GB18030; refused when it is none of these.

    UTF-8 that ends within a character is `Refused("truncated")`: GB18030 would make other characters of it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data" and not data[3 : error.start].isascii():
                raise Refused("truncated") from error
            continue
        if any(ord(one) < 32 and one not in "\t\r\n\x0b\x0c\x1a" for one in text[:4096]):
            break
        return text
    raise Refused("not_a_spreadsheet")


def _delimiter(text: str) -> str:
    """The separator that the first lines use most; a comma when none does."""
    head = text[:8192]
    unquoted = "".join(head.split('"')[::2])
    return max(DELIMITERS, key=lambda one: (unquoted.count(one), -DELIMITERS.index(one)))
