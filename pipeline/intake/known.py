"""What is known when a log is read, and how it is said what is wrong with one of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.forms import Form
from pipeline.intake.matching import Firms, People
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Commissioner
from pipeline.sheets import Row


@dataclass(frozen=True, slots=True)
class Known:
    """The plan, the day the year is looked at, and who and which firm a row may speak of."""

    plan: Plan
    as_of: dt.date
    people: People
    directory: Firms


def wrong(
    rule: str,
    row: Row,
    heading: str | None,
    person: Commissioner | None,
    form: Form,
    facts: Mapping[str, object] | None = None,
    message: str = "",
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A problem of a log row and, where it is somebody's, of that person."""
    subject, who = (person.id, person.who) if person else (None, "")
    return Problem(rule, severity, row.source.at(heading), subject, who, facts or {}, message=message, form=form.name)
