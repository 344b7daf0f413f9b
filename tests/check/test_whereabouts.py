"""How a place is said: one spelling for the list, the page, the copies and the reminders."""

from __future__ import annotations

import pytest

from pipeline.check.whereabouts import at, cell, elsewhere, row_list, sheet_after, within
from pipeline.problems import Place
from pipeline.sheets.places import Shown

BOOK, SHEET = Place("甲.xlsx"), Place("甲.xlsx", "日志")
ROW, CELL = Place("甲.xlsx", "日志", 3), Place("甲.xlsx", "日志", 3, "备注", "B")


@pytest.mark.parametrize(
    ("place", "inside", "named"),
    [
        (BOOK, "", ""),
        (SHEET, "「日志」", ""),
        (ROW, "「日志」第 3 行", ""),
        (CELL, "「日志」第 3 行「备注」", "B3"),
        (Place("甲.csv", None, 3, "备注", "B"), "第 3 行「备注」", "B3"),
    ],
)
def test_a_place_is_said_as_far_as_it_is_known(place: Place, inside: str, named: str) -> None:
    assert (at(place), within(place), cell(place)) == (place.workbook + inside, inside, named)


def test_only_the_names_that_may_be_shown_are_said() -> None:
    place = Place("张伟13812345678.xlsx", "13812345678", 3, shown=Shown("张伟（号码略）.xlsx", "（号码略）"))
    assert at(place) == "张伟（号码略）.xlsx「（号码略）」第 3 行"
    others = [place, Place(place.workbook, place.sheet, 5, shown=place.shown)]
    assert elsewhere(others) == "另有 2 处同类问题：张伟（号码略）.xlsx「（号码略）」第 3、5 行。"


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([], ""),
        ([CELL], "另有 1 处同类问题：甲.xlsx「日志」第 3 行「备注」。"),
        ([Place("甲.xlsx", "日志", row) for row in (5, 6, 7, 9)], "另有 4 处同类问题：甲.xlsx「日志」第 5–7、9 行。"),
        ([CELL, Place("甲.xlsx", "日志", 3, "天数", "D")], "另有 2 处同类问题：甲.xlsx「日志」单元格 B3、D3。"),
        ([ROW, Place("乙.xlsx", "月报", 4)], "另有 2 处同类问题：甲.xlsx「日志」第 3 行；乙.xlsx「月报」第 4 行。"),
    ],
)
def test_further_places_are_drawn_together_by_sheet(others: list[Place], said: str) -> None:
    assert elsewhere(others) == said


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([Place("甲.xlsx", "日志", row) for row in (9, 5)], "第 5、9 行"),
        ([Place("甲.xlsx", "月报", 5)], "「月报」第 5 行"),
        ([Place("乙.xlsx", "日志", 5)], "乙.xlsx「日志」第 5 行"),
    ],
)
def test_what_was_told_of_the_first_place_is_not_said_again(places: list[Place], said: str) -> None:
    assert sheet_after(places, CELL) == said


def test_rows_in_eleven_pieces_are_counted() -> None:
    assert row_list(range(3, 23, 2)) == "第 3、5、7、9、11、13、15、17、19、21 行"
    assert row_list(range(3, 25, 2)) == "第 3 行到第 23 行之间的 11 行"
    assert row_list([]) == ""
