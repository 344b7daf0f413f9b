"""The key of a problem: answers in the offices' copies refer to it, so that it must stay what it once was."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from pipeline.check.keys import key_of, keys_of
from pipeline.check.year import check_year
from pipeline.problems import Place, Problem, Severity, gather
from pipeline.publishing.workspace import Workspace
from pipeline.rules import Phase, count, judge
from tests.check.three_stations import EMPTY, messy
from tests.intake.conftest import Year
from tests.rules.builders import PLAN, person, problems, year

# Given out by the first release of the keys. A key that is missing here has lost its answers.
GIVEN_OUT = {
    "ambiguous_person": ["df623f91119b8750"],
    "duplicate_id": ["685011e19410c3f1", "52aeb9ad1c6c5cf9", "7b9bfe95b88f0370"],
    "not_a_number": ["cb473b44184f39d7"],  # two cells of one person
    "unknown_person": ["2d3409765c403b85"],  # one name in two workbooks
    "enterprises_served": ["1a4fd4abd181c961"],
    "monthly_report": [
        *("56221c035ae9dd56", "0bb8f30662fd8a27", "9727583f05359c50", "022157f70b9983bb", "2d24b43e992e9877"),
    ],
    "service_days": ["04a77695d6ac43f0", "580d693a9995b667", "0871b9ef4eaf4b74"],
    "extra_columns": ["502deef1aeff0f6a"],
    "funds": ["2b763ab9aebf1ad8", "2b763ab9aebf1ad8-2"],  # two rows that nothing but their place tells apart
    "missing_form": [
        *("54e558ed27e4b4bb", "a1b13d9a7e89571f", "4a11a701d52018af", "21a443355d4681e7"),
        *("561b5664bbe999ce", "501c257d28f1dfb0", "125c46bef318461a"),
    ],
    "name_mismatch": ["64698b07ee475e11"],
    "repeated_row": ["a10adb04c3a7a075", "c4b503958cefb8db"],
    "unknown_service_type": ["4938c255b195089b"],  # of one person, in two workbooks
    "unpaired_visit": ["2bf42b493ef3dbe6", "8c96f58243cf3211"],
    "unrecognised_sheet": ["c6b18aa13baae6bf"],
}


def test_the_keys_are_those_that_were_given_out(tmp_path: Path) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for one in check_year(messy(tmp_path), None).findings:
        found[one.problem.rule].append(one.key)
    (tmp_path / "input/2024" / EMPTY).unlink()
    found["missing_form"] = [
        one.key for one in check_year(Workspace(tmp_path, 2024), None).findings if one.problem.rule == "missing_form"
    ]
    assert {rule: found[rule] for rule in GIVEN_OUT} == GIVEN_OUT


# ── the same problem ──────────────────────────────────────────────────────────────────────────────────────────────

TERM = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
PEOPLE = [
    ["编号", "姓名", "身份证号", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止"],
    ["T001", "张伟", "150602198001010003", "13900000001", "大学", "城东工作站", *TERM],
    ["T002", "李娜", "", "13900000002", "研究所", "城西工作站", *TERM],
]
FIRMS = [["企业名称", "统一社会信用代码"], ["甲公司", "91150602MA0N00001R"]]
POSTINGS = [
    ["特派员编号", "企业名称", "服务起", "服务止"],
    ["T001", "甲公司", *TERM],
    ["T002", "甲公司", *TERM],
]
HEADINGS = ["日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "服务内容"]
LOG, CSV = "台账/城东.xlsx", "台账/城东.csv"


def visit(day: int, kind: str = "技术服务", days: Any = 1, note: str = "", id: str = "T001") -> list[Any]:
    return [dt.date(2024, 3, day), id, {"T001": "张伟", "T002": "李娜"}[id], "甲公司", kind, days, note]


@pytest.fixture
def two(tmp_path: Path) -> Year:
    """Two people and an empty log."""
    roster = {name: [list(row) for row in rows] for name, rows in (("特派员", PEOPLE), ("企业名录", FIRMS))}
    books = {"名册.xlsx": {**roster, "派驻关系": POSTINGS}, LOG: {"服务日志": [list(HEADINGS)]}}
    return Year(tmp_path, PLAN, books)


def keys(two: Year, rule: str, log: list[list[Any]] | None = None) -> list[str]:
    """The keys of a rule's problems, with these rows in the log."""
    if log is not None:
        two.rows(LOG, "服务日志")[:] = log
    intake = two.read()
    dataset = intake.dataset
    found = gather([*intake.problems, *judge(dataset, PLAN, count(dataset, PLAN), Phase.YEAR_END)])
    return [key for one, key in zip(found, keys_of(found, intake.value_at), strict=True) if one[0].rule == rule]


