"""How a log is read. A row that cannot be trusted is left out, said, and withholds what it would have fed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.intake.matching import Firms, Match, People
from pipeline.intake.rosters import NOWHERE, date, fault_problem, own_faults, text
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Commissioner
from pipeline.sheets import Row, Table


@dataclass(slots=True)
class Desk:
    """What reading a log needs at hand, and where it puts what it finds."""

    plan: Plan
    as_of: dt.date
    people: People
    directory: Firms
    problems: list[Problem]
    later: dict[str, int] = field(default_factory=dict)

    def say(
        self,
        rule: str,
        row: Row,
        heading: str | None,
        person: Commissioner | None,
        form: str,
        facts: dict[str, object] | None = None,
        message: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        subject, who = (person.id, person.who) if person else (None, "")
        self.problems.append(
            Problem(rule, severity, row.source.at(heading), subject, who, facts or {}, message=message, form=form)
        )


Record = Any  # one of the log records; each LogForm makes one kind
Build = Callable[[Row, Commissioner, Desk], Record | None]


@dataclass(frozen=True, slots=True)
class LogForm:
    """How a log is read: the date that places a row in the year, whose row it is, and the record it makes."""

    form: str
    date: str  # heading
    build: Build
    id_heading: str = "特派员编号"
    name_heading: str = "特派员姓名"
    of_person: bool = True
    this_year_only: bool = True  # decisions may fall into the next year


def read_log(log: LogForm, tables: Sequence[Table], desk: Desk) -> list[Record]:
    """The trusted records of one form as of the desk's day, repeated rows once, in order of identity and date."""
    found: list[Record] = []
    for table in tables:
        for row in table.rows:
            record = _record(log, table, row, desk)
            if record is not None:
                found.append(record)
    return sorted(_once(found, log, desk), key=_identity)


def _identity(record: Record) -> tuple[str, ...]:
    bare = replace(record, source=NOWHERE)
    return (
        getattr(record, "commissioner", ""),
        str(_day(record)),
        str(bare),
        record.source.workbook,
        f"{record.source.row:07}",
    )


def _day(record: Record) -> dt.date:
    for name in ("start", "date", "submitted", "decided_on", "approved_on"):
        if hasattr(record, name):
            day: dt.date = getattr(record, name)
            return day
    raise AssertionError(f"a log record without a date: {type(record).__name__}")


def _record(log: LogForm, table: Table, row: Row, desk: Desk) -> Record | None:
    match = desk.people.match(row, table, log.id_heading, log.name_heading) if log.of_person else Match(None)
    desk.problems.extend(match.problems)
    person = match.person
    faults = own_faults(row, table)
    candidates = frozenset(candidate.id for candidate in match.candidates)
    subject, who = (person.id, person.who) if person else (None, text(row, log.name_heading))
    desk.problems.extend(fault_problem(fault, table, subject, who, candidates) for fault in faults)
    day = date(row, log.date)
    if faults or table.missing or day is None or (log.of_person and person is None):
        return None
    if log.this_year_only and not desk.plan.first_day <= day <= last_day(log.form, desk.plan):
        desk.say("outside_year", row, log.date, person, log.form, {"date": day, "year": desk.plan.year})
        return None
    closed = desk.as_of == desk.plan.last_day and not log.this_year_only  # decisions on the whole year come after it
    if day > desk.as_of and not closed:
        desk.later[log.form] = desk.later.get(log.form, 0) + 1
        return None
    return log.build(row, person or NOBODY, desk)


def last_day(form: str, plan: Plan) -> dt.date:
    """The last date a row of a log may carry: a report due in the month after its own may come in next January."""
    if form == "月报" and plan.reading("report_due") == "next_month":
        return dt.date(plan.year + 1, 1, 31)
    return plan.last_day


NOBODY = Commissioner("", "", "", "", None, None, NOWHERE)


def _once(records: list[Record], log: LogForm, desk: Desk) -> list[Record]:
    """Rows repeated across workbooks count once; repeated within one they all count. Either is a doubt."""
    first: dict[Record, Record] = {}
    kept: list[Record] = []
    for record in sorted(records, key=lambda entry: (entry.source.workbook, entry.source.sheet, entry.source.row)):
        bare = replace(record, source=NOWHERE)
        earlier = first.setdefault(bare, record)
        if earlier is record:
            kept.append(record)
            continue
        across = earlier.source.workbook != record.source.workbook
        person = desk.people.by_id(getattr(record, "commissioner", ""))
        subject, who = (person.id, person.who) if person else (None, "")
        facts: dict[str, object] = {"other": earlier.source.at()}
        message = "" if across else "repeated_in_workbook"
        desk.problems.append(
            Problem(
                "repeated_row", Severity.DOUBT, record.source.at(), subject, who, facts, message=message, form=log.form
            )
        )
        if not across:
            kept.append(record)
    return kept
