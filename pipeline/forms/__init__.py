"""The forms of the contract: every heading, its other spellings, whether it must be filled, what stands in it.

The reader and the blank workbooks are made from these declarations, so that they cannot disagree; and whatever the
house asks about a form or a column is derived from them here.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.forms import bureau, directory, logs, rosters
from pipeline.forms.declaring import Column, Form, Presence, knowing_each_other

FORMS = knowing_each_other((*rosters.FORMS, *logs.FORMS, *bureau.FORMS))
BY_NAME: Mapping[str, Form] = {form.name: form for form in FORMS}
# How the blank workbooks group them, by who keeps them; the reader takes any form from any workbook.
WORKBOOKS: Mapping[str, tuple[Form, ...]] = {
    name: tuple(BY_NAME[form.name] for form in forms)
    for name, forms in (("名册", rosters.FORMS), ("台账", logs.FORMS), ("局机关", bureau.FORMS))
}
COMMISSIONERS = BY_NAME[rosters.COMMISSIONERS.name]
ENTERPRISES = BY_NAME[directory.ENTERPRISES.name]
PAIRINGS = BY_NAME[rosters.PAIRINGS.name]
SERVICE_LOGS = BY_NAME[logs.SERVICE_LOGS.name]
MONTHLY_REPORTS = BY_NAME[logs.MONTHLY_REPORTS.name]
PROJECTS = BY_NAME[logs.PROJECTS.name]
ACHIEVEMENTS = BY_NAME[logs.ACHIEVEMENTS.name]
PAPERS = BY_NAME[logs.PAPERS.name]
SPOT_CHECKS = BY_NAME[logs.SPOT_CHECKS.name]
TRAININGS = BY_NAME[bureau.TRAININGS.name]
EXPENSES = BY_NAME[bureau.EXPENSES.name]
RESULTS = BY_NAME[bureau.RESULTS.name]
EXCEPTIONS = BY_NAME[bureau.EXCEPTIONS.name]

LOG_FORMS = frozenset(form.name for form in FORMS if form.log)
ROSTER_FORMS = frozenset(form.name for form in FORMS) - LOG_FORMS
MUST_BE_THERE = tuple(form.name for form in FORMS if form.presence is Presence.REQUIRED)
OF_NOBODY = frozenset(form.name for form in FORMS if form.of_nobody) & LOG_FORMS  # logs whose rows are nobody's
BUREAU_DECIDES = frozenset(form.name for form in FORMS if not form.stations_say)  # no workstation has a say in them
PRIVATE = frozenset(column.heading for form in FORMS for column in form.columns if column.private)
FIRM_IDENTITY = frozenset(column.heading for column in ENTERPRISES.columns if column.names_firm)  # links it to people

_PRINTED = {(form.name, column.heading): column.printed for form in FORMS for column in form.columns if not form.log}
_SPOKEN_OF = frozenset().union(*(kinds for kinds in _PRINTED.values() if kinds))  # kinds of documents


def printed_in(form: str, heading: str | None, kind: str) -> bool:
    """Whether documents of the kind print the cell, or rest on it.

    A row of a log counts whole or not at all, and so does a row of which no cell is named. A kind that no column speaks
    of is held to print every cell: what cannot be trusted is then on no paper.
    """
    printed = _PRINTED.get((form, heading or ""))
    return printed is None or kind in printed or kind not in _SPOKEN_OF


__all__ = [
    "ACHIEVEMENTS",
    "BUREAU_DECIDES",
    "BY_NAME",
    "COMMISSIONERS",
    "ENTERPRISES",
    "EXCEPTIONS",
    "EXPENSES",
    "FIRM_IDENTITY",
    "FORMS",
    "LOG_FORMS",
    "MONTHLY_REPORTS",
    "MUST_BE_THERE",
    "OF_NOBODY",
    "PAIRINGS",
    "PAPERS",
    "PRIVATE",
    "PROJECTS",
    "RESULTS",
    "ROSTER_FORMS",
    "SERVICE_LOGS",
    "SPOT_CHECKS",
    "TRAININGS",
    "WORKBOOKS",
    "Column",
    "Form",
    "Presence",
    "printed_in",
]
