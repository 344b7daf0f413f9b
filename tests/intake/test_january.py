"""In January only roster and pairings exist: nobody is told that logs are missing, and everybody is there."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.check.saying import say
from pipeline.check.withheld import Need, Whose, withheld
from pipeline.forms import ROSTER_FORMS
from pipeline.intake import Intake, NothingToMake
from pipeline.rules import Phase, count, judge
from tests.intake.conftest import Year

D = dt.date
LOG = "台账/日志.xlsx"


@pytest.fixture
def january(year: Year) -> Year:
    """The year of the other tests without its log."""
    del year.books[LOG]
    return year


def agreements(intake: Intake, year: Year) -> dict[str, str]:
    """Why agreements are withheld, by 编号."""
    need = Need("agreement", Whose.PERSON, ROSTER_FORMS)
    found = withheld(intake.problems, intake.dataset, [need], lambda problem: say(problem, year.plan))
    return dict(found["agreement"])


def test_roster_and_pairings_are_enough(january: Year) -> None:
    intake = january.read(logs_wanted=False)
    assert (intake.problems, intake.complete) == ((), False)
    assert [person.id for person in intake.dataset.commissioners] == ["T001", "T002", "T003"]
    paired = [(pairing.commissioner, pairing.enterprise[-3:]) for pairing in intake.dataset.pairings]
    assert paired == [("T001", "01Q"), ("T001", "02L"), ("T002", "02L"), ("T003", "03G")]
    assert agreements(intake, january) == {}


def test_everybody_is_counted_and_no_year_end_minimum_is_judged(january: Year) -> None:
    intake = january.read(logs_wanted=False)
    tally = count(intake.dataset, january.plan)
    counted = [(entry.commissioner.id, len(entry.pairings), entry.days.value) for entry in tally.people]
    assert counted == [("T001", 2, 0), ("T002", 1, 0), ("T003", 1, 0)]
    rules = {problem.rule for problem in judge(intake.dataset, january.plan, tally, Phase.ROSTER)}
    assert "undecided_reading" in rules and not rules & {"service_days", "monthly_report", "recruited", "report_up"}


def test_the_main_job_still_asks_for_the_logs(january: Year) -> None:
    asked = {problem.form for problem in january.read().problems if problem.rule == "missing_form"}
    assert "服务日志" in asked and "月报" in asked and "考核结果" not in asked


@pytest.mark.parametrize("form", ["企业名录", "派驻关系"])
def test_a_roster_form_is_missed_in_january_too(january: Year, form: str) -> None:
    del january.books["名册.xlsx"][form]
    intake = january.read(logs_wanted=False)
    assert [(problem.rule, problem.form) for problem in intake.problems] == [("missing_form", form)]
    said = f"没有找到「{form}」表。请把含有「{form}」的工作簿放入本年度的 input 文件夹。"
    assert agreements(intake, january) == dict.fromkeys(("T001", "T002", "T003"), said)


@pytest.mark.parametrize("logs_wanted", [True, False])
def test_without_a_directory_no_pairing_is_blamed(january: Year, logs_wanted: bool) -> None:
    """One fault is one problem: that the directory is missing."""
    del january.books["名册.xlsx"]["企业名录"]
    intake = january.read(logs_wanted=logs_wanted)
    assert intake.dataset.pairings == ()
    assert {problem.rule for problem in intake.problems} == {"missing_form"}


def test_as_soon_as_there_is_any_log_the_year_is_read_as_always(year: Year) -> None:
    """`make agreements` in December writes the same list of problems as `make check`."""
    year.log.append([D(2024, 3, 9), None, "T001", "张伟", "甲公司", "技术服务", "两三天", ""])
    assert year.read(logs_wanted=False) == year.read()
    assert year.read(logs_wanted=False).complete
    assert len(year.read(logs_wanted=False).dataset.service_logs) == 2


def test_a_first_monthly_report_makes_the_service_log_missed_but_holds_no_agreement(january: Year) -> None:
    january.books["台账/月报.xlsx"] = {"月报": [["姓名", "月份", "报送日期"], ["李娜", "1月", D(2024, 1, 10)]]}
    intake = january.read(logs_wanted=False)
    assert intake == january.read()
    assert "服务日志" in {problem.form for problem in intake.problems if problem.rule == "missing_form"}
    assert len(intake.dataset.pairings) == 4  # the agreements print them
    assert agreements(intake, january) == {}


def test_without_visits_the_other_logs_are_read_all_the_same(year: Year) -> None:
    """What is wrong with their cells is told at once, not when the missing form has come."""
    del year.books[LOG]["服务日志"]
    year.books[LOG]["月报"] = [
        ["特派员编号", "特派员姓名", "月份", "报送日期"],
        ["T001", "张伟", "一月", D(2024, 1, 10)],
        ["T001", "张伟", "二月", "2024年2月"],
    ]
    intake = year.read()
    assert not intake.complete
    assert {problem.rule for problem in intake.problems} == {"missing_form", "ambiguous_date"}
    assert len(intake.dataset.monthly_reports) == 1


def test_no_log_is_read_without_the_directory_it_is_judged_by(year: Year) -> None:
    """One fault is one problem; accepted exceptions and results of the meeting stand on their own and are read."""
    year.log.append(["何时", None, "T009", "某人", "戊公司", "技术服务", "两三天", ""])
    year.books["台账/其他.xlsx"] = {
        "月报": [["特派员编号", "特派员姓名", "月份", "报送日期"], ["T001", "张伟", "一月", D(2024, 1, 10)]],
        "计划与总结": [["特派员编号", "特派员姓名", "材料", "提交日期"], ["T009", "某人", "工作计划", "不记得"]],
        "考核结果": [["特派员编号", "等次", "评定日期"], ["T001", "合格", D(2024, 12, 31)]],
        "例外说明": [
            ["规则", "对象", "事实", "理由", "批准人", "批准日期"],
            ["service_days", "T001", "21", "病休", "刘主任", D(2024, 12, 20)],
        ],
    }
    del year.books["名册.xlsx"]["企业名录"]
    year.books[LOG]["月报"] = year.books["台账/其他.xlsx"].pop("月报")
    intake = year.read()
    assert not intake.complete
    assert {problem.rule for problem in intake.problems} == {"missing_form"}
    records = intake.dataset
    assert (records.service_logs, records.monthly_reports, records.papers) == ((), (), ())
    assert [entry.commissioner for entry in records.results] == ["T001"]
    assert [entry.fact for entry in records.exceptions] == ["21"]


def test_what_is_wrong_in_a_pairing_is_said_though_there_is_no_log(january: Year) -> None:
    january.pairings[2][2] = "戊公司"
    for logs_wanted in (True, False):
        intake = january.read(logs_wanted=logs_wanted)
        assert [problem.subject for problem in intake.problems if problem.rule == "unknown_enterprise"] == ["T002"]
        assert list(agreements(intake, january)) == ["T002"]


def test_nothing_at_all_in_january(january: Year) -> None:
    january.books.clear()
    with pytest.raises(NothingToMake) as refused:
        january.read(logs_wanted=False)
    assert str(refused.value) == (
        "没有找到任何电子表格。请把「特派员」「企业名录」「派驻关系」放入本年度的 input 文件夹。"
    )


# ── workbooks that cannot be trusted as a whole ──


def test_a_station_s_log_that_cannot_be_read_holds_no_agreement(january: Year) -> None:
    path = january.folder / "台账/城东工作站.xlsx"
    path.parent.mkdir(parents=True)
    january.read()
    path.write_bytes((january.folder / "名册.xlsx").read_bytes()[:3000])
    intake = january.read(logs_wanted=False)
    assert [(problem.rule, sorted(problem.people)) for problem in intake.problems] == [("unreadable", ["T001", "T002"])]
    assert agreements(intake, january) == {}


def test_a_workbook_of_nobody_in_particular_that_cannot_be_read_holds_every_agreement(january: Year) -> None:
    january.read()
    whole = (january.folder / "名册.xlsx").read_bytes()
    (january.folder / "增补.xlsx").write_bytes(whole[: len(whole) // 2])
    said = "增补.xlsx：文件不完整（可能没有传完），无法读取。请向报送人重新索取，或打开原件另存为 .xlsx。"
    assert agreements(january.read(logs_wanted=False), january) == dict.fromkeys(("T001", "T002", "T003"), said)


def test_a_copy_of_a_log_holds_no_agreement_a_copy_of_the_roster_those_that_differ(year: Year) -> None:
    year.log[1:] = [[D(2024, 3, day), None, "T001", "张伟", "甲公司", "技术服务", 1, ""] for day in range(4, 20)]
    log = [list(row) for row in year.log]
    log[3][6] = 0.5
    year.books["台账/日志(1).xlsx"] = {"服务日志": log}
    intake = year.read()
    assert [problem.people for problem in intake.problems if problem.rule == "workbook_copy"] == [{"T001"}]
    assert agreements(intake, year) == {}
    copy = {name: [list(row) for row in rows] for name, rows in year.books["名册.xlsx"].items()}
    copy["特派员"][3][4] = "另一学会"
    year.books["名册(1).xlsx"] = copy
    assert list(agreements(year.read(), year)) == ["T003"]
    copy["特派员"][3][4] = "某学会"
    copy["企业名录"][1][0] = "甲有限公司"  # T001 is posted there
    assert list(agreements(year.read(), year)) == ["T001"]
