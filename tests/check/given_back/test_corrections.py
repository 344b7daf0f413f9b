"""check/待改/: which workbook is given back with which problems, in whose words, under which name.

城东: T001 张伟, T002 李娜. 城西: T003 张伟, T004 王芳. 城南: T005 赵敏, with the same ID number as T001.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.check.answers import Action, Answer, reply_to
from pipeline.check.audiences.stations import Stations
from pipeline.check.catalogue import labels
from pipeline.check.given_back.correction_sheet import COLOURS, COLUMNS
from pipeline.check.given_back.corrections import Correction, copy_paths, corrections
from pipeline.check.year import Checked, check_year
from pipeline.intake.naming import named
from pipeline.intake.privacy import Concealer
from pipeline.intake.private_numbers import PrivateNumbers
from pipeline.problems import Place, Problem, Severity
from pipeline.publishing.workspace import Workspace
from pipeline.sheets import Refusal
from pipeline.sheets.front import FrontRow, Reply, Target
from tests.check.findings import of_year
from tests.check.three_stations import (
    EAST,
    EAST_LOG,
    HEADINGS,
    ID_NUMBER,
    SOUTH_LOG,
    TERM,
    WEST,
    WEST_LOG,
    visit,
    year_of_three,
)
from tests.conftest import REPOSITORY
from tests.intake.conftest import Year
from tests.rules.builders import PLAN

ROSTER = "名册.xlsx"
HEADING = [column.heading for column in COLUMNS]
LEVEL, WHERE, WHO, TEXT = (HEADING.index(name) for name in ("级别", "位置", "对象", "问题和要求"))
ASKED = slice(HEADING.index("处理"), None)


@dataclass
class GivenBack:
    """A check of these workbooks, and the copies made of it."""

    checked: Checked
    copies: dict[str, Correction]

    def rows(self, workbook: str, *words: str) -> list[FrontRow]:
        """The rows of a copy that say all these words."""
        rows = self.copies[workbook].front.rows if workbook in self.copies else ()
        return [row for row in rows if all(word in " ".join(map(str, row.cells)) for word in words)]

    def row(self, workbook: str, *words: str) -> FrontRow:
        [row] = self.rows(workbook, *words)
        return row

    def key(self, rule: str, subject: str | None = None) -> str:
        return next(
            one.key for one in self.checked.findings if (one.problem.rule, one.problem.subject) == (rule, subject)
        )


Give = Callable[..., GivenBack]


@pytest.fixture
def three(tmp_path: Path) -> Year:
    return year_of_three(tmp_path / "input/2024")


@pytest.fixture
def give(three: Year, tmp_path: Path) -> Give:
    def give(replies: dict[str, tuple[Reply, ...]] | None = None, **changes: Any) -> GivenBack:
        three.read()
        shutil.copy(REPOSITORY / "input/2024/plan.toml", three.folder)
        checked = check_year(Workspace(tmp_path, 2024), None)
        intake = checked.intake
        findings = changes.get("findings", lambda found: found)(checked.findings)
        stations = Stations(intake.dataset, checked.plan, labels(checked.plan), checked.conceal)
        found = corrections(findings, checked.plan, stations, intake.workbooks, intake.roster, replies or {})
        return GivenBack(checked, {one.workbook: one for one in found})

    return give


# ── which workbook tells what ───────────────────────────────────────────────────────────────────────────────────────


def test_a_cell_is_marked_in_its_own_workbook_and_told_with_a_link_to_it(three: Year, give: Give) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T001", "张伟", "甲公司", "约两天"))
    given = give()
    row = given.row(EAST_LOG, "约两天")
    text = "「服务日志」第 4 行「服务天数」：T001 张伟 「服务天数」是“约两天”，不是数字。请只填数字。"
    assert row.cells[1:6] == ("错误", "服务日志 G4", "T001 张伟", text, "")
    assert (row.target, row.colour) == (Target("服务日志", 4, 7), COLOURS["错误"])
    (mark,) = [mark for mark in given.copies[EAST_LOG].marks if mark.row == 4]
    assert (mark.sheet, mark.column, mark.colour, mark.text) == ("服务日志", 7, COLOURS["错误"], f"【错误】{text}")
    for other in (ROSTER, WEST_LOG, SOUTH_LOG):
        assert given.rows(other, "约两天") == []


def test_a_whole_row_is_marked_at_its_first_cell(three: Year, give: Give) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T002", "李娜", "甲公司"))
    row = give().row(EAST_LOG, "完全相同")
    assert (row.cells[WHERE], row.target) == ("服务日志 第 4 行", Target("服务日志", 4))


def test_an_absence_stands_in_the_roster_s_copy_and_in_the_station_s(give: Give) -> None:
    """T004 has sent no report at all: the place is the row of the roster, the station has none."""
    given = give()
    roster, station = (given.row(book, "T004", "应报月报 12 期") for book in (ROSTER, WEST_LOG))
    assert (roster.cells[WHERE], roster.target) == ("特派员 第 5 行", Target("特派员", 5))
    assert (station.cells[LEVEL], station.cells[WHERE], station.cells[WHO]) == ("未达标", "", "T004 王芳")
    assert station.target is None and station.key == roster.key
    assert str(roster.cells[TEXT]).startswith("名册.xlsx「特派员」第 5 行：T004 王芳 应报月报 12 期，缺报 1月、")
    assert str(station.cells[TEXT]).startswith("T004 王芳 应报月报 12 期，缺报 1月、")
    assert "应于每月 15 日前报送（依据：方案三（五））。请补录「月报」" in str(station.cells[TEXT])
    assert given.rows(EAST_LOG, "T004") == given.rows(SOUTH_LOG, "T004") == []


def test_a_station_without_a_workbook_is_told_in_the_roster_s_copy_alone(three: Year, give: Give) -> None:
    del three.books[SOUTH_LOG]
    given = give()
    assert [book for book in given.copies if given.rows(book, "T005", "全年服务 0 天")] == [ROSTER]


def test_of_two_workbooks_of_a_station_the_first_tells_of_absences(three: Year, give: Give) -> None:
    again = f"台账/{WEST}补报.xlsx"
    three.books[again] = {"服务日志": [HEADINGS, visit("T004", "王芳", "乙公司", "约两天", day=9)]}
    given = give()
    assert given.rows(WEST_LOG, "应报月报") and not given.rows(again, "应报月报")
    assert given.rows(again, "约两天") and not given.rows(WEST_LOG, "约两天")


def test_what_is_nobody_s_stands_in_the_roster_s_copy(give: Give) -> None:
    given = give()
    for words in ("没有找到「经费支出」表", "目标"):
        assert given.rows(ROSTER, words)
        assert not any(given.rows(book, words) for book in (EAST_LOG, WEST_LOG, SOUTH_LOG))


def test_a_problem_with_places_in_two_workbooks_is_marked_in_both(three: Year, give: Give) -> None:
    for book, day in ((EAST_LOG, 8), (WEST_LOG, 9)):
        three.rows(book, "服务日志").append(visit("T004", "王芳", "乙公司", kind="座谈", day=day))
    given = give()
    key = given.key("unknown_service_type", "T004")
    for book in (EAST_LOG, WEST_LOG):
        assert [row.cells[WHERE] for row in given.copies[book].front.rows if row.key == key] == ["服务日志 F4"]
        assert [mark for mark in given.copies[book].marks if (mark.row, mark.column) == (4, 6)]


def test_each_cell_says_what_stands_in_it_and_the_list_says_it_once(three: Year, give: Give) -> None:
    for days in ("约两天", "三五天"):
        three.rows(EAST_LOG, "服务日志").append(visit("T001", "张伟", "甲公司", days))
        three.rows(WEST_LOG, "服务日志").append(visit("T001", "张伟", "甲公司", f"{days}？"))
    given = give()
    comments = {mark.row: mark.text for mark in given.copies[EAST_LOG].marks if mark.column == 7}
    assert comments == {
        4: "【错误】「服务日志」第 4 行「服务天数」：T001 张伟 「服务天数」是“约两天”，不是数字。请只填数字。",
        5: "【错误】「服务日志」第 5 行「服务天数」：T001 张伟 「服务天数」是“三五天”，不是数字。请只填数字。",
    }
    assert "第 4 行「服务天数」，另有第 5 行、其他工作站的工作簿中 2 处" in str(
        given.row(EAST_LOG, "约两天").cells[TEXT]
    )
    west = [mark.text for mark in given.copies[WEST_LOG].marks if mark.column == 7]
    assert ["张伟" in text for text in west] == [False, False]
    assert ["约两天？" in west[0], "三五天？" in west[1]] == [True, True]


def test_a_workbook_without_a_problem_is_not_given_back(three: Year, give: Give) -> None:
    three.books["区局台账.xlsx"] = {"抽查": [["日期", "特派员编号", "特派员姓名", "抽查单位", "结果"]]}
    assert set(give().copies) == {ROSTER, EAST_LOG, WEST_LOG, SOUTH_LOG}


def test_a_refused_workbook_cannot_be_given_back_and_its_problem_stays_in_the_list(three: Year, give: Give) -> None:
    (three.folder / "台账").mkdir(parents=True)
    (three.folder / f"台账/{WEST}补报.xlsx").write_bytes(b"PK\x03\x04 broken off")
    given = give()
    assert [one.problem.rule for one in given.checked.findings if one.problem.rule == "unreadable"] == ["unreadable"]
    assert not any(given.rows(book, "文件不完整") for book in given.copies)
    assert f"台账/{WEST}补报.xlsx" not in given.copies


def test_a_copied_workbook_is_told_that_it_is_one(three: Year, give: Give) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T001", "张伟", "甲公司", day=9))
    three.books[f"台账/{EAST}(1).xlsx"] = three.books[EAST_LOG]
    row = give().row(f"台账/{EAST}(1).xlsx", "内容重复")
    assert (row.cells[LEVEL], row.cells[WHERE], row.target) == ("错误", "", None)
    assert (
        row.cells[TEXT]
        == f"与 {EAST_LOG} 内容重复（3 行相同，0 行不同），只读取了 {EAST_LOG}。请告知联系单位以哪一份为准。"
    )


def test_a_roster_that_is_called_after_a_station_takes_nothing_of_the_district_s(three: Year, give: Give) -> None:
    three.books[f"{EAST}名册.xlsx"] = three.books.pop(ROSTER)
    given = give()
    assert not any(given.rows(book, "目标") for book in given.copies)
    assert given.rows(f"{EAST}名册.xlsx", "T001") and not given.rows(f"{EAST}名册.xlsx", "T005")


# ── whose people a workbook speaks of ───────────────────────────────────────────────────────────────────────────────

STRANGE = {
    EAST_LOG: ("T003", "T004", "T005", "王芳", "赵敏", "乙公司", "丙公司", "91150602MA0N00002W", "91150602MA0N000030"),
    WEST_LOG: ("T001", "T002", "T005", "李娜", "赵敏", "甲公司", "丙公司", "91150602MA0N00001R", "91150602MA0N000030"),
    SOUTH_LOG: ("T001", "T002", "T003", "T004", "张伟", "李娜", "王芳", "甲公司", "乙公司", "91150602MA0N00001R"),
}


def test_a_station_s_workbook_never_names_what_only_others_have_to_do_with(three: Year, give: Give) -> None:
    """Every way in which stations meet in one year; the bureau's copies say it all."""
    east, west, south = (three.rows(book, "服务日志") for book in (EAST_LOG, WEST_LOG, SOUTH_LOG))
    east += [
        visit("T004", "王芳", "乙公司", "约两天"),  # a fault in another station's row
        visit("T004", "李娜", "甲公司", day=2),  # a number of theirs with a name of ours
        visit("", "王娜", "甲公司", day=3),  # like 李娜 and 王芳
        visit("T099", "王芳", "甲公司", day=4),
        visit("T004", "王芳", "丙公司", day=5),
        visit("T001", "张伟", "乙公 司2", day=6),
        visit("T004", "王芳", "甲公司", day=8, kind="会诊"),
    ]
    west += [visit("T002", "李娜", "甲公司"), visit("T004", "王芳", "乙公司", day=8, kind="座谈")]
    south += [visit("", "张伟", "丙公司"), visit("T003", "张伟", "丙公司", day=7)]
    three.roster.append(["T002", "钱进", "", "13900000009", "南大学", "城南工作站", *TERM, ""])
    given = give()
    private = (ID_NUMBER, "13900000001", "6217000000000000001")
    for book, strangers in STRANGE.items():
        copy = given.copies[book]
        rows = "\n".join(str(cell) for row in copy.front.rows for cell in row.cells)
        text = rows + "\n".join(mark.text for mark in copy.marks)
        assert [word for word in (*strangers, "钱进", *private) if word in text] == [], book
        assert len(copy.front.rows) > 3
    whole = "\n".join(str(row.cells) for row in given.copies[ROSTER].front.rows)
    assert "T001 张伟" in whole and "T005 赵敏" in whole and ID_NUMBER not in whole


