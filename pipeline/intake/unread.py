"""Cells that could not be read, as problems of the person or enterprise of their row."""

from __future__ import annotations

from pipeline.faults import Subject
from pipeline.intake.faults import ERROR_CELL, OF_CELLS
from pipeline.problems import Problem
from pipeline.sheets import CellFault, Row, Table


def fault_problem(unread: CellFault, table: Table, whom: Subject, people: frozenset[str] = frozenset()) -> Problem:
    """A cell that could not be read, as a problem of its row's person or enterprise."""
    fault = OF_CELLS[unread.code]
    facts = {"shown": unread.shown or ("" if fault is ERROR_CELL else "（内容从略）")}
    code = unread.code if unread.code != fault.rule else ""
    about = "" if whom.id else unread.place.line
    return fault.of(whom, unread.place, table.form.name, facts, code, people=people, about=about)


def own_faults(row: Row, table: Table) -> list[CellFault]:
    """The row's faults, without those of a required column that the whole table lacks: that is said once."""
    return [fault for fault in row.faults if fault.place.column not in table.missing]


def fault_problems(row: Row, table: Table, whom: Subject, people: frozenset[str] = frozenset()) -> list[Problem]:
    """One problem for each of the row's own faults."""
    return [fault_problem(fault, table, whom, people) for fault in own_faults(row, table)]
