"""A workstation reads of its own people only: real workbooks in which stations meet, and what each is told of it.

城东: T001 张伟, T002 李娜. 城西: T003 张伟, T004 王芳. 城南: T005 赵敏, with the same ID number as T001.
"""

from __future__ import annotations

import datetime as dt
import io
import string
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from pipeline.check.faults import FAULTS, WORDINGS
from pipeline.check.findings import Finding
from pipeline.check.reminders.items import items
from pipeline.check.reminders.reminder import reminders
from pipeline.check.year import check_year
from pipeline.intake.privacy import concealer, public
from pipeline.problems import Place, Problem, Severity
from pipeline.publishing.workspace import Workspace
from pipeline.records import Dataset
from pipeline.rules import Phase, count, judge
from pipeline.word.template import Template
from tests.check.findings import heard, of_year
from tests.check.three_stations import (
    EAST,
    EAST_LOG,
    HEADINGS,
    ID_NUMBER,
    SOUTH,
    SOUTH_LOG,
    TERM,
    WEST,
    WEST_LOG,
    D,
    visit,
    year_of_three,
)
from tests.conftest import REPOSITORY
from tests.documents.builders import TEMPLATES
from tests.intake.conftest import Year
from tests.rules.builders import PLAN


@pytest.fixture
def three(tmp_path: Path) -> Year:
    return year_of_three(tmp_path)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return checked(year_of_three(tmp_path_factory.mktemp("three")))[0]


def checked(year: Year) -> tuple[Dataset, list[Finding], dict[str, dict[str, Any]]]:
    """A check of these workbooks, and the reminders made of it."""
    intake = year.read()
    conceal = concealer(intake.dataset)
    dataset = public(intake.dataset, conceal)
    tally = count(dataset, PLAN)
    problems = [*intake.problems, *judge(dataset, PLAN, tally, Phase.YEAR_END)]
    findings = of_year(problems, dataset, PLAN, conceal)
    return dataset, findings, reminders(dataset, PLAN, tally, findings, heard(dataset, PLAN))


def told(year: Year, rule: str) -> dict[str, list[tuple[str, str, str, str]]]:
    """What each station is told of a rule: workbook, place, about whom, what and what to do. Nobody reads of others."""
    dataset, findings, contexts = checked(year)
    isolated(dataset, contexts)
    of_rule, found = [one for one in findings if one.problem.rule == rule], {}
    for name in (EAST, WEST, SOUTH):
        if listed := items(of_rule, heard(dataset, PLAN).words_for(name)):
            found[name] = [
                (one.workbook, one.where, one.words.about, one.words.fact + one.words.remedy) for one in listed
            ]
    return found


def isolated(dataset: Dataset, contexts: dict[str, dict[str, Any]]) -> None:
    """No document holds what only other stations' people and enterprises are called by, nor any private number."""
    template = Template(TEMPLATES / "催办单.docx")
    stations = {person.id: person.workstation for person in dataset.commissioners}
    words: dict[str, set[str]] = defaultdict(set)
    for person in dataset.commissioners:
        words[person.workstation] |= {person.id, person.name, person.employer}
    firms = dataset.enterprise_by_code
    for pairing in dataset.pairings:
        firm = firms[pairing.enterprise]
        words[stations[pairing.commissioner]] |= {firm.name, firm.credit_code}
    for visit_ in dataset.service_logs:
        for code in visit_.enterprises:
            words[stations[visit_.commissioner]] |= {firms[code].name, code}
    private = {
        number
        for person in dataset.commissioners
        for number in (person.id_number, person.phone, person.bank_account)
        if number
    }
    for station, context in contexts.items():
        with zipfile.ZipFile(io.BytesIO(template.render(context))) as package:
            text = "\n".join(package.read(name).decode("utf-8") for name in package.namelist())
        foreign = set().union(*(words[other] for other in words if other != station)) - words[station]
        own = sorted(words[station], key=len, reverse=True)
        for word in own:  # a name of its own that holds another's is its own
            text = text.replace(word, "")
        assert {word for word in foreign | private if word in text} == set(), station


# ── the cases in which stations meet ────────────────────────────────────────────────────────────────────────────────


