"""The check finds the story of the sample year: each planted problem, nothing else, and no error."""

from __future__ import annotations

import datetime as dt

import pytest

from bench.sample_year.__main__ import HOME
from bench.sample_year.year import LAPSED, LAST_YEARS_NUMBER, UNKNOWN_START, make_year
from pipeline.check.year import LEFT_ALONE
from pipeline.forms import FORMS
from pipeline.intake import Intake, take_in
from pipeline.plan import Plan, read_plan
from pipeline.problems import Problem, gather
from pipeline.rules import Phase, count, judge
from pipeline.sheets import read_folder

FOLDER = HOME / "input" / "2024"
FIRMS = make_year().firms

UNMET = {
    ("monthly_report", "T003"),
    ("monthly_report", "T008"),
    ("monthly_report", "T011"),
    ("monthly_report", "T014"),
    ("monthly_report", "T016"),
    ("monthly_report", "T027"),
    ("monthly_report", "T033"),
    ("service_days", "T006"),  # exempted: 21 days, as 例外说明 has it
    ("service_days", "T014"),
    ("service_days", "T019"),
    ("policy_sessions", "T009"),
    ("policy_sessions", "T014"),
    ("project", "T012"),
    ("project", "T014"),
    ("project", "T025"),
    ("work_plan", "T020"),
    ("final_summary", "T023"),
    ("three_zero", None),
    ("tech_sme", None),
}
DOUBTS = {
    ("coverage", None),
    ("funds", None),
    ("extra_columns", None),
    ("repeated_row", "T005"),
    ("unpaired_visit", "T010"),
    ("unknown_service_type", "T024"),
    ("three_zero_baseline", FIRMS[UNKNOWN_START].code),
    *(("certificate", FIRMS[place].code) for place in LAPSED),
    *(("registration", FIRMS[place].code) for place in LAST_YEARS_NUMBER),
    ("undecided_reading", None),  # plan.toml's readings while nobody has decided them
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(FOLDER / "plan.toml")


@pytest.fixture(scope="module")
def intake(plan: Plan) -> Intake:
    return take_in(read_folder(FOLDER, FORMS, plan.year, LEFT_ALONE), plan, plan.last_day)


@pytest.fixture(scope="module")
def problems(intake: Intake, plan: Plan) -> list[Problem]:
    tally = count(intake.dataset, plan)
    found = gather([*intake.problems, *judge(intake.dataset, plan, tally, Phase.YEAR_END)])
    return [problems[0] for problems in found]


def of(severity: str, problems: list[Problem]) -> list[tuple[str, str | None]]:
    return sorted(((entry.rule, entry.subject) for entry in problems if entry.severity == severity), key=str)


def test_the_sample_year_has_no_error(problems: list[Problem]) -> None:
    assert of("error", problems) == []


def test_duties_and_targets_are_short_as_told(problems: list[Problem]) -> None:
    assert of("unmet", problems) == sorted(UNMET, key=str)
    assert [entry.subject for entry in problems if entry.exempted] == ["T006"]


def test_doubts_are_as_told(problems: list[Problem]) -> None:
    assert of("doubt", problems) == sorted(DOUBTS, key=str)


def test_it_carries_two_or_three_dozen_problems(problems: list[Problem]) -> None:
    assert 24 <= len(problems) <= 36


def test_every_form_but_the_grades_is_there_and_every_row_is_read(intake: Intake) -> None:
    year = make_year()
    data = intake.dataset
    assert data.forms == frozenset(form.name for form in FORMS) - {"考核结果"}
    assert [(post.commissioner, post.enterprise, post.start) for post in data.pairings] == sorted(
        (post.person, post.firm.code, post.start) for post in year.pairings
    )
    assert len(data.service_logs) == len(year.visits)
    assert len(data.monthly_reports) == len(year.reports)
    assert sorted(
        (entry.commissioner, entry.date, entry.amount) for entry in data.achievements if entry.amount
    ) == sorted((entry.person, entry.date, entry.amount) for entry in year.achievements if entry.amount)


def test_people_without_an_id_in_the_log_are_known_by_their_station(intake: Intake) -> None:
    visits = [visit for visit in make_year().visits if visit.person == "T031"]
    read = [visit for visit in intake.dataset.service_logs if visit.commissioner == "T031"]
    assert sorted(visit.start for visit in read) == sorted(visit.start for visit in visits)
    assert {visit.source.workbook for visit in read} == {"台账/成果转化工作站.xlsx"}
    assert all(visit.start >= dt.date(2024, 1, 1) for visit in read)
