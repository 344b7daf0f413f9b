"""Cells that could not be read, as problems of the person or enterprise of their row."""

from __future__ import annotations

from pipeline.problems import Problem, Severity
from pipeline.sheets import Fault, Row, Table

RULE_OF_FAULT = {"ambiguous_day": "ambiguous_date"}  # where two faults are one rule


def fault_problem(
    fault: Fault, table: Table, subject: str | None, who: str, people: frozenset[str] = frozenset()
) -> Problem:
    """A cell that could not be read, as a problem of its row's person or enterprise."""
    facts: dict[str, object] = {"shown": fault.shown or ("" if fault.code == "error_cell" else "（内容从略）")}
    about = "" if subject else fault.place.line
    rule = RULE_OF_FAULT.get(fault.code, fault.code)
    message = fault.code if rule != fault.code else ""
    form = table.form.name
    return Problem(
        rule, Severity.ERROR, fault.place, subject, who, facts, message=message, people=people, form=form, about=about
    )


def own_faults(row: Row, table: Table) -> list[Fault]:
    """The row's faults, without those of a required column that the whole table lacks: that is said once."""
    return [fault for fault in row.faults if fault.place.column not in table.missing]


def fault_problems(
    row: Row, table: Table, subject: str | None, who: str, people: frozenset[str] = frozenset()
) -> list[Problem]:
    """One problem for each of the row's own faults."""
    return [fault_problem(fault, table, subject, who, people) for fault in own_faults(row, table)]