def test_a_namesake_of_another_station_is_counted_and_not_named(three: Year) -> None:
    """The row stands with the bureau and names 张伟, of whom 城东 and 城西 have one each."""
    three.books["区局台账.xlsx"] = {"服务日志": [HEADINGS, visit("", "张伟", "甲公司")]}
    place = ("区局台账.xlsx", "「服务日志」第 2 行「特派员姓名」")
    remedy = "不能确认是谁。请在「特派员编号」中填写编号。"
    assert told(three, "ambiguous_person") == {
        EAST: [(*place, "T001 张伟", f"姓名“张伟”在名册中有 2 人（本工作站的是 T001 张伟），{remedy}")],
        WEST: [(*place, "T003 张伟", f"姓名“张伟”在名册中有 2 人（本工作站的是 T003 张伟），{remedy}")],
    }


def test_who_wrote_the_name_of_two_others_learns_of_neither(three: Year) -> None:
    """The row stands in 城南's workbook; 城东 and 城西 learn that another station's workbook names theirs."""
    three.rows(SOUTH_LOG, "服务日志").append(visit("", "张伟", "丙公司"))
    found = told(three, "ambiguous_person")
    assert found[SOUTH] == [
        (SOUTH_LOG, "「服务日志」第 3 行「特派员姓名」", "", "同名无法认定。请在「特派员编号」中填写编号。")
    ]
    assert [(book, where, about) for book, where, about, _ in found[EAST]] == [("", "「服务日志」", "T001 张伟")]


def test_a_row_repeated_in_another_stations_workbook(three: Year) -> None:
    """城东's visit stands in 城西's workbook once more: 城西 is asked to look at its row, and not told whose it is."""
    three.rows(WEST_LOG, "服务日志").append(visit("T002", "李娜", "甲公司"))
    assert told(three, "repeated_row") == {
        EAST: [
            (
                "",
                "「服务日志」",
                "T002 李娜",
                f"与{EAST_LOG}「服务日志」第 3 行完全相同，只计一次。请核对后删去多余的一行。",
            )
        ],
        WEST: [
            (
                WEST_LOG,
                "「服务日志」第 4 行",
                "其他工作站人员",
                "与其他工作站工作簿中的一行完全相同，只计一次。请核对后删去多余的一行。",
            )
        ],
    }


def test_a_faulty_row_that_names_a_person_of_another_station(three: Year) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T004", "王芳", "甲公司", "约两天"))
    said = "「服务天数」是“约两天”，不是数字。请只填数字。"
    assert told(three, "not_a_number") == {
        EAST: [(EAST_LOG, "「服务日志」第 4 行「服务天数」", "其他工作站人员", said)],
        WEST: [("", "「服务日志」", "T004 王芳", said)],
    }


def test_a_number_and_a_name_of_two_stations(three: Year) -> None:
    """城东 wrote 城西's number beside a name of its own: neither learns what the other is called by."""
    three.rows(EAST_LOG, "服务日志").append(visit("T004", "李娜", "甲公司"))
    remedy = "请核对编号与姓名是否写错一个。"
    assert told(three, "name_mismatch") == {
        EAST: [(EAST_LOG, "「服务日志」第 4 行「特派员姓名」", "其他工作站人员", f"编号与姓名不符。{remedy}")],
        WEST: [("", "「服务日志」", "T004 王芳", f"编号与姓名不符。{remedy}")],
    }


def test_the_nearest_names_are_the_stations_own(three: Year) -> None:
    """王娜 is like 李娜 of 城东 and 王芳 of 城西."""
    for log in (EAST_LOG, SOUTH_LOG):
        three.rows(log, "服务日志").append(visit("", "王娜", "甲公司"))
    remedy = "请更正编号或姓名；确是新增人员的，请告知联系单位。"
    near = "“王娜”不在特派员名册中，本工作站相近的有T002 李娜。"
    assert told(three, "unknown_person") == {
        EAST: [(EAST_LOG, "「服务日志」第 4 行「特派员姓名」", "", near + remedy)],
        SOUTH: [(SOUTH_LOG, "「服务日志」第 3 行「特派员姓名」", "", f"“王娜”不在特派员名册中。{remedy}")],
    }


def test_an_unknown_number_beside_the_name_of_another_stations_person(three: Year) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T099", "王芳", "甲公司"))
    found = told(three, "unknown_person")
    assert found[EAST] == [
        (
            EAST_LOG,
            "「服务日志」第 4 行「特派员编号」",
            "",
            "名册中没有此人。请更正编号或姓名；确是新增人员的，请告知联系单位。",
        )
    ]
    assert found[WEST][0][3].startswith("编号“T099”（王芳）不在特派员名册中，本工作站相近的有T004 王芳。")


