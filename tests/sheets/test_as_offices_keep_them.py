"""What offices do to workbooks that must not change what is read: each habit as a small real file."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdsTable
from odf.table import TableCell, TableColumn, TableRow
from odf.text import P, Span
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import forms
from pipeline.sheets import Book, Row, Table, read_book
from tests.sheets.files.test_files import edited

LOG = ("日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "服务内容")
VISIT = ("2024.7.2", "T001", "张三", "甲公司", "技术服务", 1, "试车")
Change = Callable[[Worksheet], None]


def tables(path: Path) -> tuple[Table, ...]:
    book = read_book(path, path.name, forms.FORMS, 2024)
    assert isinstance(book, Book), book
    return book.tables


def rows(folder: Path, lines: Sequence[Sequence[object]], change: Change = lambda sheet: None) -> tuple[Row, ...]:
    """The rows of the one table of an .xlsx with `lines`, after `change`."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([None if cell == "" else cell for cell in line])
    change(book.active)
    book.save(folder / "表.xlsx")
    (table,) = tables(folder / "表.xlsx")
    return table.rows


def faults(found: Sequence[Row]) -> list[tuple[str, str | None, int | None, str]]:
    return [(one.code, one.place.letter, one.place.row, one.shown) for row in found for one in row.unread]


def days(found: Sequence[Row]) -> list[object]:
    return [row.values["服务天数"] for row in found]


# Cells


def test_a_comment_is_no_part_of_its_cell(tmp_path: Path) -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["C2"].comment = Comment("请核对姓名：李四？", "李")
        sheet["E1"].comment = Comment("选填", "李")

    (row,) = rows(tmp_path, [LOG, VISIT], comment)
    assert (row.values["特派员姓名"], row.values["服务类型"], row.unread) == ("张三", "技术服务", ())


def test_rich_text_is_its_text(tmp_path: Path) -> None:
    def paint(sheet: Worksheet) -> None:
        red = InlineFont(color="FFFF0000", b=True)
        sheet["C2"] = CellRichText("张", TextBlock(red, "三"))
        sheet["F1"] = CellRichText("服务", TextBlock(red, "天数"), "（天）")

    (row,) = rows(tmp_path, [LOG, VISIT], paint)
    assert (row.values["特派员姓名"], row.values["服务天数"]) == ("张三", Decimal(1))


def test_the_reading_aid_above_characters_is_no_text(tmp_path: Path) -> None:
    aid = '<t>张三</t><rPh sb="0" eb="2"><t>zhāng sān</t></rPh><phoneticPr fontId="1"/>'
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as book:
        sheet = book.add_worksheet()
        for row, line in enumerate((LOG, VISIT)):
            sheet.write_row(row, 0, line)
    path = edited(tmp_path / "表.xlsx", "xl/sharedStrings.xml", lambda xml: xml.replace("<t>张三</t>", aid))
    assert aid.encode() in zipfile.ZipFile(path).read("xl/sharedStrings.xml")
    assert tables(path)[0].rows[0].values["特派员姓名"] == "张三"


def test_a_cell_may_be_as_long_as_excel_allows(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, [LOG, (*VISIT[:6], "字" * 32_767)])
    assert row.values["服务内容"] == "字" * 32_767


@pytest.mark.parametrize(
    ("cell", "format", "number"),
    [
        (0.5, "0.0", "0.5"),
        (3, "000", "3"),
        (2, "0.00_ ", "2"),
        (1, "#,##0.00", "1"),
        (1234, "#,##0", "1234"),
        (2, '0"天"', "2"),
        ("1,234.5", "@", "1234.5"),
    ],
)
def test_a_format_changes_no_number(tmp_path: Path, cell: object, format: str, number: str) -> None:
    def formatted(sheet: Worksheet) -> None:
        sheet["F2"].number_format = format

    assert days(rows(tmp_path, [LOG, (*VISIT[:5], cell, "")], formatted)) == [Decimal(number)]


