"""What the blanks of a csv mean where the workbook had merged cells, and which rows are only filled in ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from pipeline import forms
from pipeline.sheets import Book, Row, read_book

POSTINGS = ("编号", "姓名", "企业名称", "服务起", "服务止", "备注")
TERM = ("2024.1.1", "2024.12.31")
FIRST = ("T001", "张三", "甲公司", *TERM, "")
MORE = ("", "", "乙公司", *TERM, "")
OTHER = ("T002", "李四", "丙公司", *TERM, "")
LOG = ("日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "工作站", "备注")
VISIT = ("2024.7.2", "T001", "张三", "甲公司", "技术服务", "1", "一站", "")
Lines = Sequence[Sequence[str]]


def as_csv(path: Path, lines: Lines) -> None:
    path.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")


def as_xlsx(path: Path, lines: Lines) -> None:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([cell or None for cell in line])
    book.save(path)


def as_xls(path: Path, lines: Lines) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if cell:
                sheet.write(row, column, cell)
    book.save(str(path))


def as_ods(path: Path, lines: Lines) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="表")
    for line in lines:
        row = TableRow()
        for cell in line:
            made = TableCell(valuetype="string") if cell else TableCell()
            if cell:
                made.addElement(P(text=cell))
            row.addElement(made)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))


KINDS: dict[str, Callable[[Path, Lines], None]] = {"csv": as_csv, "xlsx": as_xlsx, "xls": as_xls, "ods": as_ods}


def read(folder: Path, lines: Lines, kind: str = "csv") -> tuple[Row, ...]:
    path = folder / f"表.{kind}"
    KINDS[kind](path, lines)
    book = read_book(path, path.name, forms.FORMS, 2024)
    assert isinstance(book, Book) and len(book.tables) == 1, book
    return book.tables[0].rows


def people(rows: Sequence[Row]) -> list[tuple[int, object, object, object]]:
    return [
        (row.source.row, row.values["特派员编号"], row.values["特派员姓名"], row.values["企业名称"]) for row in rows
    ]


def empty_cells(rows: Sequence[Row]) -> list[tuple[int | None, str | None]]:
    assert {fault.code for row in rows for fault in row.unread} <= {"required_empty"}
    return [(fault.place.row, fault.place.column) for row in rows for fault in row.unread]


def test_in_a_csv_a_posting_without_a_person_is_the_next_one_of_the_person_above(tmp_path: Path) -> None:
    rows = read(tmp_path, [("派驻关系",), POSTINGS, FIRST, MORE, ("", " ", "丁公司", *TERM, ""), OTHER])
    assert people(rows) == [
        (3, "T001", "张三", ("甲公司",)),
        (4, "T001", "张三", ("乙公司",)),
        (5, "T001", "张三", ("丁公司",)),
        (6, "T002", "李四", ("丙公司",)),
    ]
    assert [dict(row.source.rows) for row in rows] == [
        {},
        {"特派员编号": 3, "特派员姓名": 3},
        {"特派员编号": 3, "特派员姓名": 3},
        {},
    ]
    assert (rows[2].source.at("特派员编号").row, rows[2].source.at("特派员编号").letter) == (3, "A")
    assert rows[2].source.at("企业名称").row == 5
    assert empty_cells(rows) == []


def test_a_csv_without_the_column_of_names_carries_the_number_alone(tmp_path: Path) -> None:
    heading = ("服务起", "服务止", "企业名称", "编号")
    rows = read(tmp_path, [heading, (*TERM, "甲公司", "T001"), (*TERM, "乙公司", "")])
    assert people(rows) == [(2, "T001", "", ("甲公司",)), (3, "T001", "", ("乙公司",))]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_where_merges_are_kept_a_blank_is_a_blank(tmp_path: Path, kind: str) -> None:
    rows = read(tmp_path, [POSTINGS, FIRST, MORE, OTHER], kind)
    assert [row.values["特派员编号"] for row in rows] == ["T001", "", "T002"]
    assert empty_cells(rows) == [(3, "特派员编号")]


def test_a_row_that_names_its_person_in_part_takes_nothing_from_above(tmp_path: Path) -> None:
    rows = read(tmp_path, [POSTINGS, FIRST, ("", "李四", "乙公司", *TERM, ""), ("/", "", "丙公司", *TERM, "")])
    assert [(row.values["特派员编号"], row.values["特派员姓名"]) for row in rows] == [
        ("T001", "张三"),
        ("", "李四"),
        ("", ""),
    ]
    assert empty_cells(rows) == [(3, "特派员编号"), (4, "特派员编号")]


@pytest.mark.parametrize("between", [("",) * 6, ("小计", "", "1", "", "", ""), POSTINGS])
def test_only_the_row_right_above_is_continued(tmp_path: Path, between: tuple[str, ...]) -> None:
    rows = read(tmp_path, [POSTINGS, FIRST, between, MORE])
    assert people(rows) == [(2, "T001", "张三", ("甲公司",)), (4, "", "", ("乙公司",))]
    assert empty_cells(rows) == [(4, "特派员编号")]


def test_the_first_row_has_nothing_to_continue(tmp_path: Path) -> None:
    assert empty_cells(read(tmp_path, [POSTINGS, MORE, MORE])) == [(2, "特派员编号"), (3, "特派员编号")]


def test_other_columns_of_a_csv_carry_nothing(tmp_path: Path) -> None:
    rows = read(tmp_path, [POSTINGS, FIRST, ("", "", "乙公司", "", "", "")])
    assert empty_cells(rows) == [(3, "服务起"), (3, "服务止")]


def test_a_visit_without_a_person_never_takes_the_one_above(tmp_path: Path) -> None:
    rows = read(tmp_path, [LOG, VISIT, ("2024.7.3", "", "", "乙公司", "技术服务", "1", "", "")])
    assert [row.values["特派员姓名"] for row in rows] == ["张三", ""]
    assert empty_cells(rows) == [(3, "特派员姓名")]


# Filled in ahead


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_with_nothing_but_its_workstation_is_no_data(tmp_path: Path, kind: str) -> None:
    ahead = ("", "", "", "", "", "", "一站", "")
    rows = read(tmp_path, [LOG, ahead, VISIT, ahead, ("/", "", "", "", "", "", "一站", " ")], kind)
    assert [row.source.row for row in rows] == [3]


def test_neither_is_one_that_is_counted_as_well(tmp_path: Path) -> None:
    rows = read(tmp_path, [("序号", *LOG), ("1", *VISIT), ("2", *("",) * 6, "一站", "")])
    assert [row.source.row for row in rows] == [2]


def test_a_commissioner_of_nothing_but_a_workstation_is_none(tmp_path: Path) -> None:
    heading = ("编号", "姓名", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止")
    rows = read(tmp_path, [heading, ("T001", "张三", "1", "甲院", "一站", *TERM), ("", "", "", "", "一站", "", "")])
    assert [row.values["编号"] for row in rows] == ["T001"]


@pytest.mark.parametrize("column", [0, 3, 7])
def test_any_other_cell_makes_it_data(tmp_path: Path, column: int) -> None:
    cells = ["", "", "", "", "", "", "一站", ""]
    cells[column] = "2024.7.3" if column == 0 else "有"
    rows = read(tmp_path, [LOG, VISIT, cells])
    assert [row.source.row for row in rows] == [2, 3] and len(rows[1].unread) >= 4
    assert rows[0].values["日期"] == dt.date(2024, 7, 2)
