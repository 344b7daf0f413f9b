"""Who and what counts: people whose term has begun, visits as far as the readings let them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from pipeline.plan import Plan
from pipeline.records import Dataset
from pipeline.rules import count
from pipeline.rules.tally import PersonTally
from tests.rules.builders import FIRM, PLAN, Person, firm, on, person, posting, reading, said, visit, year


def nobody(id: str = "T001", term: tuple[dt.date, dt.date] = (on(1, 1), on(12, 31))) -> Person:
    """Somebody of the roster who has nothing yet."""
    return person(id, days=0, sessions=0, projects=(), plans=0, summaries=0, reports={}, term=term)


def counted(dataset: Dataset, plan: Plan = PLAN) -> PersonTally:
    (found,) = count(dataset, plan).people
    return found


def figures(dataset: Dataset, plan: Plan = PLAN) -> tuple[Decimal, Decimal, int, int]:
    """Days, sessions, firms served by the person, firms served in the district."""
    one = counted(dataset, plan)
    served = sum(1 for entry in count(dataset, plan).enterprises if entry.served)
    return one.days.value, one.policy_sessions.value, len(one.served), served


# ── a term that has not begun ──


def half_year(as_of: dt.date) -> Dataset:
    late = person("T002", days=3, projects=(True, True), term=(on(9, 1), on(12, 31)), reports={6: on(6, 10)}, plans=1)
    return year(person("T001"), late, as_of=as_of)


def test_what_belongs_to_somebody_whose_term_has_not_begun_waits_for_it() -> None:
    before, after = count(half_year(on(8, 31)), PLAN), count(half_year(on(9, 1)), PLAN)
    assert [one.commissioner.id for one in before.people] == ["T001"]
    assert {one.commissioner for one in before.records.projects} == {"T001"}
    assert {one.commissioner for one in before.records.pairings} == {"T001"}
    assert [one.commissioner.id for one in after.people] == ["T001", "T002"]
    assert len(after.records.projects) == 3


def test_it_is_said_what_waits_and_once() -> None:
    assert said("before_term", half_year(on(8, 31))) == [
        "名册.xlsx「特派员」第 4 行「聘期起」：T002 李娜 聘期自2024年9月1日开始，截至2024年8月31日的 "
        "服务日志 3 条、月报 1 条、项目申报 2 条、计划与总结 2 条 没有计入，也不列入年度报告和附表。"
        "请核对聘期；聘期没有错的，开始以后自会计入。"
    ]
    assert said("visit_outside_term", half_year(on(8, 31))) == []
    assert said("before_term", half_year(on(9, 1))) == []
    assert len(said("visit_outside_term", half_year(on(9, 1)))) == 1


def test_nothing_is_said_of_somebody_who_has_nothing_yet() -> None:
    assert said("before_term", year(nobody(term=(on(9, 1), on(12, 31))), as_of=on(8, 31))) == []


# ── who counts as 选聘 ──


@pytest.mark.parametrize(("start", "appointed"), [(on(12, 31, 2023), 0), (on(1, 1), 1), (on(7, 1), 1)])
def test_recruited_are_all_of_the_year_or_by_reading_those_appointed_in_it(start: dt.date, appointed: int) -> None:
    dataset = year(person(term=(start, on(12, 31))))

    def value(plan: Plan, id: str) -> Decimal:
        return next(result.value for result in count(dataset, plan).targets if result.target.id == id)

    assert (value(PLAN, "recruited"), value(PLAN, "serving")) == (1, 1)
    plan = reading(recruited_counts="appointed")
    assert (value(plan, "recruited"), value(plan, "serving")) == (appointed, appointed)
    assert len(count(dataset, plan).people) == 1  # assessed all the same


# ── visits ──


def sessions(*days: str, firms: int = 1) -> Dataset:
    at = [firm(number) for number in range(1, firms + 1)]
    visits = [visit("T001", on(3, 4 + place), each, kind="政策宣讲", at=at) for place, each in enumerate(days)]
    return year(nobody(), enterprises=at, visits=visits, pairings=[posting("T001", at=one) for one in at])


def test_a_visit_of_no_days_counts_for_nothing() -> None:
    assert figures(sessions("0", "0")) == (0, 0, 0, 0)
    assert figures(sessions("0", "0.5")) == (Decimal("0.5"), 1, 1, 1)
    assert counted(sessions("0")).visits == ()
    assert next(one.value for one in count(sessions("0"), PLAN).targets if one.target.id == "serving") == 0


def test_by_reading_it_counts_but_for_its_days() -> None:
    assert figures(sessions("0", "0"), reading(zero_day_visits="counts")) == (0, 2, 1, 1)


def test_a_visit_of_several_firms_is_one_session_or_by_reading_one_a_firm() -> None:
    assert figures(sessions("1", firms=3)) == (1, 1, 3, 3)
    assert figures(sessions("1", firms=3), reading(visit_of_several="per_firm")) == (1, 3, 3, 3)
    assert figures(sessions("1"), reading(visit_of_several="per_firm")) == (1, 1, 1, 1)


def around(start: dt.date, end: dt.date, days: str) -> Dataset:
    """A visit of somebody whose term is March to September."""
    going = visit("T001", start, days, end=end)
    return year(nobody(term=(on(3, 1), on(9, 30))), visits=[going], pairings=[posting("T001")])


@pytest.mark.parametrize(
    ("start", "end", "days", "inside"),
    [
        (on(2, 28), on(2, 29), "2", "0"),
        (on(2, 28), on(3, 2), "4", "2"),
        (on(2, 28), on(3, 2), "1.5", "1.5"),
        (on(9, 30), on(10, 3), "3", "1"),
        (on(10, 1), on(10, 1), "1", "0"),
        (on(3, 1), on(3, 2), "2", "2"),
    ],
)
def test_days_outside_the_term_count_or_by_reading_do_not(start: dt.date, end: dt.date, days: str, inside: str) -> None:
    dataset, left_out = around(start, end, days), reading(visits_outside_term="leave_out")
    assert figures(dataset)[0] == Decimal(days)
    assert figures(dataset, left_out)[0] == Decimal(inside)
    assert figures(dataset, left_out)[2] == (1 if Decimal(inside) else 0)
    told = said("visit_outside_term", dataset, left_out)
    assert all(sentence.endswith("请核对日期或聘期；天数不计入。") for sentence in told)
    assert bool(told) is (start < on(3, 1) or end > on(9, 30))


def test_firms_that_are_not_paired_count_or_by_reading_do_not() -> None:
    stranger, left_out = firm(2), reading(visits_unpaired="leave_out")
    both = visit("T001", on(3, 4), at=[FIRM, stranger])
    alone = visit("T001", on(3, 5), at=[stranger], row=6)
    dataset = year(nobody(), enterprises=[FIRM, stranger], visits=[both, alone], pairings=[posting("T001")])
    assert figures(dataset) == (2, 0, 2, 2)
    assert figures(dataset, left_out) == (1, 0, 1, 1)
    assert [text[-7:] for text in said("unpaired_visit", dataset, left_out)] == ["；天数不计入。"]


def test_a_posting_that_is_over_is_none() -> None:
    late = visit("T001", on(5, 1))
    dataset = year(nobody(), visits=[late], pairings=[posting("T001", end=on(4, 30))])
    assert figures(dataset)[0] == 1
    assert figures(dataset, reading(visits_unpaired="leave_out"))[0] == 0
