"""What is written can be read back: real numbers, formulas with their value, text that stays text, print set-up."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.sheets.writing.layout import (
    Cell,
    Check,
    DateBetween,
    Entry,
    Field,
    Formula,
    Marked,
    NumberBetween,
    OneOf,
    SheetOut,
    total_row,
)
from pipeline.sheets.writing.workbook import LONGEST, clean, workbook

FIELDS = (
    Field("品名", 20),
    Field("数量", 8, "number", total=True),
    Field("单价", 12, "money"),
    Field("金额", 12, "money", total=True),
)


def opened(*sheets: SheetOut, values: bool = False) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets, "示例")), data_only=values)
    return book[sheets[0].name]


def line(name: str, number: int, price: str) -> tuple[Cell, ...]:
    return name, number, Decimal(price), Formula("={数量}*{单价}", number * Decimal(price))


def goods(**more: object) -> SheetOut:
    rows = (line("纸", 2, "19.90"), line("笔", 10, "1.5"))
    return SheetOut("采购", "采购表", FIELDS, rows, closing=(total_row(FIELDS, rows),), **more)  # type: ignore[arg-type]


def test_numbers_are_numbers_and_totals_are_live_formulas_with_their_value() -> None:
    live, cached = opened(goods(note="单位：元")), opened(goods(note="单位：元"), values=True)

    assert [[cell.value for cell in row] for row in live.iter_rows()] == [
        ["采购表", None, None, None],
        ["单位：元", None, None, None],
        ["品名", "数量", "单价", "金额"],
        ["纸", 2, 19.9, "=B4*C4"],
        ["笔", 10, 1.5, "=B5*C5"],
        ["合计", "=SUM(B4:B5)", None, "=SUM(D4:D5)"],
    ]
    assert [cell.value for cell in cached["D"]][3:] == [39.8, 15, 54.8]
    assert cached["B6"].value == 12


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "{=A1}", "http://example.cn", "0012", "1e5"])
def test_text_that_looks_like_a_formula_a_link_or_a_number_stays_text(text: str) -> None:
    cell = opened(SheetOut("表", "表", FIELDS[:1], ((text,),)))["A3"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_characters_a_workbook_cannot_hold_are_replaced_visibly_and_long_text_is_cut() -> None:
    assert clean("甲\x00乙\x1f丙\r\n丁\ud800") == "甲\ufffd乙\ufffd丙\n丁\ufffd"
    assert clean("字" * LONGEST) == "字" * LONGEST
    assert clean("字" * (LONGEST + 1)) == "字" * (LONGEST - 1) + "…"
    assert clean("𬭩" * 20_000) == "𬭩" * 16_383 + "…"  # two UTF-16 units each
    assert opened(SheetOut("表", "表", FIELDS[:1], (("_x0041_\x07𬭩",),)))["A3"].value == "_x0041_\ufffd𬭩"


def test_dates_percentages_and_half_days_show_as_people_write_them() -> None:
    fields = (Field("日", 12, "date"), Field("率", 8, "percent"), Field("天", 8, "days"))
    rows = (
        (dt.date(2024, 7, 2), Decimal("0.752"), Decimal("30")),
        (dt.date(1899, 7, 2), Decimal("0.9999"), Decimal("30.5")),
        (None, Decimal(1), Decimal(1) / 3),
    )
    sheet = opened(SheetOut("表", "表", fields, rows))

    assert sheet["A3"].value == dt.datetime(2024, 7, 2) and sheet["A3"].number_format == "yyyy-mm-dd"
    assert sheet["A4"].value == "1899-07-02"  # before the first day Excel knows
    assert [sheet[f"B{row}"].number_format for row in (3, 4, 5)] == ["0.0%", '[>=1]0.0%;[>=0.9995]"99.9%";0.0%', "0.0%"]
    assert [sheet[f"C{row}"].number_format for row in (3, 4, 5)] == ["#,##0", "#,##0.0#", "#,##0.0"]


def test_prints_on_a4_one_page_wide_with_headings_on_every_page() -> None:
    sheet = opened(goods(landscape=True, filtered=True, keep=1, foot="填表说明"))

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == "A2:D4"  # neither the total nor the foot
    assert "第 &P 页" in sheet.oddFooter.center.text
    assert sheet["A6"].value == "填表说明"


def test_grouped_headings_take_two_rows_and_are_named_by_group_in_formulas() -> None:
    fields = (
        Field("户", 10),
        Field("有", 6, "number", group="期初"),
        Field("无", 6, "number", group="期初"),
        Field("有", 6, "number", group="期末"),
    )
    closing = (("合计", Formula("=SUM({期初/有:})", 1), None, Formula("={期初/有}+{期初/无}", 1)),)
    sheet = opened(SheetOut("表", "表", fields, (("甲", 1, 0, 1),), closing=closing))

    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A1:D1", "A2:A3", "B2:C2"}
    assert [cell.value for cell in sheet[2]] == ["户", "期初", None, "期末"]
    assert [cell.value for cell in sheet[5]] == ["合计", "=SUM(B4:B4)", None, "=B5+C5"]
    assert sheet.print_title_rows == "$2:$3"


def test_nothing_to_list_says_so_and_has_no_total() -> None:
    sheet = opened(
        SheetOut("表", "表", FIELDS, (), closing=(total_row(FIELDS, ()),), empty="没有发现问题", filtered=True)
    )

    assert sheet["A3"].value == "没有发现问题"
    assert sheet.max_row == 3 and sheet.auto_filter.ref is None


def test_marked_cells_are_coloured() -> None:
    sheet = opened(SheetOut("表", "表", FIELDS[:1], ((Marked("错误", "red"),), ("正常",))))

    assert sheet["A3"].fill.fgColor.rgb == "FFF8CBCB"
    assert sheet["A4"].fill.fill_type is None


def test_long_text_gets_a_taller_row() -> None:
    sheet = opened(SheetOut("表", "表", FIELDS[:1], (("短",), ("长" * 30,), ("长" * 9999,))))
    heights = [sheet.row_dimensions[row].height for row in (3, 4, 5)]

    assert heights[0] == 18.75 and heights[2] == 408.75
    assert all(low < high for low, high in pairwise(heights))


def test_a_formula_that_names_no_column_and_a_short_row_are_bugs() -> None:
    with pytest.raises(ValueError, match="无此列"):
        workbook([SheetOut("表", "表", FIELDS[:1], ((Formula("={无此列}", 0),),))], "示例")
    with pytest.raises(ValueError):
        workbook([SheetOut("表", "表", FIELDS, (("少",),))], "示例")


def test_same_description_same_bytes_and_no_clock() -> None:
    first, second = workbook([goods()], "示例"), workbook([goods()], "示例")

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        core = package.read("docProps/core.xml").decode()
        assert core.count("1980-01-01T00:00:00Z") == 2
        assert package.namelist()[0] == "[Content_Types].xml"


def test_a_sheet_to_fill_in_has_an_example_checks_formats_and_frames_where_it_is_filled() -> None:
    year = DateBetween(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    fields = (
        Field("*品名", 12, pattern="@", tone="yellow", comment="必填。"),
        Field("级别", 8, pattern="@", check=Check(OneOf(("甲", "乙")), "请选择。")),
        Field("日期", 12, "date", pattern="yyyy-m-d", check=Check(year, "请填日期。")),
        Field("数量", 8, "number", check=Check(NumberBetween(0, 99), "请填数字。")),
    )
    entry = Entry(("纸", "甲", dt.date(2024, 3, 1), 2), rows=100, ruled=3)
    sheet = opened(SheetOut("表", "采购表", fields, (), entry=entry))

    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["*品名", "级别", "日期", "数量"],
        ["纸", "甲", dt.datetime(2024, 3, 1), 2],
        [None] * 4,
        [None] * 4,
    ]
    assert (sheet["A2"].comment.text, sheet["A2"].fill.fgColor.rgb) == ("必填。", "FFFFF5CC")
    assert [cell.number_format for cell in sheet[5]] == ["@", "@", "yyyy-m-d", "General"]
    assert {cell.border.left.style for cell in sheet[5]} == {"thin"}
    assert [(str(one.sqref), one.type, one.errorStyle, one.error) for one in sheet.data_validations.dataValidation] == [
        ("B3:B102", "list", "warning", "请选择。"),
        ("C3:C102", "date", None, "请填日期。"),
        ("D3:D102", "decimal", None, "请填数字。"),
    ]
    ((area, rules),) = [(str(one.sqref), one.rules) for one in sheet.conditional_formatting]
    assert (area, rules[0].formula) == ("A3:D102", ["COUNTA($A3:$D3)>0"])


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        (("甲", "乙"), True),
        ((), False),
        (("甲,乙",), False),
        (('"甲"',), False),
        (("字" * 255,), True),
        (("字" * 256,), False),
        (("𬭩" * 127,), True),  # two units each
        (("𬭩" * 128,), False),
    ],
)
def test_a_drop_down_list_holds_255_characters_and_no_comma(words: tuple[str, ...], fits: bool) -> None:
    assert OneOf.offerable(words) == fits
    if not fits:
        with pytest.raises(ValueError, match="drop-down"):
            OneOf(words)
