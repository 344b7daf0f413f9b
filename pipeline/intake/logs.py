"""How a log is read. A row that cannot be trusted is left out, said, and withholds what it would have fed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from pipeline.faults import OUTSIDE_YEAR, Named
from pipeline.forms import Form
from pipeline.forms.offers import last_day
from pipeline.intake.cells import date, rows_of, text
from pipeline.intake.faults import SAME_THING
from pipeline.intake.log_rows import Known, Record, builder
from pipeline.intake.matching import Match
from pipeline.intake.things import once
from pipeline.intake.threads import whose
from pipeline.intake.unread import unread_problems
from pipeline.problems import Problem, Severity
from pipeline.records import Commissioner, bare
from pipeline.sheets import Row, Table


@dataclass(frozen=True, slots=True)
class LogRead:
    """The trusted records of one form, what is wrong with its rows, and how many are dated later than `known.as_of`.

    `rows` are those that the records were read from, a row that another workbook repeats word for word not counted
    again.
    """

    records: tuple[Record, ...]
    problems: list[Problem]
    later: int
    rows: int


def read_log(form: Form, tables: Sequence[Table], known: Known) -> LogRead:
    """One log as of the day that is known: each thing once, in order of identity and date."""
    found: list[Record] = []
    problems: list[Problem] = []
    later = 0
    build = builder(form, known)
    for table, row in rows_of(tables):
        person, trusted, wrong_here = _whose(form, table, row, known)
        day = date(row, form.log.date) if form.log and trusted else None
        problems += wrong_here
        if day is None:
            continue
        if misdated := _outside_year(form, row, person, day, known):
            problems.append(misdated)
        elif _is_later(form, day, known):
            later += 1
        else:
            record, wrong_here = build(row, person)
            problems += wrong_here
            if record is not None:
                found.append(record)
    kept, drawn_together = once(sorted(found, key=_in_order(form)), form, known.people, known.directory)
    rows = len(kept) + sum(problem.rule == SAME_THING.rule for problem in drawn_together)
    return LogRead(tuple(kept), problems + drawn_together, later, rows)


def _whose(form: Form, table: Table, row: Row, known: Known) -> tuple[Commissioner | None, bool, list[Problem]]:
    """Whom the row speaks of, whether all that must be there can be trusted, and what is wrong."""
    match = Match(None) if form.of_nobody else known.people.match(row, table, *form.person)
    person = match.person
    if not (row.unread or table.missing or match.problems):
        return person, form.of_nobody or person is not None, []
    candidates = frozenset(candidate.id for candidate in match.candidates)
    unread = unread_problems(row, table, person or Named(None, text(row, form.person[1])), candidates)
    errors = any(problem.severity is Severity.ERROR for problem in unread)
    trusted = not errors and not table.missing and (form.of_nobody or person is not None)
    return person, trusted, [*match.problems, *unread]


def _outside_year(form: Form, row: Row, person: Commissioner | None, day: dt.date, known: Known) -> Problem | None:
    """A row of another year; decisions may fall into the next."""
    assert form.log
    if form.log.decision or known.plan.first_day <= day <= last_day(form, known.plan):
        return None
    return OUTSIDE_YEAR.of(person, row.source.at(form.log.date), form.name, {"date": day, "year": known.plan.year})


def _is_later(form: Form, day: dt.date, known: Known) -> bool:
    """Whether the row is of a later day than the year is looked at; decisions on the whole year come after its end."""
    closed = form.log is not None and form.log.decision and known.as_of == known.plan.last_day
    return day > known.as_of and not closed


def _in_order(form: Form) -> Callable[[Record], tuple[str, ...]]:
    """Orders records by person, date, and all that they say, whatever order their rows stand in."""
    day = attrgetter(next(column.field for column in form.columns if form.log and column.heading == form.log.date))

    def order(record: Record) -> tuple[str, ...]:
        said = str(bare(record))
        return whose(record), str(day(record)), said, record.source.workbook, f"{record.source.row:07}"

    return order