def test_numbers_and_dates_kept_as_text_are_read(tmp_path: Path) -> None:
    lines = [
        (day, *VISIT[1:5], number, "") for day, number in (("20240702", "2"), ("45475", "１．５"), ("7月2日", "半天"))
    ]

    def as_text(sheet: Worksheet) -> None:
        for line in sheet.iter_rows(min_row=2):
            for cell in line:
                cell.number_format = "@"

    found = rows(tmp_path, [LOG, *lines], as_text)
    assert {row.values["日期"] for row in found} == {dt.date(2024, 7, 2)}
    assert days(found) == [Decimal(2), Decimal("1.5"), Decimal("0.5")]


def test_a_month_without_a_day_and_a_day_without_its_zero_are_asked_about(tmp_path: Path) -> None:
    def formatted(sheet: Worksheet) -> None:
        sheet["A4"].number_format = sheet["A5"].number_format = "yyyy-mm-dd"

    lines = [(day, *VISIT[1:]) for day in (2024.7, 7.1, 2024.7, 7.1, "7.10")]
    assert faults(rows(tmp_path, [LOG, *lines], formatted)) == [
        ("ambiguous_date", "A", 2, "2024.7"),
        ("ambiguous_day", "A", 3, "7.1"),
        ("ambiguous_date", "A", 4, "2024.7"),
        ("ambiguous_day", "A", 5, "7.1"),
        ("ambiguous_day", "A", 6, "7.10"),
    ]


@pytest.mark.parametrize("words", ["#REF!", "#N/A", "#NAME?", "########"])
def test_an_error_that_has_become_text_is_still_an_error(tmp_path: Path, words: str) -> None:
    (tmp_path / "表.csv").write_text("\n".join([",".join(LOG), f"2024.7.2,T001,{words},甲公司,技术服务,1,试车"]))
    assert faults(tables(tmp_path / "表.csv")[0].rows) == [("error_cell", "C", 2, words)]


def test_a_text_that_begins_with_a_hash_is_a_text(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, [LOG, (*VISIT[:6], "#1 生产线试车")])
    assert (row.values["服务内容"], row.unread) == ("#1 生产线试车", ())


# Rows


def test_a_total_without_its_value_and_a_foot_are_no_data(tmp_path: Path) -> None:
    lines = [LOG, VISIT, (), VISIT, ("合计", "", "", "", "", "=SUM(F2:F4)"), ("填表人：李四", "", "", "审核人：王五")]
    assert [row.source.row for row in rows(tmp_path, lines)] == [2, 4]


