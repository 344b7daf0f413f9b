"""What mutated workbooks have broken once, each as the smallest file that did."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlwt.CompoundDoc import XlsDoc

from pipeline import forms
from pipeline.sheets import Book, Refusal, read_book
from pipeline.sheets.files.compound import workbook_stream
from tests.sheets.files.test_files import HEADING, SHEET, VISIT, edited, old_excel, rows

Write = Callable[..., Path]


def read(path: Path) -> Book:
    book = read_book(path, path.name, forms.FORMS, 2024)
    assert isinstance(book, Book), book
    return book


def test_an_uncalculated_formula_in_the_last_corner_of_a_sheet(write: Write) -> None:
    """It was no cell for the sheet drawn together, but a flaw with a place in it: the whole file counted as broken."""
    path = write([HEADING, VISIT, (*VISIT[:4], "=1+1")])
    stray = '<row r="1048576"><c r="XFD1048576"><f>A1</f></c></row></sheetData>'
    (table,) = read(edited(path, SHEET, lambda xml: xml.replace("</sheetData>", stray))).tables
    assert [(fault.code, fault.place.row) for row in table.rows for fault in row.unread] == [
        ("formula_without_value", 3)
    ]


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_is_damaged_in_a_rare_way_of_packing(write: Write, packed: int) -> None:
    """Its readers raise an OSError and an error of lzma's own, and the whole run ended."""
    path = write([HEADING, VISIT])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data, packed if name == SHEET else zipfile.ZIP_DEFLATED)
        start = package.getinfo(SHEET).header_offset + len(b"PK" + bytes(28) + SHEET.encode())
    data = bytearray(path.read_bytes())
    data[start + 12 : start + 40] = bytes(28)
    path.write_bytes(data)
    refused = read_book(path, path.name, forms.FORMS, 2024)
    assert isinstance(refused, Refusal)
    assert refused.code == "truncated"


def test_hundreds_of_rows_that_look_like_headings_take_no_time(write: Write) -> None:
    """Every one was compared with every heading of every form, letter by letter: a second for a dozen rows."""
    row = ("日期", "类型", "名称", "不认识的说法", "另一种说法", "又一种说法", "服务天教", "服务人数")
    path = write([row] * 300)
    start = time.process_time()
    read(path)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_part_that_says_it_has_billions_of_entries(tmp_path: Path, part: str) -> None:
    """Calamine reserves memory for as many strings as the table of strings says it has; so it is not told."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row, line in enumerate((HEADING, VISIT)):
            sheet.write_row(row, 0, line)
    assert len(read(tmp_path / "a.xlsx").tables) == 1
    many = edited(tmp_path / "a.xlsx", part, lambda xml: re.sub(r'ount="\d+"', 'ount="4294967296"', xml))
    assert rows(read_book(many, "a.xlsx", forms.FORMS, 2024)) == rows(
        read_book(tmp_path / "a.xlsx", "a.xlsx", forms.FORMS, 2024)
    )


def test_few_strings_may_be_used_in_many_cells(tmp_path: Path) -> None:
    """The table of strings states both numbers; the larger one says nothing about its own size."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write_row(row, 0, HEADING if row == 0 else (*VISIT[:4], "1"))
    assert len(read(tmp_path / "a.xlsx").tables[0].rows) == 1999


def test_an_old_workbook_whose_chain_of_sectors_runs_in_a_circle(tmp_path: Path) -> None:
    """Calamine follows the circle until the memory is at an end, and the process with it."""
    data = bytearray(old_excel(tmp_path / "a.xls").read_bytes())
    (table,), (directory,) = struct.unpack_from("<I", data, 76), struct.unpack_from("<I", data, 48)
    struct.pack_into("<I", data, (table + 1) * 512 + 4 * directory, directory)
    (tmp_path / "a.xls").write_bytes(data)
    assert [row.source.row for row in read(tmp_path / "a.xls").tables[0].rows] == [4, 5]


def test_an_old_workbook_whose_directory_is_cut_off(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Calamine's failed assertions were told on the standard error, with their stack."""
    data = old_excel(tmp_path / "a.xls").read_bytes()
    (directory,) = struct.unpack_from("<I", data, 48)
    for length in range((directory + 1) * 512 + 70, len(data), 97):
        (tmp_path / "a.xls").write_bytes(data[:length])
        found = read_book(tmp_path / "a.xls", "a.xls", forms.FORMS, 2024)
        assert isinstance(found, Book) or found == Refusal("a.xls", "truncated"), found
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("length", [0, 1, 4095, 4096, 4097, 5_000_000, 9_000_001])
def test_a_container_gives_back_the_stream_it_was_made_for(length: int) -> None:
    stream, container = bytes(range(256)) * (length // 256 + 1), io.BytesIO()
    XlsDoc().save(container, stream[:length])
    found = workbook_stream(container.getvalue())
    assert found[:length] == stream[:length] and not any(found[length:]) and len(found) < length + 4097
