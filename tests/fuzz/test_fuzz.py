"""Five hundred mutated workbooks: never a traceback, never above 512 MB, always records and problems or one refusal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.forms import FORMS
from pipeline.intake import take_in
from pipeline.plan import read_plan
from pipeline.sheets import read_folder
from tests.fuzz.cases import SAMPLE, good
from tests.fuzz.files import WRITERS
from tests.fuzz.run import run
from tests.fuzz.years import BOOKS

PLAN = read_plan(SAMPLE / "plan.toml")

SEED = 2024
CASES = 500  # more by hand: python -m tests.fuzz --cases 5000 --seed 7


def test_whatever_happens_to_a_workbook_reading_says_what_came_of_it() -> None:
    results = run(SEED, range(CASES), workers=os.cpu_count() or 2)
    assert [result for result in results if result.fault] == []
    assert len(results) == CASES
    assert {result.outcome for result in results} == {"records", "records, one refused", "nothing to make"}


def test_a_case_is_the_same_every_time() -> None:
    again = run(SEED, range(20, 24), workers=1), run(SEED, range(20, 24), workers=2)
    first, second = ([(result.how, result.outcome) for result in results] for results in again)
    assert first == second


@pytest.mark.parametrize("kind", WRITERS)
def test_the_year_that_cases_start_from_has_no_fault_in_any_kind_of_file(tmp_path: Path, kind: str) -> None:
    """Else a guard that refuses what is sound would pass for a good answer."""
    (tmp_path / "台账").mkdir()
    for name in BOOKS:
        (tmp_path / name).with_suffix(f".{kind}").write_bytes(good(kind, name))
    intake = take_in(read_folder(tmp_path, FORMS, PLAN.year), PLAN, PLAN.last_day)
    assert {problem.rule for problem in intake.problems} == {"missing_form"}
    found = intake.dataset
    assert [person.id for person in found.commissioners] == ["T001", "T002", "T003"]
    records = (found.enterprises, found.pairings, found.service_logs, found.monthly_reports, found.expenses)
    assert [len(kept) for kept in records] == [3, 4, 3, 4, 2]
