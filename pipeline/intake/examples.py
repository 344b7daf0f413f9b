"""The example rows of our blank workbooks: left out while nobody has touched them, else read and said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.forms.offers import EXAMPLE_NOTE, NOTE, read_example
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.sheets import Book, Row, Table, Value


def without_examples(books: Iterable[Book], plan: Plan) -> tuple[list[Book], list[Problem]]:
    """The workbooks without the rows that equal their form's example in every cell.

    A row that still bears the example's 备注 but other values, or the example's values without its 备注, stays: it is
    read as any other row and is a doubt.
    """
    kept: list[Book] = []
    problems: list[Problem] = []
    for book in books:
        tables = tuple(_without_example(table, read_example(table.form, plan), problems) for table in book.tables)
        kept.append(replace(book, tables=tables))
    return kept, problems


def _without_example(table: Table, example: Mapping[str, Value], problems: list[Problem]) -> Table:
    rows = []
    for row in table.rows:
        note = row.values.get(NOTE) or ""
        marked = EXAMPLE_NOTE in str(note)
        same = not row.faults and all(row.values[one] == example[one] for one in row.source.letters if one != NOTE)
        if same and note == EXAMPLE_NOTE:
            continue
        rows.append(row)
        if marked or same:
            problems.append(_doubt(row, table, message="" if marked else "example_values"))
    return replace(table, rows=tuple(rows)) if len(rows) < len(table.rows) else table


def _doubt(row: Row, table: Table, message: str) -> Problem:
    place = row.source.at(NOTE if NOTE in row.source.letters else None)
    facts = {"note": EXAMPLE_NOTE}
    return Problem("example_row", Severity.DOUBT, place, facts=facts, message=message, form=table.form.name)
