"""A copy of a copy: our colours, comments and front sheet of the last time are taken off, whoever has saved it since."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.sheets.annotating import Mark, annotated
from pipeline.sheets.files.opening import grids_of
from pipeline.sheets.front import Reply, is_front, replies_of, shades_of
from tests.office import Convert
from tests.sheets.annotating.office_book import RED, SHEET, YELLOW, front, looks, members, office_book, rebuilt, values

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl's, of the test's own reading
MARKS = (
    Mark(SHEET, 3, 1, RED, "错误：甲"),  # a comment of the office
    Mark(SHEET, 4, 2, RED, "错误：乙"),  # the office's own fill, of our colour
    Mark(SHEET, 5, 4, YELLOW, "存疑：丙"),  # a pattern
    Mark(SHEET, 6, 6, YELLOW, "存疑：丁"),  # nothing
    Mark(SHEET, 12, 2, RED, "错误：戊"),  # a merged range
    Mark(SHEET, 70, 8, RED, "错误：己"),  # no such row; a coloured column
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return office_book(tmp_path / "台账.xlsx")


def copy_of(path: Path, *marks: Mark, name: str = "副本.xlsx") -> Path:
    made = annotated(path, marks, front(*marks))
    assert made.lost == ()
    target = path.parent / name
    target.write_bytes(made.data)
    return target


def test_the_copy_of_a_copy_with_the_same_marks_is_that_copy(book: Path) -> None:
    once = copy_of(book, *MARKS)
    assert copy_of(once, *MARKS, name="再次.xlsx").read_bytes() == once.read_bytes()


def test_solved_marks_leave_nothing_behind(book: Path) -> None:
    before = looks(book)
    clean = copy_of(copy_of(book, *MARKS), name="改好.xlsx")
    made = {(SHEET, "H70"): ("FFFF00", "")}  # cells that the first copy had to make keep the look of their column
    assert looks(clean) == before | made
    assert values(clean) == values(book)
    parts = members(clean.read_bytes())
    assert parts["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 3  # two comments and the button of the office
    assert sum(is_front(grid) for grid in grids_of(clean)) == 1


def test_a_sheet_without_comments_of_its_own_loses_their_parts_again(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["甲", "乙"])
    workbook.save(tmp_path / "台账.xlsx")
    copy = copy_of(tmp_path / "台账.xlsx", Mark("Sheet", 1, 1, RED, "x"))
    assert {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"} <= set(members(copy.read_bytes()))
    parts = members(copy_of(copy, name="改好.xlsx").read_bytes())
    assert not [name for name in parts if "comments" in name or "vml" in name or name.endswith("sheet1.xml.rels")]
    assert b"comments" not in parts["[Content_Types].xml"]
    assert b"legacyDrawing" not in parts["xl/worksheets/sheet1.xml"]


def test_what_the_office_added_to_our_comment_stays(book: Path) -> None:
    copy = copy_of(book, Mark(SHEET, 6, 6, RED, "错误：丁"), Mark(SHEET, 3, 1, RED, "错误：甲"))

    def add(parts: dict[str, bytes]) -> None:
        end = "——台账检查</t>".encode()
        parts["xl/comments1.xml"] = parts["xl/comments1.xml"].replace(end, "——台账检查\n已电话核实</t>".encode())

    clean = copy_of(rebuilt(copy, book.parent / "批过.xlsx", add), name="改好.xlsx")
    assert looks(clean)[SHEET, "F6"] == ("", "已电话核实")
    assert looks(clean)[SHEET, "A3"] == ("", "请核对已电话核实")


def test_colours_that_the_office_dragged_along_go_too(write: object, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for _ in range(5):
        workbook.active.append(["甲", "乙"])
    workbook.save(tmp_path / "台账.xlsx")
    copy = copy_of(tmp_path / "台账.xlsx", Mark("Sheet", 2, 1, RED, "x"))

    def drag(parts: dict[str, bytes]) -> None:
        xml = parts["xl/worksheets/sheet1.xml"]
        style = re.search(rb'<c r="A2"[^>]* s="(\d+)"', xml)
        assert style is not None
        parts["xl/worksheets/sheet1.xml"] = xml.replace(b'<c r="A3"', b'<c r="A3" s="%b"' % style.group(1))

    dragged = rebuilt(copy, tmp_path / "拖过.xlsx", drag)
    assert looks(dragged)["Sheet", "A3"] == (RED, "")
    assert looks(copy_of(dragged, name="改好.xlsx")) == {}


def test_a_copy_whose_front_sheet_was_deleted_is_still_cleaned(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["甲", "乙"])
    workbook.save(tmp_path / "台账.xlsx")
    copy = copy_of(tmp_path / "台账.xlsx", Mark("Sheet", 1, 1, RED, "x"))
    workbook = openpyxl.load_workbook(copy)
    del workbook["问题"]
    workbook.save(copy)
    again = copy_of(copy, Mark("Sheet", 1, 2, RED, "y"), name="再次.xlsx")
    assert looks(again) == {("Sheet", "B1"): (RED, "y\n——台账检查")}


def test_the_front_sheet_is_known_by_its_sign_not_its_name_or_place(book: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["甲", "乙"])
    path = book.parent / "简单.xlsx"
    workbook.save(path)
    copy = copy_of(path, Mark("Sheet", 1, 1, RED, "x"))
    workbook = openpyxl.load_workbook(copy)
    workbook["问题"].title = "看过了"
    workbook.move_sheet("看过了", 1)
    workbook.save(copy)
    again = annotated(copy, [Mark("Sheet", 1, 1, RED, "x")], front())
    assert again.front == "问题"
    (book.parent / "再次.xlsx").write_bytes(again.data)
    assert openpyxl.load_workbook(book.parent / "再次.xlsx").sheetnames == ["问题", "Sheet"]


def test_answers_come_back_with_their_keys_in_any_order(book: Path) -> None:
    made = annotated(book, MARKS[:2], front(*MARKS[:2], answers=[("属实", "已核对", dt.date(2024, 9, 1))]))
    copy = book.parent / "副本.xlsx"
    copy.write_bytes(made.data)
    grid = grids_of(copy)[0]
    first, second = replies_of(grid)
    assert first == Reply(
        "键0",
        {
            "级别": "错误",
            "位置": "第 3 行",
            "问题": "错误：甲",
            "处理": "属实",
            "说明": "已核对",
            "日期": dt.date(2024, 9, 1),
        },
        grid.sheet,
        first.row,
    )
    assert second.row == first.row + 1
    assert (second.key, second.cells["处理"]) == ("键1", "")


def test_an_answered_date_stays_itself_in_a_workbook_that_counts_from_1904(book: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.active.append(["甲", dt.date(2024, 7, 2)])
    path = book.parent / "1904.xlsx"
    workbook.save(path)
    mark = Mark("Sheet", 1, 1, RED, "x")
    for _ in range(2):
        path.write_bytes(annotated(path, [mark], front(mark, answers=[("属实", "", dt.date(2024, 9, 1))])).data)
        first, second = grids_of(path)
        assert replies_of(first)[0].cells["日期"] == dt.date(2024, 9, 1)
        assert second.rows[0][1] == dt.date(2024, 7, 2)


@pytest.mark.office
def test_a_copy_that_libreoffice_has_saved(book: Path, convert: Convert) -> None:
    copy = copy_of(book, *MARKS)
    saved = convert(copy, "xlsx", book.parent / "另存")
    first = grids_of(saved)[0]
    assert is_front(first) and [one.key for one in replies_of(first)] == [f"键{number}" for number in range(6)]
    assert set(shades_of(first)) == set(shades_of(grids_of(copy)[0]))
    clean, plain = copy_of(saved, name="改好.xlsx"), convert(book, "xlsx", book.parent / "另存")
    theirs = {place: look for place, look in looks(plain).items() if "D" not in place[1]}  # it makes dots a plain fill
    ours = {place: look for place, look in looks(clean).items() if "D" not in place[1]}
    assert {place: (fill, said.strip()) for place, (fill, said) in ours.items()} == theirs | {
        (SHEET, "H70"): ("FFFF00", "")
    }
    assert looks(clean)[SHEET, "D5"] == ("lightGray", "")  # ours remembered
    again = copy_of(saved, *MARKS, name="再次.xlsx")
    assert looks(again)[SHEET, "A3"][1] == "请核对\n——以下为台账检查意见——\n错误：甲\n——台账检查"
    assert sum("——台账检查" in said for _, said in looks(again).values()) == len(MARKS)
