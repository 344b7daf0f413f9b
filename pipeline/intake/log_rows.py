"""From a log row whose person and date are trusted to its record, or to what is wrong with it.

Most forms only copy their cells, which their declaration says. A form with a logic of its own has a function here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.faults import OUTSIDE_YEAR, REVERSED_DATES, Fault
from pipeline.forms import MONTHLY_REPORTS, SERVICE_LOGS, Column, Form
from pipeline.forms.declaring import Read
from pipeline.intake.cells import fields_of, firms, number
from pipeline.intake.faults import IMPOSSIBLE_DAYS, NEGATIVE_AMOUNT, ZERO_DAYS
from pipeline.intake.matching import Firms, People
from pipeline.plan import Plan
from pipeline.problems import Problem
from pipeline.records import Commissioner
from pipeline.sheets import Row
from pipeline.sheets.declare import Kind


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a log is read: the plan, the day the year is looked at, whom and which firm rows may name."""

    plan: Plan
    as_of: dt.date
    people: People
    directory: Firms


Fields = dict[str, Any]
Record = Any  # one of the log records; each form makes one kind
Build = Callable[[Row, Commissioner | None], tuple[Record | None, list[Problem]]]
Logic = Callable[[Fields, Row, Commissioner | None, Known], tuple[Fields | None, list[Problem]]]


def builder(form: Form, known: Known) -> Build:
    """A function from a row and its person to the record, or None, and what is wrong with the row."""
    fields, logic = fields_of(form), LOGIC.get(form.name)
    served = next((column.heading for column in form.columns if _names_firms(column)), "")
    corrected = [column for column in form.columns if column.corrects]
    of_person = any(column.field == "commissioner" for column in form.columns)

    def build(row: Row, person: Commissioner | None) -> tuple[Record | None, list[Problem]]:
        found: Fields | None = fields(row)
        problems: list[Problem] = []
        if logic and found is not None:
            found, problems = logic(found, row, person, known)
        if found is None:
            return None, problems
        if served and person:
            codes = _codes(row, served, person, known, form)
            if isinstance(codes, Problem):
                return None, [*problems, codes]
            found["enterprises"] = codes
        if of_person and person:
            found["commissioner"] = person.id
        problems.extend(_below_zero(corrected, row, person, form))
        return form.record(source=row.source, **found), problems

    return build


def _names_firms(column: Column) -> bool:
    return column.kind is Kind.FIRMS and column.read is Read.MATCHED


def _codes(row: Row, heading: str, person: Commissioner, known: Known, form: Form) -> tuple[str, ...] | Problem:
    """The codes of the row's firms, or what is wrong with the first that is not known."""
    codes: set[str] = set()
    for name in firms(row, heading):
        match = known.directory.match(name, row, heading, person, form.name)
        if isinstance(match, Problem):
            return match
        codes.add(match.credit_code)
    return tuple(sorted(codes))


def _below_zero(columns: list[Column], row: Row, person: Commissioner | None, form: Form) -> Iterator[Problem]:
    """A number below zero may be a correction entry: it counts as it stands and is a doubt."""
    for column in columns:
        value = number(row, column.heading)
        if value is not None and value < 0:
            yield NEGATIVE_AMOUNT.of(person, row.source.at(column.heading), form.name, {"value": value})


def _visit(found: Fields, row: Row, person: Commissioner | None, known: Known) -> tuple[Fields | None, list[Problem]]:
    """A visit within one term and year, of days that fit between its dates."""

    def refused(fault: Fault, heading: str, code: str = "", **facts: object) -> tuple[None, list[Problem]]:
        return None, [fault.of(person, row.source.at(heading), SERVICE_LOGS.name, facts, code)]

    start, days = found["start"], found["days"] or Decimal(0)
    end = found["end"] or start
    span = (end - start).days + 1
    if end < start:
        return refused(REVERSED_DATES, "结束日期", what="服务", start=start, end=end)
    if end > known.plan.last_day:
        return refused(OUTSIDE_YEAR, "结束日期", date=end, year=known.plan.year)
    if days < 0:
        return refused(IMPOSSIBLE_DAYS, "服务天数", "negative_days", days=days)
    if days > span:
        return refused(IMPOSSIBLE_DAYS, "服务天数", days=days, dates=span)
    code = "" if known.plan.reading("zero_day_visits") == "nothing" else "zero_days_counted"
    doubts = [] if days else [ZERO_DAYS.of(person, row.source.at("服务天数"), SERVICE_LOGS.name, code=code)]
    if end > known.as_of:  # a visit under way on the as-of day counts up to that day
        end = known.as_of
        days = min(days, Decimal((end - start).days + 1))
    return {**found, "end": end, "days": days}, doubts


def _report(found: Fields, row: Row, person: Commissioner | None, known: Known) -> tuple[Fields | None, list[Problem]]:
    """The report of a month of the plan's year."""
    year, month = found["month"]
    if year is not None and year != known.plan.year:
        facts = {"found": str(year), "year": str(known.plan.year)}
        place = row.source.at("月份")
        return None, [OUTSIDE_YEAR.of(person, place, MONTHLY_REPORTS.name, facts, "outside_year_month")]
    return {**found, "month": month}, []


LOGIC: Mapping[str, Logic] = {SERVICE_LOGS.name: _visit, MONTHLY_REPORTS.name: _report}