def test_a_cell_is_the_same_after_sorting_and_inserting_and_another_when_it_changes(two: Year) -> None:
    rows = [visit(4), visit(5, "座谈"), visit(6)]
    (before,) = keys(two, "unknown_service_type", [HEADINGS, *rows])
    title = ["2024年服务日志"]
    assert keys(two, "unknown_service_type", [title, HEADINGS, visit(1), *reversed(rows)]) == [before]
    assert keys(two, "unknown_service_type", [HEADINGS, visit(4), visit(5, "座谈会")]) != [before]
    assert keys(two, "unknown_service_type", [HEADINGS, visit(4), visit(5, "座谈", id="T002")]) != [before]


def test_a_further_fault_of_the_same_kind_makes_it_another(two: Year) -> None:
    (before,) = keys(two, "unknown_service_type", [HEADINGS, visit(5, "座谈")])
    (after,) = keys(two, "unknown_service_type", [HEADINGS, visit(5, "座谈"), visit(6, "座谈")])
    assert after != before


def test_a_whole_row_is_the_same_wherever_it_stands_and_another_when_anything_in_it_changes(two: Year) -> None:
    (before,) = keys(two, "repeated_row", [HEADINGS, visit(5), visit(5), visit(9)])
    assert keys(two, "repeated_row", [HEADINGS, visit(9), visit(1), visit(5), visit(5)]) == [before]
    assert keys(two, "repeated_row", [HEADINGS, visit(6), visit(6), visit(9)]) != [before]
    assert keys(two, "repeated_row", [HEADINGS, visit(5, note="焊接"), visit(5, note="焊接"), visit(9)]) != [before]


def test_a_shortfall_is_its_figure_whatever_else_stands_in_the_roster(two: Year) -> None:
    (before, other) = keys(two, "service_days", [HEADINGS, visit(5), visit(6, id="T002")])
    assert before != other
    two.rows("名册.xlsx", "特派员")[1][4] = "学会"
    two.rows("名册.xlsx", "特派员").insert(1, ["T003", "王芳", "", "13900000003", "大学", "城东工作站", *TERM])
    (inserted, *same) = keys(two, "service_days")
    assert same == [before, other]
    (_, after, unchanged) = keys(two, "service_days", [HEADINGS, visit(5), visit(7), visit(6, id="T002")])
    assert after not in (inserted, before, other) and unchanged == other


def test_what_is_nobodys_is_its_row(two: Year) -> None:
    heading = ["日期", "事项", "用途", "金额"]
    rows = [[dt.date(2024, 3, day), what, "保险", 800] for day, what in ((1, "意外险"), (2, "责任险"))]
    two.books["区局.xlsx"] = {"经费支出": [heading, *rows]}
    first, second = keys(two, "funds")
    two.rows("区局.xlsx", "经费支出")[:] = [["经费"], heading, rows[1], rows[0]]
    assert keys(two, "funds") == [second, first]
    rows[0][3] = 900
    assert keys(two, "funds")[0] == second and keys(two, "funds")[1] not in (first, second)


def test_two_of_which_nothing_differs_but_the_place_are_two(two: Year) -> None:
    heading, row = ["日期", "事项", "用途", "金额"], [dt.date(2024, 3, 1), "意外险", "保险", 800]
    two.books["区局.xlsx"] = {"经费支出": [heading, row, row]}
    first, second = keys(two, "funds")
    assert second == f"{first}-2"


def test_a_table_is_the_same_when_its_csv_comes_back_as_an_xlsx(tmp_path: Path) -> None:
    def at(workbook: str) -> tuple[Problem]:
        return (Problem("unrecognised_sheet", Severity.DOUBT, Place(workbook, "城东")),)

    def nothing(place: Place) -> str:
        return "[]"

    assert keys_of([at(CSV)], nothing) == keys_of([at(LOG)], nothing)
    assert keys_of([at(CSV)], nothing) != keys_of([at("台账/城西.xlsx")], nothing)


def test_nothing_of_a_private_column_goes_into_a_key(two: Year) -> None:
    two.rows("名册.xlsx", "特派员")[1][2] = "15060219800101000"
    (before,) = keys(two, "id_number")
    two.rows("名册.xlsx", "特派员")[1][2] = "15060219800101001"
    assert keys(two, "id_number") == [before]


def test_every_problem_of_a_year_has_a_key_of_its_own() -> None:
    found = problems(year(person("T001", days=3, plans=0, sessions=0), person("T002", days=3, plans=0)))
    made = keys_of(gather(found), lambda place: "")
    assert len(set(made)) == len(made) > 4


def test_a_workbook_that_repeats_another_is_told_apart_by_the_other() -> None:
    """The key is the one given out when the other stood in the facts by its name."""

    def key(original: object) -> str:
        facts = {"original": original, "same": 5, "different": 0, "rostered": (), "firms": ()}
        return key_of((Problem("workbook_copy", Severity.ERROR, Place("名册(1).xlsx"), facts=facts),))

    assert key(Place("名册.xlsx")) == key("名册.xlsx") != key(Place("旧名册.xlsx"))
