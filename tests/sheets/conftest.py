"""Little workbooks as offices fill them in, written for real and read for real."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from pipeline.sheets import Book, Refusal, read_book
from pipeline.sheets.declare import Column, Form, Kind, Wide

VISITS = Form(
    "服务日志",
    (
        Column("日期", Kind.DATE, required=True, aliases=("服务日期",)),
        Column("姓名", Kind.NAME, required=True, aliases=("人员姓名",)),
        Column("服务企业", Kind.FIRMS, required=True, aliases=("企业名称",)),
        Column("服务天数", Kind.NUMBER, required=True, aliases=("天数",)),
        Column("编号"),
        Column("是否远程", Kind.YES_NO),
        Column("金额", Kind.MONEY),
        Column("身份证号", Kind.IDENTIFIER, private=True),
        Column("备注"),
    ),
)
FIRMS = Form(
    "企业名录",
    (
        Column("企业名称", Kind.FIRM, required=True),
        Column("信用代码", Kind.IDENTIFIER, required=True),
        Column("期初研发活动", Kind.YES_NO),
        Column("期初研发机构", Kind.YES_NO),
        Column("期末研发活动", Kind.YES_NO),
        Column("期末研发机构", Kind.YES_NO),
        Column("备注"),
    ),
)
REPORTS = Form(
    "月报",
    (
        Column("编号"),
        Column("姓名", Kind.NAME, required=True),
        Column("月份", Kind.MONTH, required=True),
        Column("报送日期", Kind.DATE, required=True),
        Column("备注"),
    ),
    wide=Wide(key="月份", value="报送日期"),
)
FORMS = (VISITS, FIRMS, REPORTS)
HEADING = ("日期", "姓名", "服务企业", "服务天数")

Rows = Sequence[Sequence[object]]
Write = Callable[..., Path]
Read = Callable[..., Book]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write sheets, `{name: rows}` or just rows, into one .xlsx; `merge` holds ranges of the first sheet."""

    def write(sheets: dict[str, Rows] | Rows, merge: Sequence[str] = (), name: str = "台账.xlsx") -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in (sheets if isinstance(sheets, dict) else {"表": sheets}).items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append([None if cell == "" else cell for cell in row])
        for one in merge:
            workbook.worksheets[0].merge_cells(one)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def read(write: Write) -> Read:
    """Write a workbook and read it; the year of dates without one is 2024."""

    def read(sheets: dict[str, Rows] | Rows, merge: Sequence[str] = ()) -> Book:
        path = write(sheets, merge)
        book = read_book(path, path.name, FORMS, 2024)
        assert not isinstance(book, Refusal), book.code
        return book

    return read
