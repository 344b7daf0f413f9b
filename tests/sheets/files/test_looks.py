"""What a cell shows: a format that hides a day or adds zeros, a text struck out, a character that nobody sees."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import forms
from pipeline.sheets import Book, Table, read_book
from pipeline.sheets.files.formats import displayed, tells
from pipeline.sheets.files.opening import grids_of
from pipeline.sheets.grid import Grid
from pipeline.sheets.texts import shown
from tests.sheets.files.test_files import edited

LOG = ("日期", "结束日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "佐证材料")
VISIT = (dt.date(2024, 7, 2), None, "T001", "张三", "甲公司", "技术服务", 1, "照片")
DAY = dt.date(2024, 3, 12)


@pytest.mark.parametrize(
    ("cell", "code", "seen"),
    [
        (DAY, 'yyyy"年"m"月"', "2024年3月"),
        (DAY, 'yyyy"年"m"月";@', "2024年3月"),
        (DAY, "[$-804]yyyy\\年m\\月", "2024年3月"),
        (DAY, "yyyy-mm", "2024年3月"),
        (DAY, "mmm-yy", "2024年3月"),
        (DAY, 'm"月"', "3月"),
        (DAY, "yyyy", "2024年"),
        (dt.datetime(2024, 3, 12, 9, 30), "yyyy/m", "2024年3月"),
        (1.0, "000", "001"),
        (1.0, '"T"000', "T001"),
        (1.0, "\\T000", "T001"),
        (12.0, '0"号"', "12号"),
        (12.0, 'General"号"', "12号"),
        (13900000001.0, "000-0000-0000", "139-0000-0001"),
        (12345.0, "000", "12345"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
    ],
)
def test_a_format_that_hides_or_adds_is_seen(cell: dt.date | float, code: str, seen: str) -> None:
    assert tells(code)
    assert shown(displayed(cell, code)) == seen
    if isinstance(cell, float) and "%" not in code:
        assert displayed(cell, code) == cell  # it counts as the number


@pytest.mark.parametrize(
    "code",
    [
        *(
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00",
            "yyyy-mm-dd",
            'm"月"d"日"',
            "yyyy/m/d h:mm",
            "h:mm",
            "mm:ss",
            "[h]:mm",
        ),
        *("@", '"¥"#,##0.00', '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00E+00", "[Red]0", "d", "aaaa"),
    ],
)
def test_a_format_that_shows_the_value_is_none_to_look_at(code: str) -> None:
    assert not tells(code)


def read(folder: Path, change: Callable[[Worksheet], None], rows: int = 1) -> Table:
    book = openpyxl.Workbook()
    for row in (LOG, *[VISIT] * rows):
        book.active.append(row)
    change(book.active)
    book.save(folder / "表.xlsx")
    return table(folder / "表.xlsx")


def table(path: Path) -> Table:
    found = read_book(path, path.name, forms.FORMS, 2024)
    assert isinstance(found, Book)
    return found.tables[0]


def faults(found: Table) -> list[tuple[str, str | None, str]]:
    return [(one.code, one.place.letter, one.shown) for row in found.rows for one in row.unread]


def formatted(cell: str, value: object, code: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value
        sheet[cell].number_format = code

    return change


def test_a_date_that_shows_no_day_is_asked_about(tmp_path: Path) -> None:
    found = read(tmp_path, formatted("A2", DAY, 'yyyy"年"m"月"'))
    assert faults(found) == [("ambiguous_date", "A", "2024年3月")]


def test_the_format_that_chinese_programs_do_not_declare(tmp_path: Path) -> None:
    read(tmp_path, formatted("A2", DAY, "yyyy-mm"))
    path = edited(
        tmp_path / "表.xlsx", "xl/styles.xml", lambda xml: xml.replace('numFmtId="164" fontId', 'numFmtId="57" fontId')
    )
    assert faults(table(path)) == [("ambiguous_date", "A", "2024年3月")]


def test_a_month_that_shows_no_day_is_a_month(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("特派员姓名", "月份", "报送日期"), ("张三", dt.date(2024, 3, 1), dt.date(2024, 3, 8))):
        book.active.append(row)
    book.active["B2"].number_format = 'yyyy"年"m"月"'
    book.save(tmp_path / "表.xlsx")
    (row,) = table(tmp_path / "表.xlsx").rows
    assert (row.values["月份"], row.unread) == ((2024, 3), ())


def test_zeros_before_a_number_are_part_of_an_id_and_none_of_a_count(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        formatted("C2", 1, "000")(sheet)
        formatted("G2", 1, "00")(sheet)

    (row,) = read(tmp_path, change).rows
    assert (row.values["特派员编号"], row.values["服务天数"]) == ("001", 1)


@pytest.mark.parametrize(
    ("value", "code", "seen"), [(1.5, "[h]:mm", "36:00"), (0.5, "0%", "50%"), (1 / 3, "[hh]:mm", "8:00")]
)
def test_hours_and_shares_are_no_days(tmp_path: Path, value: float, code: str, seen: str) -> None:
    assert faults(read(tmp_path, formatted("G2", value, code))) == [("not_a_number", "G", seen)]


def test_a_zero_that_is_formatted_as_a_date_is_none(tmp_path: Path) -> None:
    assert faults(read(tmp_path, formatted("B2", 0, "yyyy-mm-dd"))) == [("not_a_date", "B", "1900-1-0")]


# Struck out

STRUCK = Font(strike=True)


def test_a_row_that_is_struck_out_is_read_and_named(tmp_path: Path) -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in sheet[3]:
            cell.font = STRUCK
        sheet["I3"] = "作废"  # beside the table

    found = read(tmp_path, strike, rows=3)
    assert [row.source.row for row in found.rows] == [2, 3, 4]
    assert (found.struck_rows, found.struck_cells) == ((3,), ())


def test_a_cell_or_a_part_of_one_is_named_by_itself(tmp_path: Path) -> None:
    def strike(sheet: Worksheet) -> None:
        sheet["D2"] = CellRichText(TextBlock(InlineFont(strike=True), "张三"), "李四")
        sheet["E3"].font = STRUCK

    found = read(tmp_path, strike, rows=2)
    assert found.rows[0].values["特派员姓名"] == "张三李四"
    assert (found.struck_rows, found.struck_cells) == ((), ("D2", "E3"))


def test_a_heading_or_an_empty_row_struck_out_is_nothing(tmp_path: Path) -> None:
    def strike(sheet: Worksheet) -> None:
        for row in (1, 5):
            for column in range(1, 9):
                sheet.cell(row, column).font = STRUCK

    found = read(tmp_path, strike)
    assert (found.struck_rows, found.struck_cells) == ((), ())


# What nobody sees, and pictures


@pytest.mark.parametrize(
    "mark", [*"\u202a\u202d\u202e\u200e\u200f\u2066\u2069\u200b\u200d\u2060\u00ad\u180e\ufe0f\ufeff\u3164\u007f"]
)
def test_what_nobody_sees_falls_away_everywhere(tmp_path: Path, mark: str) -> None:
    book = openpyxl.Workbook()
    book.active.append([f"{word[:1]}{mark}{word[1:]}" for word in LOG])
    book.active.append(
        [f"{mark}{word}{mark}" for word in ("2024-7-2", "", "T001", "张三", "甲公司", "技术服务", "1", "照片")]
    )
    book.save(tmp_path / "表.xlsx")
    (row,) = table(tmp_path / "表.xlsx").rows
    assert row.unread == ()
    assert [row.values[one] for one in ("特派员编号", "特派员姓名", "服务企业", "服务天数", "佐证材料")] == [
        *("T001", "张三", ("甲公司",), 1, "照片")
    ]


def test_the_shape_of_a_rare_character_stays(tmp_path: Path) -> None:
    def name(sheet: Worksheet) -> None:
        sheet["D2"] = "葛\U000e0100三\ufe00"

    assert read(tmp_path, name).rows[0].values["特派员姓名"] == "葛\U000e0100三"


@pytest.mark.parametrize("formula", ['_xlfn.DISPIMG("ID_0000",1)', 'DISPIMG("ID_0000",1)', '_xlfn.IMAGE("a.png")'])
@pytest.mark.parametrize("value", ['t="e"{}<v>#NAME?</v>', 't="str"{}<v>=DISPIMG("ID_0000",1)</v>'])
def test_a_picture_in_a_cell_is_there(tmp_path: Path, formula: str, value: str) -> None:
    read(tmp_path, formatted("H2", "图在此", "General"))
    kind, _, rest = value.partition("{}")
    new = f'<c r="H2" {kind}><f>{formula.replace(chr(34), "&quot;")}</f>{rest}</c>'

    def put(xml: str) -> str:
        start = xml.index('<c r="H2"')
        return xml[:start] + new + xml[xml.index("</c>", start) + 4 :]

    (row,) = table(edited(tmp_path / "表.xlsx", "xl/worksheets/sheet1.xml", put)).rows
    assert (row.values["佐证材料"], row.unread) == ("（图片）", ())


# ── OpenDocument ──

NUMBER_STYLES = """
<number:date-style style:name="N1"><number:year number:style="long"/><number:text>年</number:text><number:month/>
<number:text>月</number:text></number:date-style>
<number:date-style style:name="N2"><number:year number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<number:number-style style:name="N3"><number:number number:min-integer-digits="3"/></number:number-style>
<number:number-style style:name="N4"><number:text>T</number:text><number:number number:min-integer-digits="3"/>
</number:number-style>
<number:percentage-style style:name="N5"><number:number number:min-integer-digits="1" number:decimal-places="1"/>
<number:text>%</number:text></number:percentage-style>
<number:number-style style:name="N6"><number:number number:min-integer-digits="1" number:decimal-places="2"/>
</number:number-style>
"""
STRIKES_OUT = '<style:text-properties style:text-line-through-style="solid"/>'
CELL_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="table-cell" {more}>{inside}</style:style>'
    for name, more, inside in (
        *((f"c{number}", f'style:data-style-name="N{number}"', "") for number in range(1, 7)),
        ("c7", 'style:parent-style-name="c3"', ""),
        ("struck", "", STRIKES_OUT),
        ("mended", 'style:parent-style-name="struck"', STRIKES_OUT.replace("solid", "none")),
    )
)
# A text's style may be called as a cell's is: a name means something within its family.
TEXT_STYLE = f'<style:style style:name="c1" style:family="text">{STRIKES_OUT}</style:style>'
SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        ("number", "datastyle"),
    )
)


def open_document(path: Path, cells: str, *, named: bool = False, columns: str = "") -> Grid:
    """A table of one row; the styles are the document's own, or `named` ones."""
    styles = NUMBER_STYLES + CELL_STYLES + TEXT_STYLE
    own = "" if named else f"<office:automatic-styles>{styles}</office:automatic-styles>"
    table = f'<table:table table:name="表">{columns}<table:table-row>{cells}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        if named:
            whole = f"<office:document-styles{SPACES}><office:styles>{styles}</office:styles></office:document-styles>"
            package.writestr("styles.xml", whole)
        package.writestr("content.xml", f"<office:document-content{SPACES}>{own}{body}</office:document-content>")
    (grid,) = grids_of(path)
    return grid


