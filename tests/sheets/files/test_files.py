"""Which files are read, which are refused and why; every kind of spreadsheet gives the same rows."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from pipeline import forms
from pipeline.sheets import Book, Refusal, read_book, read_folder
from pipeline.sheets.files.opening import grids_of
from pipeline.sheets.grid import Flaw

HEADING = ("日期", "特派员姓名", "服务企业", "服务类型", "服务天数")
VISIT = ("2024.7.2", "张三", "甲公司", "技术服务", 1)
Write = Callable[..., Path]


def read(path: Path) -> Book | Refusal:
    return read_book(path, path.name, forms.FORMS, 2024)


def rows(book: Book | Refusal) -> list[tuple[int, object, object, object]]:
    assert isinstance(book, Book), book
    return [
        (row.source.row, row.values["日期"], row.values["特派员姓名"], row.values["服务天数"])
        for table in book.tables
        for row in table.rows
    ]


def faults(book: Book | Refusal) -> list[tuple[str, str | None, int | None, str]]:
    assert isinstance(book, Book), book
    return [
        (fault.code, fault.place.letter, fault.place.row, fault.shown)
        for table in book.tables
        for row in table.rows
        for fault in row.unread
    ]


def edited(path: Path, part: str, change: Callable[[str], str], name: str = "改.xlsx") -> Path:
    """A copy of a workbook with one of its parts changed, as other programs would have written it."""
    target = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            data = old.read(each)
            new.writestr(each, change(data.decode()) if each == part else data)
    return target


SHEET = "xl/worksheets/sheet1.xml"


# Kinds of files


def old_excel(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("服务日志")
    sheet.write(0, 0, "台账")
    for column, heading in enumerate(HEADING):
        sheet.write(2, column, heading)
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    sheet.write_merge(3, 4, 0, 0, dt.date(2024, 7, 2), day)
    for row, name in ((3, "张三"), (4, "李四")):
        for column, value in enumerate((name, "甲公司", "技术服务", 0.5), 1):
            sheet.write(row, column, value)
    book.save(str(path))
    return path


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账.xlsx", "台账.XLS"])
def test_an_old_workbook_is_read_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    assert rows(read(old_excel(tmp_path / name))) == [
        (4, dt.date(2024, 7, 2), "张三", Decimal("0.5")),
        (5, dt.date(2024, 7, 2), "李四", Decimal("0.5")),
    ]


def test_an_old_workbook_does_not_hide_its_errors(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column, (heading, value) in enumerate(zip(HEADING, VISIT, strict=True)):
        sheet.write(0, column, heading)
        sheet.write(1, column, value)
        sheet.write(2, column, value)
    sheet.write(0, 5, "结束日期")
    sheet.row(1).set_cell_error(5, 42)  # #N/A
    sheet.write(2, 5, xlwt.Formula("A2"))  # never calculated
    book.save(str(tmp_path / "a.xls"))
    assert faults(read(tmp_path / "a.xls")) == [
        ("error_cell", "F", 2, "#N/A"),
        ("formula_without_value", "F", 3, "="),
    ]


def open_document(path: Path) -> Path:
    def cell(value: object, **more: str) -> TableCell:
        kind = {float: "float", dt.date: "date", str: "string"}[type(value)]
        given = {"float": {"value": value}, "date": {"datevalue": value}, "string": {}}[kind]
        made = TableCell(valuetype=kind, **given, **more)
        made.addElement(P(text=str(value)))
        return made

    document = OpenDocumentSpreadsheet()
    unseen = Style(name="hidden", family="table")
    unseen.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    table = Table(name="服务日志", stylename=unseen)
    merged = cell("张三", numberrowsspanned="2", numbercolumnsspanned="1")
    days = cell(0.0, formula="of:=1/0")
    days.childNodes[0].childNodes[0].data = "#DIV/0!"
    lines: list[list[TableCell]] = [
        [],
        [cell(one) for one in HEADING],
        [cell(dt.date(2024, 7, 2)), merged, cell("甲公司"), cell("技术服务"), cell(0.5)],
        [cell("7月3日"), CoveredTableCell(), cell("甲公司"), cell("技术服务"), days],
    ]
    for line in lines:
        row = TableRow()
        for one in line:
            row.addElement(one)
        table.addElement(row)
    rest = TableRow(numberrowsrepeated="1048000")
    rest.addElement(TableCell(numbercolumnsrepeated="16384"))
    table.addElement(rest)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def test_an_open_document_gives_merges_errors_and_hidden_sheets(tmp_path: Path) -> None:
    book = read(open_document(tmp_path / "a.ods"))
    assert rows(book) == [(3, dt.date(2024, 7, 2), "张三", Decimal("0.5")), (4, dt.date(2024, 7, 3), "张三", None)]
    assert faults(book) == [("error_cell", "E", 4, "#DIV/0!")]
    assert isinstance(book, Book) and book.hidden == ("服务日志",)


CSV = """服务台账

