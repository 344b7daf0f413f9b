"""Cells that could not be read, as problems of the person or enterprise of their row."""

from __future__ import annotations

from pipeline.faults import Subject
from pipeline.forms import BY_NAME
from pipeline.intake.faults import OF_CELLS, PRIVATE_ID
from pipeline.problems import Problem
from pipeline.sheets import Row, Table, Unread

_FAULT_OF = {code: fault for fault in (*OF_CELLS, PRIVATE_ID) for code in fault.wordings}


def unread_problem(cell: Unread, table: Table, subject: Subject, people: frozenset[str] = frozenset()) -> Problem:
    """A cell that could not be read; `people` are those whom its row may be about.

    An error of a formula is a doubt where nothing rests on the cell: the row counts without it.
    """
    fault = _FAULT_OF[cell.code]
    if fault.milder and not BY_NAME[table.form.name].rests_on(cell.place.column):
        fault = fault.mild
    facts = {"shown": cell.shown or ("" if cell.code == "error_cell" else "（内容从略）")}
    code = "" if cell.code == fault.rule else cell.code
    about = "" if subject.id else cell.place.line
    return fault.of(subject, cell.place, table.form.name, facts, code, people=people, about=about)


def unread_problems(row: Row, table: Table, subject: Subject, people: frozenset[str] = frozenset()) -> list[Problem]:
    """One problem for each cell of the row, but those of a required column that the whole table lacks: said once."""
    own = [cell for cell in row.unread if cell.place.column not in table.missing]
    return [unread_problem(cell, table, subject, people) for cell in own]