def open_cell(style: str, kind: str, value: str, text: str = "x") -> str:
    said = {"date": f'office:date-value="{value}"', "string": ""}.get(kind, f'office:value="{value}"')
    about = f'table:style-name="{style}" office:value-type="{kind}" {said}'
    return f"<table:table-cell {about}><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("style", "kind", "value", "seen"),
    [
        ("c1", "date", "2024-03-12", "2024年3月"),
        ("c2", "date", "2024-03-12", "2024-03-12"),
        ("c3", "float", "1", "001"),
        ("c4", "float", "1", "T001"),
        ("c5", "percentage", "0.125", "12.5%"),
        ("c6", "float", "1.5", "1.5"),
        ("c7", "float", "1", "001"),
        ("unknown", "float", "1", "1"),
    ],
)
def test_an_open_documents_format_that_hides_or_adds_is_seen(
    tmp_path: Path, style: str, kind: str, value: str, seen: str, named: bool
) -> None:
    grid = open_document(tmp_path / "a.ods", open_cell(style, kind, value), named=named)
    assert shown(grid.rows[0][0]) == seen


def test_a_cell_without_a_style_looks_like_its_column(tmp_path: Path) -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="c6"/>'
        '<table:table-column table:default-cell-style-name="c3"/>'
    )
    cell = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    grid = open_document(tmp_path / "a.ods", cell * 3, columns=columns)
    assert [shown(one) for one in grid.rows[0]] == ["1", "1", "001"]


def test_what_an_open_document_strikes_out_is_known_wholly_or_partly(tmp_path: Path) -> None:
    struck = '<text:span text:style-name="c1">甲公司</text:span>'
    texts = (("struck", "张三"), ("mended", "张三"), ("c1", "张三"), ("", struck), ("", struck + "、乙公司"))
    cells = "".join(open_cell(style, "string", "", text) for style, text in texts) + open_cell("struck", "float", "3")
    grid = open_document(tmp_path / "a.ods", cells)
    assert (grid.struck, grid.partly_struck) == ({(1, 1), (1, 4), (1, 6)}, {(1, 5)})
