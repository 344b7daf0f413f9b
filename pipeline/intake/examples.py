"""The example rows of our blank workbooks: left out while nobody has touched them, else read and said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.forms.offers import EXAMPLE_NOTE, NOTE, read_example
from pipeline.intake.faults import EXAMPLE_ROW
from pipeline.plan import Plan
from pipeline.problems import Problem
from pipeline.sheets import Book, Row, Table, Value


def without_examples(books: Iterable[Book], plan: Plan) -> tuple[list[Book], list[Problem]]:
    """The workbooks without the rows that equal their form's example in every cell.

    A row that still bears the example's 备注 but other values, or the example's values without its 备注, stays: it is
    read as any other row and is a doubt.
    """
    kept: list[Book] = []
    problems: list[Problem] = []
    for book in books:
        tables = []
        for table in book.tables:
            example = read_example(table.form, plan)
            rows = [row for row in table.rows if not _is_example(row, example)]
            problems += [_doubt(row, table) for row in rows if _is_marked(row) or _is_same(row, example)]
            tables.append(replace(table, rows=tuple(rows)) if len(rows) < len(table.rows) else table)
        kept.append(replace(book, tables=tuple(tables)))
    return kept, problems


def _is_example(row: Row, example: Mapping[str, Value]) -> bool:
    return row.values.get(NOTE) == EXAMPLE_NOTE and _is_same(row, example)


def _is_same(row: Row, example: Mapping[str, Value]) -> bool:
    """Whether the row holds the example's values, whatever its 备注."""
    return not row.unread and all(row.values[one] == example[one] for one in row.source.letters if one != NOTE)


def _is_marked(row: Row) -> bool:
    return EXAMPLE_NOTE in str(row.values.get(NOTE) or "")


def _doubt(row: Row, table: Table) -> Problem:
    place = row.source.at(NOTE if NOTE in row.source.letters else None)
    code = "" if _is_marked(row) else "example_values"
    return EXAMPLE_ROW.of(None, place, table.form.name, {"note": EXAMPLE_NOTE}, code)
