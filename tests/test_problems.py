"""Gathering: one problem a rule and subject, whatever the order they were found in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.problems import Place, Problem, Severity, Source, gather, in_order, places_of


def place(row: int, workbook: str = "名册.xlsx", column: str | None = None) -> Place:
    return Place(workbook, "特派员", row, column)


def fault(rule: str = "required_empty", row: int | None = 3, subject: str | None = "T001", **more: object) -> Problem:
    severity = more.pop("severity", Severity.ERROR)
    at = None if row is None else place(row)
    return Problem(rule, severity, at, subject, **more)  # type: ignore[arg-type]


def test_further_places_of_the_same_fault_join_the_first() -> None:
    (found,) = gather([fault(row=9), fault(row=3), fault(row=5)])
    assert places_of(found) == (place(3), place(5), place(9))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(fault(), fault(subject="T002"), id="另一人"),
        pytest.param(fault(), fault("not_a_date"), id="另一规则"),
        pytest.param(fault(), fault(severity=Severity.DOUBT), id="另一级别"),
        pytest.param(fault(subject=None), fault(subject=None), id="没有对象"),
    ],
)
def test_what_is_not_of_one_rule_and_subject_stays_apart(first: Problem, second: Problem) -> None:
    assert sorted(map(repr, gather([first, second]))) == sorted(map(repr, [(first,), (second,)]))


def test_one_cell_is_named_once() -> None:
    (found,) = gather([fault(row=3), fault(row=5), fault(row=5), fault(row=3)])
    assert places_of(found) == (place(3), place(5))


def test_gathered_problems_concern_all_their_people() -> None:
    (found,) = gather([fault(row=3, people=frozenset({"T002"})), fault(row=5, people=frozenset({"T003"}))])
    assert {id for one in found for id in one.people} == {"T002", "T003"}


def test_errors_stand_first_then_what_is_unmet_then_doubts_and_exceptions_after_their_like() -> None:
    doubt = fault("funds", severity=Severity.DOUBT)
    unmet = fault("service_days", severity=Severity.UNMET)
    excused = fault("project", severity=Severity.UNMET, exempted=True)
    error = fault("unknown_person")
    assert in_order([doubt, excused, unmet, error]) == [error, unmet, excused, doubt]


def test_places_stand_in_order_of_workbook_sheet_row() -> None:
    rows = [Place("b.xlsx", "甲", 2), Place("a.xlsx", "乙", 1), Place("a.xlsx", "甲", 10), Place("a.xlsx", "甲", 9)]
    problems = [Problem("x", Severity.ERROR, at) for at in rows]
    told = [(at.workbook, at.sheet, at.row) for at in (found[0].place for found in gather(problems)) if at]
    assert told == [("a.xlsx", "乙", 1), ("a.xlsx", "甲", 9), ("a.xlsx", "甲", 10), ("b.xlsx", "甲", 2)]


PROBLEMS = st.builds(
    Problem,
    st.sampled_from(["duplicate_id", "required_empty", "service_days"]),
    st.sampled_from(Severity),
    st.one_of(st.none(), st.builds(place, st.integers(3, 5), st.sampled_from(["名册.xlsx", "台账/甲.xlsx"]))),
    st.sampled_from([None, "T001", "T002"]),
    facts=st.dictionaries(st.sampled_from(["value", "other"]), st.integers(0, 2), max_size=2),
    message=st.sampled_from(["", "duplicate_id_number"]),
    people=st.frozensets(st.sampled_from(["T001", "T002"])),
    form=st.sampled_from([None, "特派员"]),
)


@settings(deadline=None, derandomize=True)
@given(st.lists(PROBLEMS, max_size=8).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_they_were_found_in_changes_nothing(both: tuple[list[Problem], list[Problem]]) -> None:
    assert gather(both[0]) == gather(both[1])


@settings(deadline=None, derandomize=True)
@given(st.lists(PROBLEMS, max_size=8))
def test_gathering_loses_no_place_and_gathers_once(some: list[Problem]) -> None:
    gathered = gather(some)
    keys = [(lead.rule, lead.severity, lead.subject) for lead, *_ in gathered if lead.subject]
    assert len(keys) == len(set(keys))
    every = {problem.place for problem in some} - {None}
    assert every == {at for found in gathered for at in places_of(found)}
    assert gather(problem for found in gathered for problem in found) == gathered


def test_a_source_knows_its_cells() -> None:
    source = Source("名册.xlsx", "特派员", 7, {"姓名": "B", "派出单位": "C"}, {"派出单位": 5})
    assert source.at() == Place("名册.xlsx", "特派员", 7)
    assert source.at("姓名") == Place("名册.xlsx", "特派员", 7, "姓名", "B")
    assert source.at("派出单位") == Place("名册.xlsx", "特派员", 5, "派出单位", "C")  # merged from row 5 down
