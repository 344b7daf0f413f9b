"""Workbooks that come back as .xlsx: .xls, .ods and .csv, read from the copy as from the original."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from pipeline.sheets import Book, read_book
from pipeline.sheets.annotating import Mark, annotated
from pipeline.sheets.annotating.recasting import LAST_ROW, recast
from pipeline.sheets.grid import Cell, Flaw, Grid, Refused
from tests.sheets.annotating.office_book import RED, front, looks, members, values
from tests.sheets.conftest import FORMS

Cells = dict[tuple[int, int], tuple[type, Cell]]


def cells(grid: Grid) -> Cells:
    return {
        (number, column): (type(cell), cell)
        for number, row in zip(grid.numbers, grid.rows, strict=True)
        for column, cell in zip(grid.columns, row, strict=True)
        if cell != ""
    }


def copied(path: Path, *marks: Mark) -> Path:
    made = annotated(path, marks, front(*marks))
    assert made.lost[0].startswith("本文件由原文件转存为 .xlsx")
    copy = path.with_name("副本.xlsx")
    copy.write_bytes(made.data)
    return copy


def as_read(path: Path) -> list[tuple[str, Cells, tuple[object, ...], bool]]:
    return [(grid.sheet, cells(grid), tuple(sorted(grid.merges)), grid.hidden) for grid in values(path)]


def test_a_csv_stays_text_to_the_last_character(tmp_path: Path) -> None:
    path = tmp_path / "日志.csv"
    words = '日期,姓名,服务企业,服务天数,身份证号\n2024.7.2,张三,"甲公司\n乙公司",1.50,152701199001011234\n'
    path.write_bytes((words + "07/02,=A1,+86,007,_x0041_\n,,,,\n  x ,#N/A,50%,1E5,TRUE\n").encode("gb18030"))
    copy = copied(path, Mark("日志", 2, 4, RED, "错误：甲"))
    assert as_read(copy) == as_read(path)
    assert looks(copy) == {("日志", "D2"): (RED, "错误：甲\n——台账检查")}
    made = annotated(path, [], front())
    assert made.lost == ("本文件由原文件转存为 .xlsx，各单元格的文字与原文件一致。",)


def test_a_csv_and_its_copy_give_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "日志.csv"
    path.write_text(
        "日期,姓名,服务企业,服务天数\n2024年7月2日,张三,甲公司、乙公司,半天\n7月3日,李四,丙公司,x\n", "utf-8-sig"
    )
    sent, copy = (read_book(one, "日志.csv", FORMS, 2024) for one in (path, copied(path, Mark("日志", 3, 4, RED, "x"))))
    assert isinstance(sent, Book) and isinstance(copy, Book)
    assert sent.tables == copy.tables and len(copy.replies) == 1


def old_book(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    day, clock = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="hh:mm")
    moment, share = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm"), xlwt.easyxf(num_format_str="0%")
    for column, words in enumerate(("日期", "姓名", "服务企业", "服务天数")):
        sheet.write(0, column, words)
    for column, (value, style) in enumerate(
        [(45475, day), (45475.5, moment), (0.25, clock), (0.5, share), (2024.7, day), (1.5, xlwt.XFStyle())]
    ):
        sheet.write(1, column, value, style)
    sheet.write(2, 0, True)
    sheet.write(2, 1, "0012")
    sheet.write(2, 2, "=1+1 不是公式")
    sheet.row(2).set_cell_error(3, 42)
    sheet.row(2).set_cell_error(4, 23)
    sheet.write(2, 5, 15270119900101)
    sheet.write_merge(3, 5, 0, 1, "合并")
    hidden = book.add_sheet("藏着")
    hidden.write(4, 3, "x")
    hidden.visibility = 1
    book.save(str(path))
    return path


@pytest.mark.parametrize("name", ["老.xls", "老.et", "改了名.xlsx"])
def test_an_old_workbook(tmp_path: Path, name: str) -> None:
    path = old_book(tmp_path / name)
    copy = copied(path, Mark("表", 2, 1, RED, "错误：甲"), Mark("藏着", 5, None, RED, "错误：乙"))
    assert as_read(copy) == as_read(path)
    assert set(looks(copy)) == {("表", "A2"), ("藏着", "D5")}
    assert openpyxl.load_workbook(copy)["表"]["A2"].number_format == "yyyy-mm-dd"


def test_a_formula_without_a_value_has_none_in_the_copy(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, xlwt.Formula("1+1"))
    book.save(str(tmp_path / "老.xls"))
    grid = values(copied(tmp_path / "老.xls"))[0]
    assert cells(grid) == {(1, 1): (Flaw, Flaw("formula_without_value", "=NA()"))}


def test_an_open_document(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="服务日志/2024：一张名字特别长的表，超过了三十一个字符的限制")
    for values_of_row in (
        [("string", None, "日期"), ("string", None, "天数")],
        [("date", {"datevalue": "2024-07-02"}, "7月2日"), ("float", {"value": "1.5"}, "1.5")],
        [("date", {"datevalue": "2024-07-02T08:30:00"}, "x"), ("percentage", {"value": "0.5"}, "50%")],
        [("boolean", {"booleanvalue": "true"}, "TRUE"), ("string", None, "007")],
    ):
        row = TableRow()
        for kind, more, shown in values_of_row:
            cell = TableCell(valuetype=kind, **(more or {}))
            cell.addElement(P(text=shown))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    path = tmp_path / "表.ods"
    document.save(str(path))
    name = values(path)[0].sheet
    made = annotated(path, [Mark(name, 2, 1, RED, "错误：甲")], front(Mark(name, 2, 1, RED, "错误：甲")))
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(made.data)
    assert made.lost[1] == f"工作表名称不合 .xlsx 的要求，已改名：「{name}」改为「{values(copy)[0].sheet}」。"
    assert cells(values(copy)[0]) == cells(values(path)[0])
    assert openpyxl.load_workbook(copy)["问题"]["B6"].hyperlink.location == f"'{values(copy)[0].sheet}'!A2"


def test_dates_that_count_from_1904_still_do() -> None:
    grid = Grid("表", [[dt.date(2024, 7, 2), 44013.0]], [1], [1, 2], from_1904=True)
    made = recast([grid]).data
    assert b'date1904="1"' in members(made)["xl/workbook.xml"]


def test_texts_that_no_cell_can_hold_are_cut_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "长.csv"
    path.write_text(f"甲,{'长' * 40_000}\n", "utf-8")
    made = annotated(path, [], front())
    assert made.lost[1] == "有 1 个单元格的文字超过 32767 字，只保留了前面的部分。"


def test_more_rows_than_a_sheet_has_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        recast([Grid("表", [["x"]], [LAST_ROW + 1], [1])])
    assert refused.value.code == "too_large"


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = old_book(tmp_path / "老.xls")
    assert annotated(path, [], front()).data == annotated(path, [], front()).data
