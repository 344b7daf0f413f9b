"""Copies of workbooks with their doubtful cells marked: what is added, and that all else stays."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from pipeline.sheets.annotating import Annotated, Mark, annotated
from pipeline.sheets.annotating.marking import MOST_NOTES
from pipeline.sheets.files.opening import grids_of
from pipeline.sheets.front import SIGN, is_front
from pipeline.sheets.grid import Refused
from tests.sheets.annotating.office_book import (
    COLUMNS,
    RED,
    SHEET,
    YELLOW,
    front,
    looks,
    members,
    office_book,
    rebuilt,
    values,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl's, of the test's own reading
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Make = Callable[..., Path]


def marked(source: Path, *marks: Mark) -> tuple[Annotated, Path]:
    """The copy, also as a file beside its source."""
    made = annotated(source, marks, front(*marks))
    path = source.parent / "副本.xlsx"
    path.write_bytes(made.data)
    return made, path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return office_book(tmp_path / "台账.xlsx")


# What is added


def test_a_marked_cell_is_coloured_and_commented_and_keeps_its_format(book: Path) -> None:
    made, copy = marked(book, Mark(SHEET, 4, 1, RED, "错误：日期不在 2024 年。请改为服务当天的日期。"))
    cell, before = openpyxl.load_workbook(copy)[SHEET]["A4"], openpyxl.load_workbook(book)[SHEET]["A4"]
    assert cell.comment.text == "错误：日期不在 2024 年。请改为服务当天的日期。\n——台账检查"
    assert cell.comment.author == "台账检查"
    assert (cell.value, cell.number_format, repr(cell.font)) == (before.value, "yyyy-mm-dd", repr(before.font))
    assert looks(copy)[SHEET, "A4"][0] != "" and looks(book).get((SHEET, "A4")) is None
    assert made.lost == ()


def test_several_marks_on_one_cell_are_one_comment_in_the_colour_of_the_first(tmp_path: Path, write: Make) -> None:
    path = write({"表": [["日期", "姓名"], ["2024.7", "张三"]]})
    _, copy = marked(path, Mark("表", 2, 1, RED, "错误：甲"), Mark("表", 2, None, YELLOW, "存疑：乙"))
    assert looks(copy) == {("表", "A2"): (RED, "错误：甲\n存疑：乙\n——台账检查")}


def test_of_very_many_cells_all_are_coloured_and_the_first_commented(tmp_path: Path, write: Make) -> None:
    rows = range(2, MOST_NOTES + 4)
    path = write({"表": [["天数"], *(["多"] for _ in rows)], "另一张": [["天数"], ["多"]]})
    made, copy = marked(
        path, *(Mark("表", row, 1, RED, f"错误：{row}") for row in rows), Mark("另一张", 2, 1, RED, "x")
    )
    found = looks(copy)
    assert [found["表", f"A{row}"][0] for row in rows] == [RED] * len(rows)
    assert [row for row in rows if not found["表", f"A{row}"][1]] == list(rows)[MOST_NOTES:]
    assert found["另一张", "A2"] == (RED, "x\n——台账检查")
    assert made.lost == ("「表」中有问题的单元格太多：都标了颜色，批注只写在前 2,000 处，其余的检查意见见本表。",)


def test_a_comment_of_the_office_stands_before_ours(book: Path) -> None:
    _, copy = marked(book, Mark(SHEET, 3, 1, RED, "错误：甲"))
    comment = openpyxl.load_workbook(copy)[SHEET]["A3"].comment
    assert comment.text == "请核对\n——以下为台账检查意见——\n错误：甲\n——台账检查"
    assert comment.author == "李主任"
    assert looks(copy)[SHEET, "C5"] == ("", "已看")


def test_a_mark_without_column_is_on_the_first_filled_cell_of_its_row(write: Make) -> None:
    path = write({"表": [["甲", "乙"], ["", "", "丙"], ["", ""]]})
    _, copy = marked(path, Mark("表", 2, None, RED, "x"), Mark("表", 3, None, RED, "y"))
    assert set(looks(copy)) == {("表", "C2"), ("表", "A3")}


def test_missing_cells_and_rows_are_made_in_order_and_look_like_their_column(book: Path) -> None:
    places = [(3, 8), (3, 7), (60, 3), (50, 30), (2, 26)]
    _, copy = marked(book, *(Mark(SHEET, row, column, RED, "缺") for row, column in places))
    xml = members(copy.read_bytes())["xl/worksheets/sheet1.xml"]
    rows = [int(one) for one in re.findall(rb'<row r="(\d+)"', xml)]
    cells = re.findall(rb'<c r="([A-Z]+)3"', xml)
    assert rows == sorted(rows) and 60 in rows
    assert cells == sorted(cells, key=lambda one: (len(one), one))
    assert openpyxl.load_workbook(copy)[SHEET]["H3"].font.bold
    assert openpyxl.load_workbook(copy)[SHEET].dimensions == "A1:AD60"


def test_a_mark_within_a_merged_range_is_on_the_cell_that_shows(book: Path) -> None:
    _, copy = marked(book, Mark(SHEET, 12, 2, RED, "错误：甲"))
    before, now = looks(book), looks(copy)
    assert {place for place in now if now[place] != before.get(place)} == {(SHEET, "B10")}


def test_a_colour_that_the_office_uses_itself_gets_a_shade_of_its_own(book: Path) -> None:
    _, copy = marked(book, Mark(SHEET, 3, 1, RED, "甲"), Mark(SHEET, 4, 2, RED, "乙"), Mark(SHEET, 5, 4, RED, "丙"))
    shades = {looks(copy)[SHEET, cell][0] for cell in ("A3", "B4", "D5")}
    assert len(shades) == 3 and RED not in shades  # no fill, their pink and their dots behind it
    assert all(abs(int(one, 16) - int(RED, 16)) <= 0x010101 for one in shades)


def test_the_box_of_a_comment_is_large_enough_for_its_text(write: Make) -> None:
    path = write({"表": [["甲"] * 5 for _ in range(40)]})
    long = "错误：" + "请补录服务日志，或在「例外说明」中写明理由。" * 12
    _, copy = marked(path, Mark("表", 3, 1, RED, "错误：甲"), Mark("表", 20, 1, RED, long))
    vml = next(data for name, data in members(copy.read_bytes()).items() if name.endswith(".vml")).decode()
    sizes = [(int(width), int(height)) for width, height in re.findall(r"width:(\d+)pt;height:(\d+)pt", vml)]
    short, tall = sizes
    assert short[1] < 60
    assert tall[0] * tall[1] > len(long) * 9 * 12  # a hanzi of 9 points in a line of 12


# The front sheet


def test_the_front_sheet_lists_links_and_asks(book: Path) -> None:
    made, copy = marked(book, Mark(SHEET, 4, None, RED, "错误：甲"), Mark("问题", 2, 1, YELLOW, "存疑：乙"))
    workbook = openpyxl.load_workbook(copy)
    sheet = workbook[made.front]
    assert made.front == "问题(2)" == workbook.sheetnames[0]  # 问题 is the office's
    assert workbook.active.title == made.front
    assert [cell.value for cell in sheet["A"]][:3] == ["需要核对的地方", "本副本改好后替换「台账.xlsx」。", "级别"]
    assert [cell.value for cell in sheet[3]][:6] == [column.heading for column in COLUMNS]
    assert [cell.value for cell in sheet[4]][:3] == ["错误", "第 4 行", "错误：甲"]
    assert sheet["B4"].hyperlink.location == "'抽''查 一'!A4"
    assert sheet["B5"].hyperlink.location == "'问题'!A2"
    assert sheet["A4"].fill.fgColor.rgb == f"FF{RED}"
    assert sheet.column_dimensions["G"].hidden and sheet["G1"].value == SIGN and sheet["G4"].value == "键0"
    assert {one.formula1 for one in sheet.data_validations.dataValidation} >= {'"已改,属实,待定"'}
    assert sheet.freeze_panes == "A4" and sheet.auto_filter.ref == "A3:G5"


def test_only_the_front_sheet_is_selected_and_names_move_along(book: Path) -> None:
    _, copy = marked(book, Mark(SHEET, 4, 1, RED, "x"))
    workbook = openpyxl.load_workbook(copy)
    assert [sheet.title for sheet in workbook.worksheets if sheet.sheet_view.tabSelected] == ["问题(2)"]
    assert workbook["问题"].defined_names["局部"].attr_text == "问题!$A$1"
    assert workbook[SHEET].print_title_rows == "$2:$2"
    assert workbook.defined_names["范围"].attr_text == "问题!$A$1:$A$3"
    assert workbook["一" * 31].sheet_state == "hidden"


def test_a_mark_on_a_sheet_that_is_not_there_is_refused(book: Path) -> None:
    with pytest.raises(ValueError, match="没有的表"):
        marked(book, Mark("没有的表", 1, 1, RED, "x"))
    with pytest.raises(ValueError, match="图"):
        marked(book, Mark("图", 1, 1, RED, "x"))


# What stays


MARKS = tuple(Mark(SHEET, row, column, RED, "错误：甲") for row, column in ((3, 1), (4, 2), (5, 5), (12, 2), (70, 9)))


def test_values_formulas_and_their_results_are_read_as_before(book: Path) -> None:
    _, copy = marked(book, *MARKS)
    assert values(copy) == values(book)
    formulas = openpyxl.load_workbook(copy)[SHEET]
    assert formulas["E5"].value == '=B5&"x"'
    assert CalamineWorkbook.from_path(str(copy)).get_sheet_by_name(SHEET).to_python()[4][4] == "张4x"


def test_parts_that_need_no_mark_stay_byte_for_byte(book: Path) -> None:
    _, copy = marked(book, *MARKS)
    before, now = members(book.read_bytes()), members(copy.read_bytes())
    assert {name for name in before if now.get(name) != before[name]} == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",  # was the selected one
    }
    assert set(now) - set(before) == {"xl/worksheets/sheet4.xml"}


def test_everything_around_the_rows_of_a_marked_sheet_stays(book: Path) -> None:
    """Widths, panes, protection, filter, merges, conditions, checks, page, drawings, sparklines, the header picture."""
    _, copy = marked(book, *MARKS)

    def around(path: Path) -> list[bytes]:
        root = etree.fromstring(members(path.read_bytes())["xl/worksheets/sheet1.xml"])
        passed = (f"{{{MAIN}}}sheetData", f"{{{MAIN}}}dimension")
        return [etree.tostring(child, method="c14n") for child in root if child.tag not in passed]

    assert around(copy) == around(book)
    vml = members(copy.read_bytes())["xl/drawings/vmlDrawing1.vml"]
    assert vml.count(b"<v:shape ") == members(book.read_bytes())["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") + 4
    assert b'ObjectType="Button"' in vml


def test_the_same_book_and_marks_give_the_same_bytes(book: Path) -> None:
    assert marked(book, *MARKS)[0].data == marked(book, *MARKS)[0].data


def test_a_comment_drawing_takes_its_place_in_the_order_of_the_schema(tmp_path: Path) -> None:
    path = office_book(tmp_path / "台账.xlsx")
    _, copy = marked(path, Mark("问题", 1, 1, RED, "x"))  # has a table, which comes after
    root = etree.fromstring(members(copy.read_bytes())["xl/worksheets/sheet2.xml"])
    assert [etree.QName(child).localname for child in root][-2:] == ["legacyDrawing", "tableParts"]


# Workbooks of other programs


def prefixed(parts: dict[str, bytes]) -> None:
    for name in parts:
        if re.match(r"xl/(workbook|styles|sharedStrings|comments1|worksheets/sheet\d)\.xml", name):
            root = etree.fromstring(parts[name])
            spaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix} | {"x": MAIN}
            renamed = etree.Element(root.tag, nsmap=spaces, attrib=dict(root.attrib))
            renamed[:] = root[:]
            etree.cleanup_namespaces(renamed, top_nsmap=spaces, keep_ns_prefixes=list(spaces))
            parts[name] = etree.tostring(renamed, encoding="UTF-8", standalone=True)


def strict(parts: dict[str, bytes]) -> None:
    for name in parts:
        for old, new in (
            (
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
            (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
        ):
            parts[name] = parts[name].replace(old, new)


def with_xml_comments(parts: dict[str, bytes]) -> None:
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"<sheetData>", b'<sheetData><!-- <row r="4"><c r="A4"/></row> -->')


@pytest.mark.parametrize("change", [prefixed, strict, with_xml_comments])
def test_other_ways_to_write_the_same_xml(
    book: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    odd = rebuilt(book, tmp_path / "另一种.xlsx", change)
    made, copy = marked(odd, *MARKS)
    assert made.lost == ()
    assert values(copy) == values(odd)
    shapes = members(copy.read_bytes())["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ")
    assert shapes == members(odd.read_bytes())["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") + 4
    assert members(copy.read_bytes())["xl/comments1.xml"].count("错误：甲".encode()) == len(MARKS)


def test_cells_without_references_are_counted(write: Make, tmp_path: Path) -> None:
    def bare(parts: dict[str, bytes]) -> None:
        xml = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = re.sub(rb'<(row|c) r="[A-Z0-9]+"', rb"<\1", xml)

    path = rebuilt(write({"表": [[f"第{row}行", row] for row in range(1, 9)]}), tmp_path / "无引用.xlsx", bare)
    _, copy = marked(path, Mark("表", 3, 2, RED, "甲"), Mark("表", 5, 4, RED, "乙"), Mark("表", 12, 1, RED, "丙"))
    assert values(copy) == values(path)
    assert set(looks(copy)) == {("表", "B3"), ("表", "D5"), ("表", "A12")}


def test_a_package_without_styles_gets_some(write: Make, tmp_path: Path) -> None:
    def bare(parts: dict[str, bytes]) -> None:
        del parts["xl/styles.xml"]
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            parts[name] = re.sub(rb"<(?:Relationship|Override) [^>]*styles[^>]*/>", b"", parts[name])

    path = rebuilt(write([["甲", "乙"], ["丙", "丁"]]), tmp_path / "无样式.xlsx", bare)
    _, copy = marked(path, Mark("表", 2, 2, RED, "x"))
    assert looks(copy) == {("表", "B2"): (RED, "x\n——台账检查")}


# What cannot be kept is said on the front sheet


def test_a_cell_with_a_conversation_keeps_it_and_the_front_sheet_says_so(book: Path, tmp_path: Path) -> None:
    def talk(parts: dict[str, bytes]) -> None:
        name = "xl/comments1.xml"
        parts[name] = parts[name].replace("李主任".encode(), b"tc={11111111-1111-1111-1111-111111111111}")

    path = rebuilt(book, tmp_path / "会话.xlsx", talk)
    made, copy = marked(path, Mark(SHEET, 3, 1, RED, "错误：甲"))
    assert made.lost == ("「抽'查 一」A3 已有会话式批注，检查意见不便写在一处，只见本表。",)
    assert openpyxl.load_workbook(copy)[SHEET]["A3"].comment.text == "请核对"
    assert looks(copy)[SHEET, "A3"][0] != ""
    assert openpyxl.load_workbook(copy)[made.front]["A3"].value == made.lost[0]


def test_signatures_and_the_log_of_a_shared_workbook_go_and_are_named(book: Path, tmp_path: Path) -> None:
    kinds = "http://schemas.openxmlformats.org/{}/relationships/{}"

    def seal(parts: dict[str, bytes]) -> None:
        signature = kinds.format("package/2006", "digital-signature/origin")
        log = kinds.format("officeDocument/2006", "revisionHeaders")
        related = '<Relationship Id="rId99" Type="{}" Target="{}"/></Relationships>'
        for name, kind, target in (
            ("_rels/.rels", signature, "_xmlsignatures/origin.sigs"),
            ("xl/_rels/workbook.xml.rels", log, "revisions/revisionHeaders.xml"),
        ):
            parts[name] = parts[name].replace(b"</Relationships>", related.format(kind, target).encode())
        parts["_xmlsignatures/origin.sigs"] = parts["xl/revisions/revisionHeaders.xml"] = b""

    made, _ = marked(rebuilt(book, tmp_path / "签名.xlsx", seal), *MARKS)
    assert made.lost == (
        "原文件的数字签名未能保留：内容加了标注，签名已经失效。",
        "原文件的“共享工作簿”状态和修订记录未能保留。",
    )
    assert not {name for name in members(made.data) if "sign" in name or "revision" in name}


def test_a_workbook_whose_insides_are_too_odd_is_recast(book: Path, tmp_path: Path) -> None:
    """Reading does not look into comments; marking has to."""

    def entities(parts: dict[str, bytes]) -> None:
        parts["xl/comments1.xml"] = parts["xl/comments1.xml"].replace(
            b"?>", b'?><!DOCTYPE comments [<!ENTITY a "b">]>', 1
        )

    path = rebuilt(book, tmp_path / "怪.xlsx", entities)
    made, copy = marked(path, *MARKS)
    assert made.lost[0].startswith("本文件由原文件转存为 .xlsx：文字、数值、日期、合并单元格和隐藏状态都在；")
    before, now = (
        [[cell for row in grid.rows for cell in row if cell != ""] for grid in values(one)] for one in (path, copy)
    )
    assert [grid for grid in now if grid] == [grid for grid in before if grid]


def test_a_workbook_that_declares_entities_is_refused_as_in_reading(book: Path, tmp_path: Path) -> None:
    def entities(parts: dict[str, bytes]) -> None:
        declared = b'standalone="yes"?><!DOCTYPE styleSheet [<!ENTITY a "b">]>'
        parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'standalone="yes"?>', declared, 1)

    path = rebuilt(book, tmp_path / "怪.xlsx", entities)
    with pytest.raises(Refused):
        values(path)
    with pytest.raises(Refused):
        annotated(path, [], front())


@pytest.mark.parametrize(
    ("content", "code"), [(b"PK\x03\x04 broken", "truncated"), (b"", "empty"), (b"%PDF", "not_a_spreadsheet")]
)
def test_what_cannot_be_read_is_refused_as_in_reading(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "坏.xlsx").write_bytes(content)
    with pytest.raises(Refused) as refused:
        annotated(tmp_path / "坏.xlsx", [], front())
    assert refused.value.code == code


def test_a_large_sheet_is_not_parsed_cell_by_cell(tmp_path: Path) -> None:
    """20,000 rows; the bench measures 100,000. What is looked at is that rows far down are found and all others stay."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("日志")
    for row in range(1, 20_001):
        sheet.append([row, f"第{row}行", dt.date(2024, 7, 2), row / 7])
    book.save(tmp_path / "大.xlsx")
    marks = [Mark("日志", row, 2, RED, f"错误：第 {row} 行") for row in range(1, 20_001, 997)]
    _, copy = marked(tmp_path / "大.xlsx", *marks)
    assert values(copy) == values(tmp_path / "大.xlsx")
    assert {cell for _, cell in looks(copy)} == {f"B{mark.row}" for mark in marks}


def test_calamine_and_openpyxl_open_a_copy(book: Path) -> None:
    made, copy = marked(book, *MARKS)
    assert CalamineWorkbook.from_filelike(io.BytesIO(made.data)).sheet_names[0] == "问题(2)"
    assert is_front(grids_of(copy)[0])
