"""The year counted once: who and what is in it, in which order, with which rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.plan.questions import QUESTIONS
from pipeline.records import AssessmentResult, Expense, Training
from pipeline.rules import Phase, Year, count
from tests.rules.builders import (
    PLAN,
    firm,
    firms,
    log,
    on,
    person,
    posting,
    problems,
    reading,
    visit,
    without,
    year,
)


def expense(use: str, amount: str) -> Expense:
    return Expense(on(3, 1), "事项", use, Decimal(amount), "", "", log("经费支出", 4))


def training(subject: str, topics: str = "") -> Training:
    return Training(on(3, 15), subject, "线下", "区工信和科技局", 40, "", topics, log("培训活动", 4))


def test_people_outside_the_year_are_not_counted() -> None:
    gone = person("T002", term=(on(1, 1, 2023), on(12, 31, 2023)))
    dataset = year(person("T001"), gone, person("T003"))
    assert [entry.commissioner.id for entry in count(dataset, PLAN).people] == ["T001", "T003"]


def test_the_grade_is_the_latest_one_given() -> None:
    first = AssessmentResult("T001", "合格", on(12, 20), "", log("考核结果", 4))
    later = replace(first, grade="优秀", decided_on=on(12, 28))
    for results in ((first, later), (later, first)):
        (entry,) = count(year(person(), results=results), PLAN).people
        assert entry.result == later
    assert count(year(person()), PLAN).people[0].result is None


def test_postings_stand_in_order_of_their_start() -> None:
    second, first = posting("T001", start=on(7, 1)), posting("T001", 4, at=firm(2), start=on(2, 1))
    (entry,) = count(year(person(), enterprises=firms(2), pairings=[second, first]), PLAN).people
    assert [pairing.start for pairing in entry.pairings] == [on(2, 1), on(7, 1)]


def test_an_enterprise_knows_who_served_it_and_how_often() -> None:
    visits = [visit("T002", on(3, 4)), visit("T001", on(3, 5)), visit("T001", on(3, 6), at=firms(2))]
    dataset = year(person("T001", days=0), person("T002", days=0), enterprises=firms(3), visits=visits)
    told = [(entry.served, entry.visits, entry.commissioners) for entry in count(dataset, PLAN).enterprises]
    assert told == [(True, 3, ("T001", "T002")), (True, 1, ("T001",)), (False, 0, ())]


def test_those_left_out_are_of_the_three_kinds_and_unserved() -> None:
    enterprises = (firm(1, above_scale=True), firm(2, tech_sme=True), firm(3))
    dataset = year(person(days=1), enterprises=enterprises)
    assert [entry.enterprise.name for entry in count(dataset, PLAN).uncovered] == ["企业2公司"]


def test_a_policy_topic_is_found_by_any_of_its_names_in_subject_or_content() -> None:
    trainings = (training("科技新政三十条宣讲"), training("研发管理", "加计扣除、揭榜挂帅"), training("安全生产"))
    covered = count(year(trainings=trainings), PLAN).topics_covered
    assert list(covered) == list(PLAN.policy_topics.items)
    assert {topic: number for topic, number in covered.items() if number} == {
        "科技新政30条": 1,
        "研发费用加计扣除": 1,
        "揭榜挂帅": 1,
    }


def test_expenses_add_up_by_permitted_use_and_others_stand_after_them() -> None:
    expenses = (
        expense("宣传", "800.40"),
        expense("讲课费", "1200"),
        expense("科技培训", "300"),
        expense("电脑", "4999"),
    )
    assert count(year(expenses=expenses), PLAN).expenses_by_use == {
        "科技培训": Decimal("1500"),
        "外出调研": Decimal(0),
        "生活补贴": Decimal(0),
        "办公用品": Decimal("4999"),
        "宣传": Decimal("800.40"),
    }


@settings(deadline=None, derandomize=True)
@given(st.permutations(range(40)))
def test_the_order_of_log_rows_changes_no_figure(order: list[int]) -> None:
    rows = [*person("T001", days=19).visits, *person("T002", days=21).visits]
    shuffled = [rows[number] for number in order]
    people = (person("T001", days=0), person("T002", days=0))

    def figures(visits: list[object]) -> list[object]:
        tally = count(year(*people, visits=visits), PLAN)  # type: ignore[arg-type]
        minimums = [[result.count.value for result in entry.minimums] for entry in tally.people]
        return [minimums, [result.value for result in tally.targets]]

    assert figures([*shuffled]) == figures([*rows])


# ── phases ──


def test_a_year_end_minimum_does_not_hold_up_january() -> None:
    """In the roster phase, rules look at roster and pairings only."""
    idle = person(days=0, projects=[], plans=0, summaries=0, reports=without(*range(1, 13)))
    dataset = year(idle, enterprises=[firm(1, high_tech=True)])
    assert {problem.rule for problem in problems(dataset, phase=Phase.ROSTER)} == {"undecided_reading"}


def test_the_roster_itself_is_looked_at_in_january() -> None:
    wrong = person("T001", term=(on(12, 31), on(1, 1)), id_number="150602198001010002")
    twice = [posting("T001", 3), posting("T001", 4)]
    rules = {problem.rule for problem in problems(year(wrong, pairings=twice), phase=Phase.ROSTER)}
    assert rules == {
        "id_number",
        "overlapping_pairing",
        "reversed_dates",
        "undecided_reading",
    }


def test_who_begins_after_the_as_of_day_is_not_recruited_yet() -> None:
    people = [person("T001"), person("T002", term=(on(7, 1), on(12, 31)))]
    assert len(count(year(*people, as_of=on(6, 30)), PLAN).people) == 1
    assert len(count(year(*people, as_of=on(7, 1)), PLAN).people) == 2


def test_a_year_counted_by_one_reading_after_another_is_as_if_counted_anew() -> None:
    early, empty = visit("T001", on(1, 9)), visit("T001", on(4, 2), "0")
    first = person("T001", term=(on(2, 1), on(11, 20)), days=0, sessions=0, projects=(True, None))
    records = year(first, visits=(early, empty, visit("T001", on(5, 6), "3", end=on(5, 8))))
    several, found = Year(records), set()
    for id, question in QUESTIONS.items():
        for option in question.options:
            by = reading(**{id: option.choice})
            again = several.counted(by)
            assert (again, again.records) == ((anew := count(records, by)), anew.records), (id, option.choice)
            found.add(again.people[0].days.value)
    assert found == {Decimal(3), Decimal(4)}  # with and without the visit before the term
