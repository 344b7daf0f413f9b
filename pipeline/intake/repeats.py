"""Workbooks that repeat another: a copy, or a corrected one beside its original."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.forms import BY_NAME, ENTERPRISES, FORMS, ROSTER_FORMS
from pipeline.intake.cells import text
from pipeline.intake.faults import WORKBOOK_COPY
from pipeline.intake.matching import People
from pipeline.intake.rosters import credit_code
from pipeline.problems import Problem
from pipeline.sheets import Book, Row, Table

SHARE = 0.8  # two workbooks that share this much of their rows are one and its repeat
ROWS = 3
IDENTITY: Mapping[str, tuple[str, ...]] = {form.name: form.identity for form in FORMS}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A workbook that repeats another, and the rows in which the two differ."""

    book: Book
    original: Book
    same: int
    different: int  # rows that the fuller of the two has and the other lacks
    differing: tuple[tuple[Table, Row], ...]


def repeats(books: Sequence[Book]) -> list[Repeat]:
    """Workbooks that repeat another: most rows of both together are the same, or about the same by IDENTITY.

    The original is the one with the shorter name (名册.xlsx beside 名册(1).xlsx), then the first in order.
    """
    rows = {book.workbook: _rows(book) for book in books}
    about = {book: {_identity(table, row) for table, row in whole.values()} for book, whole in rows.items()}
    by_name = {book.workbook: book for book in books}
    found: list[Repeat] = []
    taken: set[str] = set()
    for original, repeat in combinations(sorted(rows, key=lambda name: (len(name), name)), 2):
        if original in taken or repeat in taken:
            continue
        first, second = rows[original], rows[repeat]
        same = first.keys() & second.keys()
        if _alike(first.keys(), second.keys()) or _alike(about[original], about[repeat]):
            differing = [first[mark] for mark in first if mark not in same]
            differing += [second[mark] for mark in second if mark not in same]
            different = max(len(first), len(second)) - len(same)
            found.append(Repeat(by_name[repeat], by_name[original], len(same), different, tuple(differing)))
            taken.add(repeat)
    return found


def _alike(first: Collection[object], second: Collection[object]) -> bool:
    same = len(set(first).intersection(second))
    return same >= ROWS and same >= SHARE * (len(first) + len(second) - same)


def _identity(table: Table, row: Row) -> tuple[object, ...]:
    """What the row is about; the whole row where a date or month is missing, else unlike rows would be one."""
    headings = IDENTITY[table.form.name]
    values = [row.values[heading] for heading in headings]
    if None in values or not any(values):
        headings = tuple(sorted(row.values))
        values = [row.values[heading] for heading in headings]
    return (table.form.name, headings, *values)


def _rows(book: Book) -> dict[tuple[object, ...], tuple[Table, Row]]:
    return {
        (table.form.name, *(row.values[heading] for heading in sorted(row.values))): (table, row)
        for table in book.tables
        for row in table.rows
    }


def repeat_problems(found: Iterable[Repeat], people: People) -> Iterator[Problem]:
    """One error a repeat, naming both; it concerns the people of the rows in which the two differ.

    Which of them differ in a roster, and which firms (by code, else name) in the directory, stands in the facts.
    """
    for repeat in found:
        concerned, rostered, firms = set[str](), set[str](), set[str]()
        for table, row in repeat.differing:
            match = people.match(row, table, *BY_NAME[table.form.name].person)
            ids = {person.id for person in (match.person, *match.candidates) if person}
            concerned |= ids
            if table.form.name in ROSTER_FORMS:
                rostered |= ids
            if table.form is ENTERPRISES:
                firms.add(credit_code(row) or text(row, "企业名称"))
        facts: dict[str, object] = {
            "original": repeat.original.place(),
            "same": repeat.same,
            "different": repeat.different,
            "rostered": tuple(sorted(rostered)),
            "firms": tuple(sorted(firms)),
        }
        yield WORKBOOK_COPY.of(None, repeat.book.place(), facts=facts, people=frozenset(concerned))