日期,特派员姓名,服务企业,服务类型,服务天数
2024.7.2,张　三,"甲公司、
乙公司",技术服务,半天
合计,,,,0.5
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_one_sheet_in_the_encodings_of_offices(tmp_path: Path, encoding: str, delimiter: str) -> None:
    (tmp_path / "台账.csv").write_bytes(CSV.replace(",", delimiter).encode(encoding))
    book = read(tmp_path / "台账.csv")
    assert rows(book) == [(4, dt.date(2024, 7, 2), "张三", Decimal("0.5"))]
    assert isinstance(book, Book) and book.tables[0].sheet == "台账"
    assert book.tables[0].rows[0].values["服务企业"] == ("甲公司", "乙公司")


def test_a_rare_character_survives_gb18030(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV.replace("张　三", "𠮷\U00020bb7").encode("gb18030"))
    assert rows(read(tmp_path / "a.csv"))[0][2] == "𠮷\U00020bb7"


# What calamine does not tell


def from_1904(xml: str) -> str:
    return xml.replace("<workbookPr/>", '<workbookPr date1904="1"/>')


def test_dates_of_the_1904_system_are_right(write: Write) -> None:
    path = write([HEADING, (dt.date(2024, 7, 2), *VISIT[1:])])
    moved = edited(path, SHEET, lambda xml: xml.replace("45475", str(45475 - 1462)))
    moved = edited(moved, "xl/workbook.xml", from_1904, "b.xlsx")
    assert rows(read(moved)) == [(2, dt.date(2024, 7, 2), "张三", Decimal(1))]


def test_a_serial_without_a_date_format_is_a_date_in_both_systems(write: Write) -> None:
    path = write([HEADING, (45475, *VISIT[1:])])
    assert rows(read(path))[0][1] == dt.date(2024, 7, 2)
    moved = edited(path, SHEET, lambda xml: xml.replace("45475", str(45475 - 1462)))
    moved = edited(moved, "xl/workbook.xml", from_1904, "b.xlsx")
    assert rows(read(moved))[0][1] == dt.date(2024, 7, 2)


def test_a_calculated_formula_is_its_value_and_an_empty_result_is_empty(write: Write) -> None:
    path = write([(*HEADING, "备注"), (*VISIT[:4], "=1+1", '=IF(1,"","")')])

    def calculated(xml: str) -> str:
        xml = re.sub(r'<c r="E2"[^>]*>(<f>.*?</f>)<v\s*/?>(</v>)?', r'<c r="E2">\1<v>2</v>', xml)
        return re.sub(r'<c r="F2"[^>]*>(<f>.*?</f>)<v\s*/?>(</v>)?', r'<c r="F2" t="str">\1<v></v>', xml)

    assert rows(read(edited(path, SHEET, calculated))) == [(2, dt.date(2024, 7, 2), "张三", Decimal(2))]
    assert faults(read(edited(path, SHEET, calculated))) == []
    assert faults(read(path)) == [
        ("formula_without_value", "E", 2, "=1+1"),
        ("formula_without_value", "F", 2, '=IF(1,"","")'),
    ]


def test_one_stray_cell_in_the_last_corner_costs_nothing(write: Write) -> None:
    path = write([HEADING, VISIT, (*VISIT[:4], "#N/A")], ["B2:B3"])
    stray = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    book = read(edited(path, SHEET, lambda xml: xml.replace("</sheetData>", stray)))
    assert [row[0] for row in rows(book)] == [2, 3]
    assert faults(book) == [("error_cell", "E", 3, "#N/A")]