def test_ditto_below_a_merged_cell_repeats_what_is_merged(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for column in "BC":
            sheet.merge_cells(f"{column}2:{column}3")

    lines = [LOG, VISIT, ("7月3日", "", "", "乙公司", "技术服务", 1), ("7月4日", "同上", "同上", "同上", "〃", 1)]
    found = rows(tmp_path, lines, merge)
    assert [(row.values["特派员编号"], row.values["服务企业"]) for row in found] == [
        ("T001", ("甲公司",)),
        ("T001", ("乙公司",)),
        ("T001", ("乙公司",)),
    ]
    assert found[1].source.at("特派员编号").row == 2 and found[1].source.at("服务企业").row == 3


def test_a_list_in_a_merged_cell_keeps_the_address_of_its_cell(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("D2:D3")

    found = rows(tmp_path, [LOG, (*VISIT[:3], "甲公司、\n乙公司；丙公司", *VISIT[4:]), VISIT], merge)
    assert found[1].values["服务企业"] == ("甲公司", "乙公司", "丙公司")
    place = found[1].source.at("服务企业")
    assert (place.row, place.letter, found[1].source.at("日期").row) == (2, "D", 3)


def test_a_filter_and_a_frozen_heading_change_nothing(tmp_path: Path) -> None:
    def filtered(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:G3"
        sheet.auto_filter.add_filter_column(1, ["T001"])
        sheet.freeze_panes = "A2"
        sheet.row_dimensions[3].hidden = True

    assert [row.source.row for row in rows(tmp_path, [LOG, VISIT, VISIT], filtered)] == [2, 3]
    (table,) = tables(tmp_path / "表.xlsx")
    assert (table.hidden_rows, table.hidden_columns, table.hidden_sheet) == ((3,), (), False)


# What is hidden, in every kind of file


def hidden_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (LOG, VISIT, VISIT, (), VISIT):
        book.active.append(line)
    for row in (3, 4):  # 4 is empty: nothing is hidden there
        book.active.row_dimensions[row].hidden = True
    for column in "CFH":  # H holds nothing
        book.active.column_dimensions[column].hidden = True
    book.save(path)


def hidden_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, line in enumerate((LOG, VISIT, VISIT, (), VISIT)):
        for column, cell in enumerate(line):
            sheet.write(row, column, cell)
    sheet.row(2).hidden = sheet.row(3).hidden = True
    sheet.col(2).hidden = sheet.col(5).hidden = sheet.col(7).hidden = True
    book.save(str(path))


def hidden_ods(path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = OdsTable(name="表")
    for count, seen in ((2, True), (1, False), (2, True), (1, False), (1, True), (9, False)):
        more = {} if seen else {"visibility": "collapse"}
        table.addElement(TableColumn(numbercolumnsrepeated=str(count), **more))
    for line, seen in ((LOG, True), (VISIT, True), (VISIT, False), ((), False), (VISIT, True)):
        row = TableRow() if seen else TableRow(visibility="filter")
        for cell in line:
            made = TableCell(valuetype="string")
            made.addElement(P(text=str(cell)))
            row.addElement(made)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))


@pytest.mark.parametrize(("name", "make"), [("a.xlsx", hidden_xlsx), ("a.xls", hidden_xls), ("a.ods", hidden_ods)])
def test_hidden_rows_and_columns_are_read_and_named(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / name)
    (table,) = tables(tmp_path / name)
    assert [row.source.row for row in table.rows] == [2, 3, 5]
    assert {row.values["特派员姓名"] for row in table.rows} == {"张三"}
    assert (table.hidden_rows, table.hidden_columns) == ((3,), ("C", "F"))


def test_an_open_document_s_notes_and_spans_are_told_from_its_text(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = OdsTable(name="表")
    for line in (LOG, VISIT):
        row = TableRow()
        for cell in line:
            made = TableCell(valuetype="string")
            note = Annotation()
            note.addElement(P(text="请核对"))
            made.addElement(note)
            words = P(text=str(cell)[:1])
            words.addElement(Span(text=str(cell)[1:]))
            made.addElement(words)
            row.addElement(made)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "a.ods"))
    (found,) = tables(tmp_path / "a.ods")
    assert found.rows[0].values["特派员姓名"] == "张三" and days(found.rows) == [Decimal(1)]


# An ID number stored as a number


def id_xlsx(path: Path, lines: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)


def id_xls(path: Path, lines: Sequence[Sequence[object]]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write(row, column, cell)
    book.save(str(path))


def id_csv(path: Path, lines: Sequence[Sequence[object]]) -> None:
    cells = [["1.50602E+17" if isinstance(cell, int) else str(cell) for cell in line] for line in lines]
    path.write_text("\n".join(",".join(line) for line in cells), encoding="gb18030")


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", id_xlsx), ("a.xls", id_xls), ("a.csv", id_csv)])
def test_an_id_number_kept_as_a_number_is_refused(tmp_path: Path, name: str, write: Callable[..., None]) -> None:
    heading = ("编号", "姓名", "身份证号", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止")
    line = ("T001", "张三", 150602199001010008, "139", "甲院", "一站", "2024.1.1", "2024.12.31")
    write(tmp_path / name, [heading, line])
    assert faults(tables(tmp_path / name)[0].rows) == [("id_as_number", "C", 2, "")]


def test_a_number_that_a_web_form_guards_with_a_formula_is_its_text(tmp_path: Path) -> None:
    heading = "编号,姓名,身份证号,联系电话,派出单位,所属工作站,聘期起,聘期止"
    line = '="001",张三,"=""150602199001010008""",="139",甲院,一站,2024.1.1,2024.12.31'
    (tmp_path / "a.csv").write_text(f"{heading}\n{line}\n", encoding="utf-8-sig")
    (row,) = tables(tmp_path / "a.csv")[0].rows
    assert (row.values["编号"], row.values["身份证号"], row.unread) == ("001", "150602199001010008", ())