def test_who_answered_is_not_told_to_another_station(three: Year, give: Give) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T004", "王芳", "乙公司", kind="座谈", day=9))
    three.rows(WEST_LOG, "服务日志").append(visit("T004", "王芳", "乙公司", kind="座谈", day=8))

    def answered(findings: Any) -> Any:
        answer = Answer("", Action.PENDING, "已问王芳", "王芳", None, Place(WEST_LOG, "问题", 6, "处理"))
        said = "（王芳答复：待定）"
        return [
            replace(one, answer=answer, remark=said) if one.problem.rule == "unknown_service_type" else one
            for one in findings
        ]

    given = give(findings=answered)
    key = given.key("unknown_service_type", "T004")
    east, west = ([row for row in given.copies[book].front.rows if row.key == key] for book in (EAST_LOG, WEST_LOG))
    assert len(east) == 1 and "王芳" not in str(east)
    assert "（王芳答复：待定）" in str(west)


# ── what the office has written ─────────────────────────────────────────────────────────────────────────────────────


def reply(key: str, action: Any, note: Any = "", by: Any = "", on: Any = "") -> Reply:
    return Reply(key, {"处理": action, "说明": note, "处理人": by, "日期": on}, "问题", 6)


def test_what_was_written_stands_again_in_its_own_workbook_as_it_was(three: Year, give: Give) -> None:
    key = give().key("service_days", "T004")
    replies = {WEST_LOG: (reply(key, "属实", "产假", "王芳", dt.datetime(2025, 1, 6)),)}
    given = give(replies)
    own, roster = given.row(WEST_LOG, "T004", "全年服务 1 天"), given.row(ROSTER, "T004", "全年服务 1 天")
    assert own.cells[ASKED] == ("属实", "产假", "王芳", dt.date(2025, 1, 6))
    assert roster.cells[ASKED] == ("", "", "", "")