def test_stray_cells_keep_their_address(write: Write) -> None:
    path = write([HEADING, VISIT, (*VISIT[:4], "#N/A")])
    stray = '<row r="900000"><c r="C900000"><v>7</v></c><c r="ZZ900000" t="e"><v>#REF!</v></c></row></sheetData>'
    wide = '<c r="XFD2"><v>8</v></c></row><row r="3"'

    def far(xml: str) -> str:
        return xml.replace('</row><row r="3"', wide).replace("</sheetData>", stray)

    (grid,) = grids_of(edited(path, SHEET, far))
    places = {
        (grid.numbers[row], grid.columns[column]): cell
        for row, cells in enumerate(grid.rows)
        for column, cell in enumerate(cells)
        if cell not in ("", *HEADING, *VISIT)
    }
    assert places == {
        (2, 16_384): 8,
        (3, 5): Flaw("error_cell", "#N/A"),
        (900_000, 3): 7,
        (900_000, 702): Flaw("error_cell", "#REF!"),
    }
    assert len(grid.rows) * len(grid.columns) < 200


def test_formatted_empty_cells_to_the_end_of_the_sheet_cost_nothing(write: Write) -> None:
    path = write([HEADING, VISIT])
    styled = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row></sheetData>'
    assert [row[0] for row in rows(read(edited(path, SHEET, lambda xml: xml.replace("</sheetData>", styled))))] == [2]


def test_cells_without_references_are_counted(write: Write) -> None:
    path = write([HEADING, VISIT, (*VISIT[:4], "#N/A")])
    bare = edited(path, SHEET, lambda xml: re.sub(r'(<(?:row|c)) r="\w+"', r"\1", xml))
    assert [row[0] for row in rows(read(bare))] == [2, 3]
    assert faults(read(bare)) == [("error_cell", "E", 3, "#N/A")]


def test_hidden_sheets_and_rows_are_read_and_named(write: Write) -> None:
    path = write({"藏": [HEADING, VISIT, VISIT], "空": []})
    path = edited(path, SHEET, lambda xml: xml.replace('<row r="3"', '<row r="3" hidden="1"'))
    path = edited(path, "xl/workbook.xml", lambda xml: xml.replace('"visible"', '"hidden"', 2), "b.xlsx")
    book = read(path)
    assert isinstance(book, Book)
    assert book.hidden == ("藏",) and book.tables[0].hidden_rows == (3,) and len(book.tables[0].rows) == 2


# Refusals


def test_an_old_workbook_that_states_an_absurd_extent_is_read(tmp_path: Path) -> None:
    """Calamine reserved memory for what such a file states, so that it was refused; Excel opens it."""
    data = old_excel(tmp_path / "a.xls").read_bytes()
    extent = data.index(b"\x00\x02\x0e\x00", data.index(b"\x09\x08", 1000)) + 4
    (tmp_path / "b.xls").write_bytes(data[:extent] + b"\xff\xff\xff\x7f" + data[extent + 4 :])
    assert rows(read(tmp_path / "b.xls")) == rows(read(tmp_path / "a.xls"))


def test_a_cell_far_below_its_own_row_costs_nothing(write: Write) -> None:
    path = edited(write([HEADING, VISIT]), SHEET, lambda xml: xml.replace('r="A2"', 'r="XFD1048576"'))
    assert isinstance(read(path), Book)