def test_equal_id_numbers_name_nobody_else_and_no_number(three: Year) -> None:
    said = "身份证号与 其他工作站的 1 人 相同。请按证件核对并更正其中有误的一个。"
    assert told(three, "duplicate_id") == {
        EAST: [("名册.xlsx", "「特派员」第 2 行「身份证号」", "T001 张伟", said)],
        SOUTH: [("名册.xlsx", "「特派员」第 6 行「身份证号」", "T005 赵敏", said)],
    }


def test_an_id_number_shared_within_the_station_names_its_own(three: Year) -> None:
    for row in three.roster[1:]:
        row[2] = ID_NUMBER if row[0] in ("T001", "T002", "T005") else ""
    found = told(three, "duplicate_id")
    assert found[EAST][0][3].startswith("身份证号与 T002 李娜、其他工作站的 1 人 相同。")


def test_one_编号_in_two_stations(three: Year) -> None:
    """The second row is nobody's; whose number it repeats is told by the roster's own name."""
    three.roster.append(["T002", "钱进", "", "13900000009", "南大学", SOUTH, *TERM, ""])
    assert told(three, "duplicate_id")[EAST][1][1:3] == ("「特派员」第 7 行「编号」", "T002 李娜")
    assert "钱进" not in str(checked(three)[2])


def test_an_enterprise_of_another_station_is_not_proposed(three: Year) -> None:
    for row in three.directory[1:]:
        row[0] = f"鄂尔多斯市东胜区{row[0]}"
    for row in three.pairings[1:]:
        row[1] = f"鄂尔多斯市东胜区{row[1]}"
    for name in (EAST_LOG, WEST_LOG, SOUTH_LOG):
        for row in three.rows(name, "服务日志")[1:]:
            row[4] = f"鄂尔多斯市东胜区{row[4]}"
    three.rows(EAST_LOG, "服务日志").append(visit("T001", "张伟", "鄂尔多斯东胜区甲公司"))
    [(_, _, _, said)] = told(three, "unknown_enterprise")[EAST]
    assert said == (
        "企业“鄂尔多斯东胜区甲公司”不在企业名录中。请改为名录中的名称；确是新增或者改名企业的，请告知联系单位。"
    )


def test_a_visit_to_an_enterprise_of_ones_own_is_named(three: Year) -> None:
    three.rows(EAST_LOG, "服务日志").append(visit("T001", "张伟", "丙公司"))
    [(_, where, about, said)] = told(three, "unpaired_visit")[EAST]
    assert (where, about) == ("「服务日志」第 4 行「服务企业」", "T001 张伟")
    assert said.startswith("2024年4月1日服务的“丙公司”不是其派驻企业。")


def test_a_visit_of_anothers_person_to_anothers_enterprise_is_not_named(three: Year) -> None:
    """城东 wrote that 城西's 王芳 was at 城南's 丙公司."""
    three.rows(EAST_LOG, "服务日志").append(visit("T004", "王芳", "丙公司"))
    found = told(three, "unpaired_visit")
    remedy = "请核对企业和日期；派驻关系有变化的，请告知联系单位。天数仍计入。"
    assert found[EAST] == [(EAST_LOG, "「服务日志」第 4 行「服务企业」", "其他工作站人员", f"服务非派驻企业。{remedy}")]
    assert found[WEST][0][3].startswith("2024年4月1日服务的“丙公司”不是其派驻企业。")


def test_faults_of_one_person_in_two_workbooks_are_told_where_they_stand(three: Year) -> None:
    """One problem of T004: two rows of 城西's own and one of 城东's, which is not told what the others say."""
    three.rows(WEST_LOG, "服务日志")[1:1] = [visit("T004", "王芳", "乙公司", kind=kind) for kind in ("座谈", "走访")]
    three.rows(EAST_LOG, "服务日志").append(visit("T004", "王芳", "甲公司", kind="会诊"))
    found = told(three, "unknown_service_type")
    assert found[WEST][0][1] == "「服务日志」第 2 行「服务类型」，另有第 3 行、其他工作站的工作簿中 1 处"
    assert "会诊" in found[EAST][0][3] and "座谈" not in str(found[EAST])


def test_an_unreadable_workbook_is_its_stations(three: Year) -> None:
    (three.folder / "台账").mkdir()
    (three.folder / f"台账/{WEST}补报.xlsx").write_bytes(b"PK\x03\x04 broken off")
    assert told(three, "unreadable") == {
        WEST: [
            (
                f"台账/{WEST}补报.xlsx",
                "",
                "",
                "文件不完整（可能没有传完），无法读取。请检查原文件，另存为不带密码、不带宏的 .xlsx 后重新报送。",
            )
        ]
    }


