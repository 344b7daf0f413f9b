"""Small files that state much: each as a program, a slip or an ill will would write it. All data is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter
import xlwt
from xlsxwriter.utility import xl_col_to_name

HEADING = ("日期", "特派员姓名", "服务企业", "服务类型", "服务天数")
VISIT = ("2024.7.2", "张三", "甲公司", "技术服务", "1")
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
Make = Callable[[Path], None]


def packed(path: Path, parts: Mapping[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{cells}</table:table-row>"


TABLE = "".join(row("".join(map(cell, line))) for line in (HEADING, VISIT))


def ods(path: Path, rows: str, doctype: str = "") -> None:
    content = f"<office:body><office:spreadsheet><table:table table:name='表'>{rows}</table:table></office:spreadsheet></office:body>"
    document = f"<?xml version='1.0'?>{doctype}<office:document-content {_SPACES}>{content}</office:document-content>"
    packed(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": document})


def filled_to_the_end(path: Path) -> None:
    times = ' table:number-rows-repeated="100000"', ' table:number-columns-repeated="100000"'
    ods(path, row(cell("x", times[1]), times[0]))


def far_cell_in_a_filled_column(path: Path) -> None:
    """A slip of the pen in the last column, and one word filled down to the last row."""
    blank = '<table:table-cell table:number-columns-repeated="{}"/>'
    down = row(blank.format(7) + cell("一站"), ' table:number-rows-repeated="300000"')
    ods(path, TABLE + row(blank.format(16_383) + cell("。")) + down)


def words_within_words(path: Path) -> None:
    entities = '<!ENTITY a0 "哈哈">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    ods(path, row(cell("&a9;")), f"<!DOCTYPE x [{entities}]>")


def spaces_without_end(path: Path) -> None:
    ods(path, TABLE + row(cell('<text:s text:c="999999999999"/>' * 100)))


def csv_wide_and_long(path: Path) -> None:
    path.write_text(
        ",".join(HEADING) + "\n" + "," * 100_000 + "\n" + ",".join(VISIT) + "\n" * 100_000, encoding="utf-8"
    )


def csv_of_commas(path: Path) -> None:
    path.write_text(("x" + "," * 9_000 + "y\n") * 2_000, encoding="utf-8")


def xls_last_cells(path: Path) -> None:
    book = xlwt.Workbook()
    for number in range(3):
        sheet = book.add_sheet(f"表{number}")
        for at, line in enumerate((HEADING, VISIT)):
            for column, text in enumerate(line):
                sheet.write(at, column, text)
        sheet.write(65_535, 255, "。")
    book.save(str(path))


def edited(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate((HEADING, VISIT)):
            sheet.write_row(at, 0, line)
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    packed(path, parts)


def rows_added(rows: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    return change


def diagonal(path: Path) -> None:
    cells = (f'<row r="{at}"><c r="{xl_col_to_name(at)}{at}"><v>{at}</v></c></row>' for at in range(3, 7_703))
    edited(path, rows_added("".join(cells)))


def last_cell(path: Path) -> None:
    edited(path, rows_added('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def formatted_to_the_end(path: Path) -> None:
    """Whoever colours a whole table down to the last row gets a cell for each place."""
    lines = "".join(
        f'<row r="{at}">{"".join(f"""<c r="{one}{at}" s="0"/>""" for one in "ABCDEFGH")}</row>'
        for at in range(3, 200_000)
    )
    edited(path, rows_added(lines))


def one_long_text_everywhere(path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[SHARED] = parts[SHARED].replace("张三".encode(), "长".encode() * 30_000)
        shared = parts[SHEET][parts[SHEET].index(b'<c r="B2"') :]
        number = shared[shared.index(b"<v>") + 3 : shared.index(b"</v>")].decode()
        lines = (f'<row r="{at}"><c r="A{at}" t="s"><v>{number}</v></c></row>' for at in range(3, 100_000))
        rows_added("".join(lines))(parts)

    edited(path, change)


def many_empty_texts_in_a_part_in_capitals(path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        text = parts.pop(SHARED)
        parts["xl/SHAREDSTRINGS.XML"] = text.replace(b"</sst>", b"<si/>" * 4_000_000 + b"</sst>")

    edited(path, change)


def picture_of_gigabytes(path: Path) -> None:
    edited(path, lambda _: None)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("xl/media/image1.png", "w", force_zip64=True) as part,
    ):
        for _ in range(55):
            part.write(bytes(10_000_000))


def ranges_upon_ranges(path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        rows_added('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')(parts)
        merged = '<mergeCell ref="A2:A1048576"/>' * 10_000
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>".encode())

    edited(path, change)


REFUSED = "too_large"
BOMBS: Mapping[str, tuple[Make, int | str]] = {  # how many rows of the log are read, or why none is
    "a.ods": (filled_to_the_end, REFUSED),
    "b.ods": (far_cell_in_a_filled_column, 1),
    "c.ods": (words_within_words, "truncated"),
    "d.ods": (spaces_without_end, REFUSED),
    "e.csv": (csv_wide_and_long, 1),
    "f.csv": (csv_of_commas, 0),
    "g.xls": (xls_last_cells, 3),
    "h.xlsx": (diagonal, REFUSED),
    "i.xlsx": (last_cell, 1),
    "j.xlsx": (formatted_to_the_end, 1),
    "k.xlsx": (one_long_text_everywhere, REFUSED),
    "l.xlsx": (many_empty_texts_in_a_part_in_capitals, REFUSED),
    "m.xlsx": (picture_of_gigabytes, 1),
    "n.xlsx": (ranges_upon_ranges, REFUSED),
}
