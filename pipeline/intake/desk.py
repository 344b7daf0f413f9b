"""What reading a log needs at hand, and how it says what is wrong with a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.faults import NO_FACTS, Facts, Fault
from pipeline.forms import Form
from pipeline.intake.matching import Firms, People
from pipeline.plan import Plan
from pipeline.problems import Problem
from pipeline.records import Commissioner
from pipeline.sheets import Row


@dataclass(frozen=True, slots=True)
class Desk:
    """The plan, the day the year is looked at, and who and which firm a row may speak of."""

    plan: Plan
    as_of: dt.date
    people: People
    directory: Firms


def wrong(
    fault: Fault,
    row: Row,
    heading: str,
    person: Commissioner | None,
    form: Form,
    facts: Facts = NO_FACTS,
    code: str = "",
) -> Problem:
    """A fault of a cell of a log row and, where the row is somebody's, of that person."""
    return fault.of(person, row.source.at(heading), form.name, facts, code)
