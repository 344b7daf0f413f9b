"""A blank form that a script fills in and the reader reads gives back the same records, whatever the values are."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.documents.blank_forms.sheets import blank_forms
from pipeline.forms import FORMS, WORKBOOKS
from pipeline.intake import take_in
from pipeline.records import Dataset
from pipeline.sheets import read_folder
from pipeline.sheets.writing.workbook import workbook
from tests.filled_forms import NOWHERE, PLAN, Filled, years

BLANK = {name: workbook(sheets, name) for name, sheets in blank_forms(PLAN).items()}
HEADINGS, EXAMPLE = 3, 4  # rows


# Not shrunk: that takes minutes, and the records that differ say what is wrong.
@settings(max_examples=15, deadline=None, phases=(Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck))
@given(year=years(), over_the_example=st.booleans())
def test_what_is_filled_in_is_what_is_read(year: dict[str, list[Filled]], over_the_example: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in WORKBOOKS:
            fill(Path(folder) / f"{name}.xlsx", name, year, EXAMPLE if over_the_example else EXAMPLE + 1)
        intake = take_in(read_folder(Path(folder), FORMS, PLAN.year), PLAN, PLAN.last_day)

    written = Counter(record for rows in year.values() for records, _ in rows for record in records)
    found = Counter(replace(record, source=NOWHERE) for record in records_of(intake.dataset))
    assert (list(written - found), list(found - written)) == ([], [])
    assert [problem for problem in intake.problems if problem.rule not in ("repeated_row", "zero_days")] == []


def fill(path: Path, name: str, year: dict[str, list[Filled]], first: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(BLANK[name]))
    for form in WORKBOOKS[name]:
        sheet = book[form.name]
        columns = {column.heading: number for number, column in enumerate(form.columns, 1)}
        if year[form.name] and first == EXAMPLE:
            for number in columns.values():
                sheet.cell(EXAMPLE, number).value = None
        for number, (_, cells) in enumerate(year[form.name], first):
            for heading, value in cells.items():
                put(sheet, number, columns[heading], value)
    book.save(path)


def put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """As typed into a cell of text format: what begins with = is a text there."""
    sheet.cell(row, column).value = value
    if isinstance(value, str):
        sheet.cell(row, column).data_type = "s"


def records_of(data: Dataset) -> list[Any]:
    rosters = (data.commissioners, data.enterprises, data.pairings)
    logs = (data.service_logs, data.monthly_reports, data.projects, data.achievements, data.papers, data.spot_checks)
    return [
        record
        for kind in (*rosters, *logs, data.trainings, data.expenses, data.results, data.exceptions)
        for record in kind
    ]