def test_files_that_are_no_spreadsheet(tmp_path: Path, write: Write) -> None:
    good = write([HEADING, VISIT]).read_bytes()
    with zipfile.ZipFile(io.BytesIO(good)) as whole:
        at = whole.getinfo(SHEET).header_offset
    sheet_bytes = good[at + 100 : at + 200]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as other:
        other.writestr("[Content_Types].xml", "<Types/>")
        other.writestr("word/document.xml", "<document/>")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    cases = {
        "空.xlsx": (b"", "empty"),
        "断.xlsx": (good[: len(good) // 2], "truncated"),
        "坏.xlsx": (good.replace(sheet_bytes, sheet_bytes[::-1]), "truncated"),
        "网页.xls": (b"<html><table></table></html>", "not_a_spreadsheet"),
        "文档.xlsx": (package.getvalue(), "not_a_spreadsheet"),
        "图片.csv": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not_a_spreadsheet"),
        "密.xlsx": (ole + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        "旧文档.xls": (ole + "WordDocument".encode("utf-16-le"), "not_a_spreadsheet"),
        "旧断.xls": (ole + "Workbook".encode("utf-16-le"), "truncated"),
        "宏.xlsm": (good, "macro"),
        "宏模板.xltm": (good, "macro"),
        "二进制.xlsb": (good, "other_format"),
        "苹果.numbers": (good, "other_format"),
        "空白.csv": (b"\r\n,,\r\n", "empty"),
        "断.csv": (CSV.encode()[: -1 - len(",,,,0.5\n") - 4], "truncated"),
        "网页.et": (b"<html></html>", "not_a_spreadsheet"),
    }
    for name, (data, code) in cases.items():
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name) == Refusal(name, code), name
    assert read(tmp_path / "没有.xlsx") == Refusal("没有.xlsx", "vanished")


def test_a_new_workbook_is_read_whatever_its_suffix(tmp_path: Path, write: Write) -> None:
    good = write([HEADING, VISIT]).read_bytes()
    for name in ("a.xls", "a.et", "a.csv", "a.ods", "a.xltx"):
        (tmp_path / name).write_bytes(good)
        assert rows(read(tmp_path / name)) == [(2, dt.date(2024, 7, 2), "张三", Decimal(1))], name
    open_document(tmp_path / "文档.ods").rename(tmp_path / "文档.xls")
    assert len(rows(read(tmp_path / "文档.xls"))) == 2


def test_macros_and_binary_workbooks_are_known_by_what_is_in_them(write: Write) -> None:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    known = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    path = edited(write([HEADING, VISIT]), "[Content_Types].xml", lambda xml: xml.replace(known, kind))
    assert read(path) == Refusal("改.xlsx", "macro")
    binary = path.with_name("b.xlsx")
    with zipfile.ZipFile(binary, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", b"\x83\x01\x00")
    assert read(binary) == Refusal("b.xlsx", "other_format")


def test_passwords_of_every_kind_of_file(tmp_path: Path) -> None:
    old = old_excel(tmp_path / "a.xls").read_bytes()
    header = old.index(b"\xe1\x00\x02\x00", old.index(b"\x09\x08"))
    (tmp_path / "a.xls").write_bytes(old[:header] + b"\x2f" + old[header + 1 :])  # a FilePass record
    assert read(tmp_path / "a.xls") == Refusal("a.xls", "encrypted")
    document = open_document(tmp_path / "a.ods")
    locked = edited(
        document,
        "META-INF/manifest.xml",
        lambda xml: xml.replace("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>"),
        "b.ods",
    )
    assert read(locked) == Refusal("b.ods", "encrypted")


def test_a_workbook_without_any_cell_is_empty(write: Write) -> None:
    assert read(write({"表": []})) == Refusal("台账.xlsx", "empty")


@pytest.mark.parametrize("name", [SHEET, SHEET.upper(), SHEET.replace("/", "\\")])
def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused(write: Write, name: str) -> None:
    path = write([HEADING, VISIT])
    large = path.with_name("大.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != SHEET:
                new.writestr(each, old.read(each))
        with new.open(name, "w", force_zip64=True) as part:
            for _ in range(310):
                part.write(bytes(1_000_000))
    assert read(large) == Refusal("大.xlsx", "too_large")


def test_a_folder_is_read_in_the_order_of_its_paths_without_lock_files(tmp_path: Path, write: Write) -> None:
    data = write([HEADING, VISIT]).read_bytes()
    folder = tmp_path / "2024"
    (folder / "台账").mkdir(parents=True)
    for name in ("b.xlsx", "a.XLSX", "台账/一站.xlsx", "~$b.xlsx", "台账/.~lock.一站.xlsx#"):
        (folder / name).write_bytes(data)
    (folder / "c.csv").write_text(CSV, encoding="utf-8")
    assert [book.workbook for book in read_folder(folder, forms.FORMS, 2024)] == [
        "a.XLSX",
        "b.xlsx",
        "c.csv",
        "台账/一站.xlsx",
    ]


def test_what_is_not_called_like_a_spreadsheet_is_refused_unless_it_is_left_alone(tmp_path: Path, write: Write) -> None:
    data = write([HEADING, VISIT]).read_bytes()
    folder = tmp_path / "2024"
    for name in (
        *("一站.zip", "台账/二站", "照片/a.JPG", "plan.toml", "THUMBS.DB", "签回/三站.docx", "签回/四站.xlsx"),
        *(".隐藏", ".git/a.txt", "~$a.docx"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    found = read_folder(folder, forms.FORMS, 2024, ("*.toml", "Thumbs.db", "签回"))
    assert [entry for entry in found if not isinstance(entry, Book)] == [
        Refusal("一站.zip", "archive"),
        *(Refusal(name, "foreign_file") for name in ("台账/二站", "照片/a.JPG")),
    ]
    assert [entry.workbook for entry in found if isinstance(entry, Book)] == ["签回/四站.xlsx"]
