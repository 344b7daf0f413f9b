"""The targets of part one: each just met and just missed, under each reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.plan import Plan
from pipeline.records import Dataset, Enterprise, Flags
from pipeline.rules import count
from pipeline.rules.tally import Standing
from tests.rules.builders import PLAN, Person, firm, firms, found, on, person, reading, said, visit, year

REMEDY = "请核对企业名录和台账是否录全；确未完成的，在年度报告中说明原因。"
YES, NO = Flags(True, True, True), Flags(False, False, False)
LAST_DAY, CERTIFIED = on(12, 31), on(5, 6, 2023)


def crowd(number: int, serving: int | None = None) -> list[Person]:
    """So many commissioners T001…, of whom `serving` (default: all) have a service day."""
    active = number if serving is None else serving
    return [person(f"T{each:03}", days=1 if each <= active else 0) for each in range(1, number + 1)]


def served(enterprises: Iterable[Enterprise], number: int) -> Dataset:
    """A year with these enterprises, the first `number` of which T001 visited."""
    listed = tuple(enterprises)
    visits = [visit("T001", on(3, 4), at=[each]) for each in listed[:number]]
    return year(person(days=0), enterprises=listed, visits=visits, pairings=[])


def with_firms(*enterprises: Enterprise, as_of: dt.date = LAST_DAY) -> Dataset:
    return year(enterprises=enterprises, as_of=as_of)


def value(rule: str, dataset: Dataset, plan: Plan = PLAN) -> Decimal:
    return next(result.value for result in count(dataset, plan).targets if result.target.id == rule)


# ── counts of people and enterprises ──


def test_recruited_30_meets_and_29_misses() -> None:
    assert said("recruited", year(*crowd(30))) == []
    assert said("recruited", year(*crowd(29))) == [
        f"全区选聘企业科技特派员 29 人，目标 30 人，还差 1 人（依据：方案一）。{REMEDY}"
    ]


def test_a_problem_about_the_district_has_no_place_and_no_subject() -> None:
    (problem,) = found("recruited", year(*crowd(29)))
    assert (problem.place, problem.subject, problem.severity, problem.clause) == (None, None, "unmet", "一")


def test_recruited_are_those_whose_term_touches_the_year() -> None:
    terms = [(on(1, 1, 2023), on(1, 1)), (on(12, 31), on(6, 30, 2025)), (None, None)]
    outside = [(on(1, 1, 2023), on(12, 31, 2023)), (on(1, 1, 2025), on(12, 31, 2025))]
    people = [person(f"T{n:03}", term=term) for n, term in enumerate([*terms, *outside], 1)]
    assert value("recruited", year(*people)) == 3


def test_serving_20_meets_and_19_misses() -> None:
    assert said("serving", year(*crowd(30, serving=20))) == []
    assert said("serving", year(*crowd(30, serving=19))) == [
        f"全区开展服务的科技特派员 19 人，目标 20 人，还差 1 人（依据：方案二（一）一）。{REMEDY}"
    ]


def test_by_reading_serving_is_a_share_of_those_recruited() -> None:
    share = reading(serving_kind="share")
    assert said("serving", year(*crowd(30, serving=6)), share) == []
    assert len(said("serving", year(*crowd(30, serving=5)), share)) == 1
    assert value("serving", year(), share) == 0


def test_enterprises_served_70_meets_and_69_misses() -> None:
    assert said("enterprises_served", served(firms(71), 70)) == []
    assert said("enterprises_served", served(firms(71), 69)) == [
        f"全区服务企业 69 家，目标 70 家，还差 1 家（依据：方案一）。{REMEDY}"
    ]


def test_an_enterprise_served_twice_by_two_people_counts_once() -> None:
    visits = [visit("T001", on(3, 4)), visit("T002", on(3, 5)), visit("T002", on(3, 5), at=[firm(1), firm(2)])]
    dataset = year(person("T001", days=0), person("T002", days=0), enterprises=firms(3), visits=visits)
    assert value("enterprises_served", dataset) == 2


# ── three 清零 ──


def cleared(number: int, *, start: Flags = NO) -> tuple[Enterprise, ...]:
    return tuple(replace(each, above_scale=True, start=start, end=YES) for each in firms(number))


def test_three_zero_5_meets_and_4_misses() -> None:
    assert said("three_zero", with_firms(*cleared(5))) == []
    assert said("three_zero", with_firms(*cleared(4))) == [
        f"全区年度新增“三清零”企业 4 家，目标 5 家，还差 1 家（依据：方案一）。{REMEDY}"
    ]


@pytest.mark.parametrize(
    ("start", "end", "above_scale", "new"),
    [
        pytest.param(NO, YES, True, True, id="三项从无到有"),
        pytest.param(Flags(True, True, False), YES, True, True, id="只缺一项补齐"),
        pytest.param(YES, YES, True, False, id="期初已齐备"),
        pytest.param(NO, Flags(True, True, False), True, False, id="期末缺一项"),
        pytest.param(NO, Flags(True, True, None), True, False, id="期末一项不明"),
        pytest.param(Flags(), YES, True, False, id="期初不明"),
        pytest.param(Flags(False, None, True), YES, True, False, id="期初一项不明"),
        pytest.param(NO, YES, False, False, id="不是规上工业企业"),
    ],
)
def test_newly_cleared_is_against_a_known_start(start: Flags, end: Flags, above_scale: bool, new: bool) -> None:
    entry = firm(1, above_scale=above_scale, start=start, end=end)
    assert value("three_zero", with_firms(entry)) == int(new)


# ── 高新技术企业 and 科技型中小企业 ──


def high_tech(number: int, issued: dt.date | None = CERTIFIED) -> list[Enterprise]:
    return [
        replace(each, high_tech=True, certificate_date=issued, certificate_number="GR202315000001")
        for each in firms(number)
    ]


def test_high_tech_40_meets_and_39_misses() -> None:
    assert said("high_tech", with_firms(*high_tech(40))) == []
    assert said("high_tech", with_firms(*high_tech(39))) == [
        f"全区高新技术企业 39 家，目标 40 家，还差 1 家（依据：方案一）。{REMEDY}"
    ]


@pytest.mark.parametrize(
    ("issued", "as_of", "valid"),
    [
        (on(12, 31, 2021), on(12, 31), True),
        (on(12, 30, 2021), on(12, 31), False),
        (on(12, 30, 2021), on(12, 30), True),
        (on(6, 1, 2021), on(5, 31), True),
        (on(6, 1, 2021), on(6, 2), False),
        (None, on(12, 31), True),
    ],
)
def test_a_certificate_is_good_for_three_years_the_last_day_included(
    issued: dt.date | None, as_of: dt.date, valid: bool
) -> None:
    assert value("high_tech", with_firms(*high_tech(1, issued), as_of=as_of)) == int(valid)


def test_a_year_looked_at_later_is_judged_at_its_own_end() -> None:
    assert value("high_tech", with_firms(*high_tech(1, on(12, 31, 2021)), as_of=on(3, 1, 2025))) == 1


def test_by_reading_a_lapsed_certificate_counts_as_the_directory_says() -> None:
    lapsed = with_firms(*high_tech(40, on(5, 6, 2020)))
    assert value("high_tech", lapsed) == 0
    assert said("high_tech", lapsed, reading(high_tech_counts="claimed")) == []


def tech_sme(number: int, registration: str = "202415060208000001") -> list[Enterprise]:
    return [replace(each, tech_sme=True, registration_number=registration) for each in firms(number)]


def test_tech_sme_130_meets_and_129_misses() -> None:
    assert said("tech_sme", with_firms(*tech_sme(130))) == []
    assert said("tech_sme", with_firms(*tech_sme(129))) == [
        f"全区科技型中小企业入库 129 家，目标 130 家，还差 1 家（依据：方案一）。{REMEDY}"
    ]


def test_a_registration_of_another_year_is_not_counted_unless_by_reading() -> None:
    dataset = with_firms(*tech_sme(129), firm(130, tech_sme=True, registration_number="202315060208000130"))
    assert value("tech_sme", dataset) == 129
    assert said("tech_sme", dataset, reading(tech_sme_counts="claimed")) == []
    assert value("tech_sme", with_firms(*tech_sme(1, registration=""))) == 1


# ── coverage ──


def kinds() -> tuple[Enterprise, ...]:
    return (
        firm(1, "甲厂", above_scale=True),
        firm(2, "乙厂", high_tech=True, certificate_date=on(5, 6, 2023)),
        firm(3, "丙公司", tech_sme=True, registration_number="202415060208000001"),
        firm(4, "丁商店"),
    )


def test_coverage_is_one_doubt_with_the_list_of_those_left_out() -> None:
    (problem,) = found("coverage", served(kinds(), 1))
    assert (problem.severity, problem.place, problem.subject) == ("doubt", None, None)
    assert said("coverage", served(kinds(), 1)) == [
        "三类企业共 3 家，已服务 33.3%，尚有 2 家未服务：乙厂、丙公司（依据：方案一）。"
        "请核对服务日志是否漏录；确未服务的，在年度报告中说明。"
    ]


def test_full_coverage_is_no_problem_and_other_firms_do_not_matter() -> None:
    assert said("coverage", served(kinds(), 3)) == []
    assert said("coverage", served([firm(1)], 0)) == []
    assert said("coverage", served(kinds(), 3), reading(thresholds_inclusive=False)) == []


def test_what_is_short_of_the_whole_never_reads_100_percent() -> None:
    many = [firm(each, tech_sme=True) for each in range(1, 2502)]
    (sentence,) = said("coverage", served(many, 2500))
    assert sentence.startswith("三类企业共 2501 家，已服务 99.9%，尚有 1 家未服务：企业2501公司（")


def test_a_hard_coverage_target_that_is_short_is_unmet() -> None:
    targets = tuple(replace(target, soft=False) for target in PLAN.targets)
    (problem,) = found("coverage", served(kinds(), 2), replace(PLAN, targets=targets))
    assert problem.severity == "unmet"


# ── thresholds and time ──


def test_by_reading_the_number_itself_is_not_enough() -> None:
    exclusive = reading(thresholds_inclusive=False)
    assert said("recruited", year(*crowd(31)), exclusive) == []
    assert said("recruited", year(*crowd(30)), exclusive) == [
        f"全区选聘企业科技特派员 30 人，目标多于 30 人（依据：方案一）。{REMEDY}"
    ]
    assert said("three_zero", with_firms(*cleared(5)), exclusive) == []  # 企业5家: no 以上


def test_a_target_of_nothing_is_met_by_nothing_and_wholly() -> None:
    nothing = tuple(replace(target, value=0) for target in PLAN.targets)
    dataset = year(*crowd(3, serving=0), enterprises=[firm(1, above_scale=True)])
    results = count(dataset, replace(PLAN, targets=nothing)).targets
    assert {(result.standing, result.gap) for result in results} == {(Standing.MET, 0)}
    assert {result.rate for result in results if not result.value} == {1}
    assert said("serving", dataset, replace(reading(thresholds_inclusive=False), targets=nothing)) == [
        f"全区开展服务的科技特派员 0 人，目标多于 0 人（依据：方案二（一）一）。{REMEDY}"
    ]


def test_targets_are_judged_at_the_year_s_end() -> None:
    assert said("recruited", year(*crowd(29), as_of=on(12, 30))) == []
    results = count(year(*crowd(29), as_of=on(12, 30)), PLAN).targets
    assert {result.standing for result in results if result.target.id == "recruited"} == {Standing.NOT_DUE}


def test_another_plan_may_ask_for_more_fewer_and_other_things() -> None:
    trainings = replace(PLAN.targets[0], id="trainings", label="举办培训", measure="trainings_held", value=6, unit="场")
    plan = replace(PLAN, targets=(replace(PLAN.targets[0], value=2), trainings))
    (sentence,) = said("trainings", year(*crowd(2)), plan)
    assert sentence.startswith("全区举办培训 0 场，目标 6 场，还差 6 场（")
    assert said("recruited", year(*crowd(2)), plan) == said("coverage", year(*crowd(2)), plan) == []