def test_a_workbook_without_a_stations_name_is_whose_people_fill_it(three: Year) -> None:
    three.books["台账/一月.xlsx"] = three.books.pop(EAST_LOG)
    three.rows("台账/一月.xlsx", "服务日志").append(visit("", "周全", "甲公司"))
    assert set(told(three, "unknown_person")) == {EAST}


def test_a_workbook_that_several_stations_fill_alike_is_nobodys(three: Year) -> None:
    rows = [visit("T001", "张伟", "甲公司"), visit("T004", "王芳", "乙公司"), visit("", "周全", "甲公司")]
    three.books["台账/一月.xlsx"] = {"服务日志": [HEADINGS, *rows]}
    assert told(three, "unknown_person") == {}


def test_a_workbook_that_is_called_after_a_person_of_another_station_is_not_named(three: Year) -> None:
    rows = [visit("T001", "张伟", "甲公司", "约两天"), visit("T004", "王芳", "乙公司", day=9)]
    three.books["台账/王芳.xlsx"] = {"服务日志": [HEADINGS, *rows, visit("T001", "张伟", "甲公司", day=9)]}
    assert told(three, "not_a_number") == {
        EAST: [("", "「服务日志」", "T001 张伟", "「服务天数」是“约两天”，不是数字。请只填数字。")]
    }


# ── every sentence there is ─────────────────────────────────────────────────────────────────────────────────────────


def slots(code: str) -> set[str]:
    wording = WORDINGS[code]
    return {name for text in (wording.fact, wording.remedy) for _, name, _, _ in string.Formatter().parse(text) if name}


def rule_of(code: str) -> str:
    (fault,) = (fault for fault in FAULTS.values() if code in fault.wordings)
    return fault.rule


ABOUT_DUTIES = {"minimum", "minimum_exempted", "monthly_report", "target", "coverage", "report_up", "report_up_late"}
SENTENCES = sorted(WORDINGS.keys() - ABOUT_DUTIES - {"hidden", "struck_out", "undecided_reading", "missing_form"})


@pytest.mark.parametrize("code", SENTENCES)
@pytest.mark.parametrize("subject", ["T001", "T004", None])
def test_no_sentence_names_others_whatever_its_facts_say(dataset: Dataset, code: str, subject: str | None) -> None:
    """Each sentence of the table, about a row of 城东's workbook, with another station's in every fact."""
    facts: dict[str, object] = dict.fromkeys(slots(code) - {"year", "column"}, "T004 王芳 乙公司 91150602MA0N00002W")
    facts |= {"others": ["T004 王芳", "T005 赵敏"], "count": 2, "near": "，相近的有T004 王芳", "original": WEST_LOG}
    facts |= {"other": Place(WEST_LOG, "服务日志", 9)} if "other" in slots(code) else {}
    facts |= {"differs": [("服务内容", "T004 王芳", "乙公司")]} if "differs" in slots(code) else {}
    people = frozenset({"T001", "T004"}) if subject is None else frozenset()
    place = Place(EAST_LOG, "服务日志", 5, "特派员姓名", "D")
    problem = Problem(
        rule_of(code), Severity.ERROR, place, subject, "T004 王芳", facts, message=code, people=people, form="服务日志"
    )
    found = of_year([problem], dataset, PLAN)
    context: dict[str, Any] = reminders(dataset, PLAN, count(dataset, PLAN), found, heard(dataset, PLAN))[EAST]
    isolated(dataset, {EAST: context})
    [row] = context["更正"][0]["行"]
    assert row["问题"].endswith("。") and row["办法"].endswith("。")
    assert not [word for word in ("plan.toml", "重新运行", "input") if word in row["办法"]]


def test_a_remedy_of_a_stations_own_is_said_as_it_stands() -> None:
    """It is said also where the facts must not be: nothing in it is to be filled."""
    assert [code for code, wording in WORDINGS.items() if "{" in wording.station] == []


# ── the sample year ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("as_of", [None, D(2024, 9, 30)])
def test_no_reminder_of_the_sample_year_names_others(as_of: dt.date | None) -> None:
    year = check_year(Workspace(REPOSITORY, 2024), as_of)
    dataset, plan = year.intake.dataset, year.plan
    contexts = reminders(dataset, plan, year.tally, year.findings, heard(dataset, plan))
    assert list(contexts) == sorted({person.workstation for person in dataset.commissioners})
    isolated(dataset, contexts)