def test_also_what_could_not_be_taken_with_what_keeps_it(three: Year, give: Give) -> None:
    key = give().key("service_days", "T004")
    place = Place(WEST_LOG, "问题", 6, "处理")
    facts = {"value": "同意", "known": "已改、属实、待定"}
    doubt = Problem(
        "answer", Severity.DOUBT, place, facts=facts, message="answer_unknown", about=reply_to(key, WEST_LOG)
    )
    [unclear] = of_year([doubt], three.read().dataset, PLAN)
    given = give({WEST_LOG: (reply(key, "同意", "产假", "王芳", 45663),)}, findings=lambda found: [*found, unclear])
    row, roster = (given.row(book, "T004", "全年服务 1 天") for book in (WEST_LOG, ROSTER))
    assert row.cells[ASKED] == ("同意", "产假", "王芳", "45663")
    said = "处理“同意”不是规定的答复，没有采用。请从下拉列表中选择：已改、属实、待定。"
    assert str(row.cells[TEXT]).endswith(said) and said not in str(roster.cells[TEXT])
    assert given.rows(WEST_LOG, "不是规定的答复") == [row]  # no row of its own: nobody is to answer an answer


def test_a_confirmed_doubt_stays_in_the_list_and_its_cell_is_left_plain(three: Year, give: Give) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T001", "张伟", "甲公司", kind="座谈", day=9))

    def confirmed(findings: Any) -> Any:
        answer = Answer("", Action.TRUE, "", "李娜", None, Place(EAST_LOG, "问题", 6, "处理"))
        return [replace(one, answer=answer) if one.problem.rule == "unknown_service_type" else one for one in findings]

    given = give(findings=confirmed)
    row = given.row(EAST_LOG, "座谈")
    assert (row.cells[LEVEL], row.colour) == ("已答复", COLOURS["已答复"])
    assert [mark for mark in given.copies[EAST_LOG].marks if "座谈" in mark.text] == []


