"""A workbook with everything offices put into one, as XlsxWriter writes it, and a front sheet for its copies."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

from pipeline.sheets.annotating import Mark
from pipeline.sheets.files.opening import grids_of
from pipeline.sheets.front import Front, FrontColumn, FrontRow, Target, is_front
from pipeline.sheets.grid import Grid

RED, YELLOW = "F8CBCB", "FFF5CC"
SHEET = "抽'查 一"
COLUMNS = (
    FrontColumn("级别", 8),
    FrontColumn("位置", 20, link=True),
    FrontColumn("问题", 50),
    FrontColumn("处理", 9, choices=("已改", "属实", "待定"), asked=True),
    FrontColumn("说明", 24, asked=True),
    FrontColumn("日期", 12, date=True, asked=True),
)


def front(*marks: Mark, answers: Sequence[tuple[str, str, str | dt.date]] = ()) -> Front:
    """A front sheet with a row a mark."""
    given = [*answers, *[("", "", "")] * (len(marks) - len(answers))]
    rows = tuple(
        FrontRow(
            ("错误", f"第 {mark.row} 行", mark.text, *answer),
            f"键{number}",
            Target(mark.sheet, mark.row, mark.column),
            mark.colour,
        )
        for number, (mark, answer) in enumerate(zip(marks, given, strict=True))
    )
    return Front("问题", "需要核对的地方", ("本副本改好后替换「台账.xlsx」。",), COLUMNS, rows)


def office_book(path: Path) -> Path:
    """Title, merges, filter, panes, formulas, checks, conditions, comments, pictures, a chart, a shape, a button, …"""
    book = xlsxwriter.Workbook(str(path))
    sheet, words, hidden = book.add_worksheet(SHEET), book.add_worksheet("问题"), book.add_worksheet("一" * 31)
    yellow, pink = book.add_format({"bg_color": "#FFFF00", "bold": True}), book.add_format({"bg_color": f"#{RED}"})
    dotted = book.add_format({"pattern": 4, "fg_color": "#00FF00", "bg_color": "#0000FF"})
    day, red = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"font_color": "red"})
    sheet.merge_range("A1:F1", "抽查记录表", yellow)
    sheet.write_row("A2", ["日期", "姓名", "抽查单位", "结果", "备注", "次数"], yellow)
    for row in range(2, 40):
        sheet.write_datetime(row, 0, dt.datetime(2024, 3, 1) + dt.timedelta(days=row), day)
        sheet.write(row, 1, f"张{row}", pink if row % 2 else None)
        sheet.write_rich_string(row, 2, "甲", red, "公司")
        sheet.write(row, 3, "良好", dotted)
        sheet.write_formula(row, 4, f'=B{row + 1}&"x"', None, f"张{row}x")
        sheet.write_number(row, 5, row / 2)
    sheet.merge_range("B10:B13", "合并的人", yellow)
    sheet.autofilter("A2:F40")
    sheet.freeze_panes(2, 1)
    sheet.set_row(20, 40)
    sheet.set_row(21, None, None, {"hidden": True})
    sheet.set_column("C:C", 30)
    sheet.set_column("H:H", 12, yellow)
    sheet.data_validation("D3:D40", {"validate": "list", "source": ["良好", "一般"]})
    sheet.conditional_format("F3:F40", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("D3:D40", {"type": "cell", "criteria": "==", "value": '"一般"', "format": red})
    sheet.add_sparkline("G3", {"range": "'抽''查 一'!F3:F20"})
    sheet.write_comment("A3", "请核对", {"author": "李主任"})
    sheet.write_comment("C5", "已看")
    sheet.insert_image("J2", "x.png", {"image_data": io.BytesIO(picture())})
    sheet.insert_textbox("J10", "图形")
    sheet.insert_button("J20", {"caption": "按钮"})
    column = book.add_chart({"type": "column"})
    column.add_series({"values": "='抽''查 一'!$F$3:$F$20"})
    sheet.insert_chart("L2", column)
    sheet.set_header("&L&G", {"image_left": "x.png", "image_data_left": io.BytesIO(picture())})
    sheet.repeat_rows(1)
    sheet.protect("", {"format_cells": True})
    words.write_column("A1", ["良好", "一般", "差"])
    words.add_table("C1:D4", {"data": [[1, 2], [3, 4], [5, 6]]})
    words.activate()
    hidden.write("A1", "x")
    hidden.hide()
    line = book.add_chart({"type": "line"})
    line.add_series({"values": "='抽''查 一'!$F$3:$F$20"})
    book.add_chartsheet("图").set_chart(line)
    book.define_name("范围", "=问题!$A$1:$A$3")
    book.define_name("问题!局部", "=问题!$A$1")
    book.close()
    return path


def picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size, rows = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0), zlib.compress((b"\0" + b"\xff\0\0" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def rebuilt(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same package with its parts changed."""
    parts = members(source.read_bytes())
    change(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def looks(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """The fill and the comment of every cell that has either, but for those of a front sheet."""
    fronts = {grid.sheet for grid in grids_of(path) if is_front(grid)}
    found = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows() if sheet.title not in fronts else ():
            for cell in row:
                pattern = cell.fill.patternType
                fill = cell.fill.fgColor.rgb[-6:] if pattern == "solid" else pattern or ""
                if fill or cell.comment:
                    found[sheet.title, cell.coordinate] = (fill, cell.comment.text if cell.comment else "")
    return found


def values(path: Path) -> list[Grid]:
    """The sheets as they are read, without a front sheet."""
    return [grid for grid in grids_of(path) if not is_front(grid)]
