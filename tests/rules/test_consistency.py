"""Do the records agree: a row or two in, what is said about them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.problems import places_of
from pipeline.records import Achievement, Flags, Pairing
from tests.rules.builders import FIRM, firm, firms, found, log, on, person, posting, said, visit, year

Term = tuple[dt.date | None, dt.date | None]


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ((on(12, 31), on(6, 30, 2025)), None),
        ((on(6, 1, 2023), on(1, 1)), None),
        (
            (on(1, 1, 2023), on(12, 31, 2023)),
            "名册.xlsx「特派员」第 3 行「聘期止」：T001 其其格·苏 聘期为2023年1月1日至2023年12月31日，与 2024 年度没有交集。"
            "请核对起止日期；不属于本年度的请移出本年度名册。",
        ),
        (
            (on(1, 1, 2025), None),
            "名册.xlsx「特派员」第 3 行「聘期起」：T001 其其格·苏 聘期为2025年1月1日至不明，与 2024 年度没有交集。"
            "请核对起止日期；不属于本年度的请移出本年度名册。",
        ),
    ],
)
def test_a_term_touches_the_year(term: Term, sentence: str | None) -> None:
    dataset = year(person(term=term), pairings=[])
    assert said("outside_year", dataset) == ([sentence] if sentence else [])
    assert {problem.severity for problem in found("outside_year", dataset)} <= {"error"}


def test_a_posting_touches_the_year() -> None:
    dataset = year(person(), pairings=[posting("T001", 9, start=on(1, 1, 2025), end=on(6, 30, 2025))])
    assert said("outside_year", dataset) == [
        "名册.xlsx「派驻关系」第 9 行「服务起」：T001 其其格·苏 派驻期为2025年1月1日至2025年6月30日，与 2024 年度没有交集。"
        "请核对起止日期；不属于本年度的请移出本年度名册。"
    ]


def test_terms_and_postings_run_forwards() -> None:
    person_first = year(person(term=(on(9, 1), on(3, 1))), pairings=[])
    assert said("reversed_dates", person_first) == [
        "名册.xlsx「特派员」第 3 行「聘期止」：T001 其其格·苏 聘期止日2024年3月1日早于起日2024年9月1日。请核对起止日期。"
    ]
    backwards = posting("T001", 9, start=on(9, 1), end=on(8, 31))
    assert said("reversed_dates", year(person(), pairings=[backwards])) == [
        "名册.xlsx「派驻关系」第 9 行「服务止」：T001 其其格·苏 派驻期止日2024年8月31日早于起日2024年9月1日。请核对起止日期。"
    ]
    assert said("reversed_dates", year(person(term=(on(9, 1), on(9, 1))), pairings=[])) == []


# ── overlapping postings ──


def postings(*terms: Term) -> list[Pairing]:
    """Postings of T001 to firm 1, in rows 3, 4, …"""
    return [posting("T001", row, start=start, end=end) for row, (start, end) in enumerate(terms, 3)]


SPRING, SUMMER, WHOLE = (on(1, 1), on(5, 31)), (on(6, 1), on(8, 31)), (on(1, 1), on(12, 31))


@pytest.mark.parametrize(
    ("terms", "rows"),
    [
        pytest.param([SPRING, SUMMER], [], id="先后两段"),
        pytest.param([SUMMER, SPRING], [], id="先后两段，倒着写"),
        pytest.param([SPRING, (on(5, 31), on(8, 31))], [4], id="同一天"),
        pytest.param([WHOLE, SPRING], [3], id="套在里面"),
        pytest.param([WHOLE, WHOLE], [4], id="完全相同"),
        pytest.param([WHOLE, (on(2, 1), on(2, 29)), (on(6, 1), on(6, 30))], [4, 5], id="长段里两段"),
        pytest.param([WHOLE, (on(9, 1), on(8, 1))], [], id="起止颠倒的另有说法"),
        pytest.param([WHOLE, (None, on(8, 1))], [], id="起日不明的另有说法"),
    ],
)
def test_overlapping_postings_of_one_firm(terms: Sequence[Term], rows: list[int]) -> None:
    problems = found("overlapping_pairing", year(person(), pairings=postings(*terms)))
    assert [place.row for place in places_of(problems)] == rows
    assert {problem.severity for problem in problems} <= {"error"}


def test_an_overlap_names_both_rows() -> None:
    assert said("overlapping_pairing", year(person(), pairings=postings(SPRING, (on(5, 31), on(8, 31))))) == [
        "名册.xlsx「派驻关系」第 4 行「服务起」：T001 其其格·苏 与“企业1公司”的派驻期同名册.xlsx「派驻关系」第 3 行「服务起」重叠。"
        "请合并为一行，或更正起止日期。"
    ]


def test_several_firms_at_one_time_and_several_people_at_one_firm_are_normal() -> None:
    pairings = [posting("T001", 3), posting("T001", 4, at=firm(2)), posting("T002", 5)]
    dataset = year(person("T001"), person("T002"), enterprises=firms(2), pairings=pairings)
    assert found("overlapping_pairing", dataset) == []


# ── postings and visits against terms ──


@pytest.mark.parametrize(
    ("start", "end", "column"),
    [
        (on(3, 1), on(9, 30), None),
        (on(2, 29), on(9, 30), "服务起"),
        (on(3, 1), on(10, 1), "服务止"),
        (None, on(10, 1), None),
    ],
)
def test_postings_lie_in_the_term(start: dt.date | None, end: dt.date, column: str | None) -> None:
    dataset = year(person(term=(on(3, 1), on(9, 30))), pairings=[posting("T001", 9, start=start, end=end)])
    expected = [
        f"名册.xlsx「派驻关系」第 9 行「{column}」：T001 其其格·苏 派驻期超出聘期（2024年3月1日至2024年9月30日）。"
        "请核对派驻期或聘期。"
    ]
    assert said("pairing_outside_term", dataset) == (expected if column else [])


@pytest.mark.parametrize(
    ("first", "last", "column", "date"),
    [
        (on(3, 1), on(3, 1), "", ""),
        (on(9, 30), on(9, 30), "", ""),
        (on(2, 29), on(2, 29), "日期", "2024年2月29日"),
        (on(10, 1), on(10, 1), "日期", "2024年10月1日"),
        (on(9, 28), on(10, 2), "结束日期", "2024年10月2日"),
    ],
)
def test_visits_lie_in_the_term(first: dt.date, last: dt.date, column: str, date: str) -> None:
    someone = person(days=0, term=(on(3, 1), on(9, 30)))
    dataset = year(someone, visits=[visit("T001", first, end=last, row=9)])
    expected = [
        f"台账/东部工作站.xlsx「服务日志」第 9 行「{column}」：T001 其其格·苏 {date}的服务不在聘期"
        "（2024年3月1日至2024年9月30日）内。请核对日期或聘期；天数仍计入。"
    ]
    assert said("visit_outside_term", dataset) == (expected if column else [])


def test_visits_go_to_firms_of_a_posting_and_within_it() -> None:
    summer = posting("T001", at=FIRM, start=on(6, 1), end=on(8, 31))
    someone = person(days=0)
    within = visit("T001", on(6, 1), row=5)
    early = visit("T001", on(5, 31), row=6)
    elsewhere = visit("T001", on(6, 2), at=[firm(2)], row=7)

    def doubts(*visits: object) -> list[str]:
        dataset = year(someone, enterprises=firms(2), pairings=[summer], visits=visits)  # type: ignore[arg-type]
        return said("unpaired_visit", dataset)

    assert doubts(within) == []
    assert doubts(early) == [
        "台账/东部工作站.xlsx「服务日志」第 6 行「服务企业」：T001 其其格·苏 2024年5月31日服务“企业1公司”时不在派驻期内。"
        "请核对日期或派驻期；天数仍计入。"
    ]
    assert doubts(elsewhere) == [
        "台账/东部工作站.xlsx「服务日志」第 7 行「服务企业」：T001 其其格·苏 2024年6月2日服务的“企业2公司”不是其派驻企业。"
        "请核对企业，或补录派驻关系；天数仍计入。"
    ]


def test_many_such_visits_are_one_problem_with_all_the_rows() -> None:
    visits = [visit("T001", on(6, day), row=4 + day) for day in (1, 2, 3, 4, 8)]
    (sentence,) = said("unpaired_visit", year(person(days=0), visits=visits, pairings=[]))
    assert sentence == (
        "台账/东部工作站.xlsx「服务日志」第 5 行「服务企业」：T001 其其格·苏 2024年6月1日服务的“企业1公司”不是其派驻企业。"
        "另有 4 处同类问题：台账/东部工作站.xlsx「服务日志」第 6–8、12 行。请核对企业，或补录派驻关系；天数仍计入。"
    )


def test_two_postings_in_turn_are_one_relation() -> None:
    pairings = postings((on(1, 1), on(3, 31)), (on(9, 1), on(12, 31)))
    visits = [visit("T001", on(3, 31)), visit("T001", on(9, 1))]
    assert found("unpaired_visit", year(person(days=0), pairings=pairings, visits=visits)) == []


# ── baselines and evidence ──


@pytest.mark.parametrize(
    ("start", "end", "above_scale", "unknown"),
    [
        (Flags(False, False, False), Flags(True, True, True), True, ""),
        (Flags(), Flags(True, True, True), True, "期初研发活动、期初研发机构、期初研发投入"),
        (Flags(True, None, False), Flags(True, True, True), True, "期初研发机构"),
        (Flags(), Flags(True, True, False), True, ""),
        (Flags(), Flags(True, True, True), False, ""),
    ],
)
def test_who_is_cleared_at_the_end_needs_a_known_start(
    start: Flags, end: Flags, above_scale: bool, unknown: str
) -> None:
    dataset = year(enterprises=[firm(1, start=start, end=end, above_scale=above_scale)])
    expected = [
        f"名册.xlsx「企业名录」第 3 行「{unknown.split('、')[0]}」：企业1公司 期末三项齐备，但{unknown}没有填写，"
        "不计入新增“三清零”。请补填期初情况。"
    ]
    assert said("three_zero_baseline", dataset) == (expected if unknown else [])


PATENT = Achievement(
    "T001", (FIRM.credit_code,), "发明专利", "检测方法", "", on(7, 9), None, "受理书", log("知识产权与技术合同", 6)
)
CONTRACT = replace(PATENT, kind="技术开发合同", name="委托开发", registration_number="20240001")


def test_achievements_and_projects_name_their_evidence() -> None:
    assert found("missing_evidence", year(person(), achievements=[PATENT, CONTRACT])) == []
    assert said("missing_evidence", year(person(), achievements=[replace(PATENT, evidence="")])) == [
        "台账/东部工作站.xlsx「知识产权与技术合同」第 6 行「佐证材料」：T001 其其格·苏 「检测方法」没有填写佐证材料。"
        "请补填佐证材料名称或编号。"
    ]
    someone = person()
    (project,) = someone.projects
    assert said("missing_evidence", year(replace(someone, projects=(replace(project, evidence=""),)))) == [
        "台账/东部工作站.xlsx「项目申报」第 3 行「佐证材料」：T001 其其格·苏 「项目1」没有填写佐证材料。"
        "请补填佐证材料名称或编号。"
    ]


def test_only_contracts_need_a_registration_number() -> None:
    assert found("contract_registration", year(person(), achievements=[PATENT, CONTRACT])) == []
    assert said("contract_registration", year(person(), achievements=[replace(CONTRACT, registration_number="")])) == [
        "台账/东部工作站.xlsx「知识产权与技术合同」第 6 行「登记编号」：T001 其其格·苏 技术合同「委托开发」没有登记编号。"
        "已认定登记的请补填编号。"
    ]