# ── what the copies are called ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("workbooks", "copies"),
    [
        (["名册.xlsx", "台账/一 月#1.xlsx"], ["台账/一 月#1.xlsx", "名册.xlsx"]),
        (["台账/城东.csv", "台账/城西.XLS", "a.ods"], ["a.xlsx", "台账/城东.xlsx", "台账/城西.xlsx"]),
        (["名册.XLSX"], ["名册.XLSX"]),
        (["名册.et", "名册.xlsx"], ["名册.xlsx", "名册.xlsx.xlsx"]),
        (["名册.csv", "名册.xls"], ["名册.xlsx", "名册.xls.xlsx"]),
        (["东/名册.xls", "西/名册.xls"], ["东/名册.xlsx", "西/名册.xlsx"]),
        (["LOG.xlsx", "log.xlsx"], ["LOG.xlsx", "log.xlsx.xlsx"]),
        (["2024.7月.csv"], ["2024.7月.xlsx"]),
        (["a:b.xlsx", "a?b.xlsx", "a*b.xlsx"], ["a_b.xlsx", "a_b.xlsx.xlsx", "a_b.xlsx(2).xlsx"]),
        (
            ["13900000001.csv", "13900000002.csv", "13900000003.csv"],
            ["（号码略）.xlsx", "（号码略）(2).xlsx", "（号码略）(3).xlsx"],
        ),
    ],
)
def test_a_copy_is_called_as_its_workbook_and_is_an_xlsx(workbooks: list[str], copies: list[str]) -> None:
    read = named([Refusal(workbook, "empty") for workbook in workbooks], Concealer(PrivateNumbers(())))
    shown = {one.workbook: one.place().shown_workbook for one in read}
    assert list(copy_paths(shown).values()) == [f"待改/{copy}" for copy in copies]


@pytest.mark.parametrize(
    ("workbook", "said"),
    [
        ("台账/城东.xlsx", "改好后，把本文件放回 input/2024/台账/城东.xlsx，替换原文件。"),
        (
            "台账/城东.csv",
            "本文件由 input/2024/台账/城东.csv 转存，用来替换它：改好后放回同一文件夹，并删去原来的 城东.csv。",
        ),
    ],
)
def test_the_first_sheet_says_where_it_is_to_be_put(three: Year, give: Give, workbook: str, said: str) -> None:
    from pipeline.check.given_back.correction_sheet import front

    sheet = front(workbook, [], give().checked.plan)
    assert sheet.title == "2024年东胜区企业科技特派员台账待改事项"
    assert sheet.lines[-1] == said
    assert [column.heading for column in sheet.columns if column.asked] == ["处理", "说明", "处理人", "日期"]
