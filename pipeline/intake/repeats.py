"""Sheets and workbooks that repeat another: a copy, or a corrected one beside its original."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from pipeline.chinese.folding import folded
from pipeline.forms import BY_NAME, ENTERPRISES, FORMS, ROSTER_FORMS
from pipeline.intake.cells import text
from pipeline.intake.faults import WORKBOOK_COPY
from pipeline.intake.matching import People
from pipeline.intake.rosters import credit_code
from pipeline.problems import Place, Problem
from pipeline.sheets import Book, Row, Table

SHARE, ROWS = 0.8, 3  # so much of the larger's rows, and so many, make a workbook another's repeat
SHARE_OF_NAMESAKES = 0.5  # and so much where their names say so
IDENTITY: Mapping[str, tuple[str, ...]] = {form.name: form.identity for form in FORMS}
# What is put to a file's name when it is saved once more: 名册(1), 名册 - 副本, 复件 名册, 名册-更正稿, 名册v2
_AROUND = r"[-_ .~—·]*"
_AHEAD = r"(?:副本|复件|备份|拷贝|新建|更正|更新|copy(?: ?of)?)"
_BEHIND = (
    r"(?:[(（\[【]\s*\d+\s*[)）\]】]|[(（\[【]?(?:v\d+(?:\.\d+)*|第?[0-9一二三四五六七八九十]+[版稿]|副本|复件|备份|拷贝|copy"
    r"|(?:更正|改正|修正|修订|修改|更新|补正|重报|改|新|最新|最终|终|定|正式)[版稿后表]?)[)）\]】]?)"
)
_MARKS = re.compile(rf"^(?:{_AHEAD}{_AROUND})+|(?:{_AROUND}{_BEHIND})+{_AROUND}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A workbook, or a sheet of one, that repeats another, and the rows in which the two differ."""

    place: Place
    original: Place
    same: int
    different: int  # rows that the fuller of the two has and the other lacks
    differing: tuple[tuple[Table, Row], ...] = ()


@dataclass(slots=True)
class _Rows:
    """The rows of a workbook or sheet: how often each stands there, and how often what each is about."""

    place: Place
    rows: dict[Hashable, tuple[Table, Row]] = field(default_factory=dict)
    marks: Counter[Hashable] = field(default_factory=Counter)
    about: Counter[Hashable] = field(default_factory=Counter)

    @property
    def number(self) -> int:
        return self.marks.total()


def without_repeats(books: Sequence[Book]) -> tuple[list[Book], list[Repeat]]:
    """The workbooks without those, and without their sheets, that repeat another, and what was left out.

    The original is the one with the shorter name (名册.xlsx beside 名册(1).xlsx), then the first in order.
    """
    single, found = [], []
    for book in books:
        copies = _copied_sheets(book)
        found += copies
        left_out = {copy.place.sheet for copy in copies}
        kept = tuple(table for table in book.tables if table.sheet not in left_out)
        single.append(replace(book, tables=kept) if copies else book)
    repeated = _repeated_books(single)
    dropped = {repeat.place.workbook for repeat in repeated}
    return [book for book in single if book.workbook not in dropped], [*found, *repeated]


def _copied_sheets(book: Book) -> list[Repeat]:
    """The sheets of a workbook that have exactly the rows of another of its sheets."""
    sheets: dict[str, list[Table]] = defaultdict(list)
    for table in book.tables:
        sheets[table.sheet].append(table)
    if len(sheets) < 2:
        return []
    first: dict[Hashable, _Rows] = {}
    found = []
    for name in sorted(sheets, key=_originality):
        sheet = _rows(book.place(name), sheets[name])
        original = first.setdefault(frozenset(sheet.marks.items()), sheet)
        if original is not sheet and sheet.number:
            found.append(Repeat(sheet.place, original.place, sheet.number, 0))
    return found


def _repeated_books(books: Sequence[Book]) -> list[Repeat]:
    """Those that have all or most rows of another, or about the same by IDENTITY: a whole column may be corrected.

    Each is held against those alone of which it has a row, so that a thousand workbooks do not make a million pairs.
    """
    originals: list[_Rows] = []
    having: dict[Hashable, list[int]] = defaultdict(list)
    found = []
    for book in sorted(books, key=lambda book: _originality(book.workbook)):
        one = _rows(book.place(), book.tables)
        near = sorted({number for mark in (*one.marks, *one.about) for number in having.get(mark, ())})
        original = next((other for number in near if _repeats(one, other := originals[number])), None)
        if original is not None:
            found.append(_repeat(one, original))
            continue
        for mark in (*one.marks, *one.about):
            having[mark].append(len(originals))
        originals.append(one)
    return found


def _originality(name: str) -> tuple[int, str]:
    return len(name), name


def _repeats(one: _Rows, other: _Rows) -> bool:
    if one.marks == other.marks:
        return True
    larger = max(one.number, other.number)
    same = max((one.marks & other.marks).total(), (one.about & other.about).total())
    namesakes = _stem(one.place.workbook) == _stem(other.place.workbook)
    return same >= max(ROWS, SHARE * larger) or (namesakes and same >= SHARE_OF_NAMESAKES * larger)


def _stem(workbook: str) -> str:
    """The name of a workbook without what says that it was saved once more; nothing else may be different."""
    stem = PurePosixPath(workbook).stem
    return folded(_MARKS.sub("", stem)) or folded(stem)


def _repeat(one: _Rows, original: _Rows) -> Repeat:
    same = one.marks & original.marks
    differing = [own.rows[mark] for own in (original, one) for mark in own.marks - same]
    different = max(one.number, original.number) - same.total()
    return Repeat(one.place, original.place, same.total(), different, tuple(differing))


def _rows(place: Place, tables: Iterable[Table]) -> _Rows:
    found = _Rows(place)
    for table in tables:
        headings = sorted(column.heading for column in table.form.columns)
        for row in table.rows:
            unread = tuple((cell.place.column, cell.shown) for cell in row.unread)
            mark = (table.form.name, *(row.values[heading] for heading in headings), unread)
            found.rows.setdefault(mark, (table, row))
            found.marks[mark] += 1
            found.about[_identity(table, row) or mark] += 1
    return found


def _identity(table: Table, row: Row) -> Hashable:
    """What the row is about; nothing where a date or month is missing, else unlike rows would be one."""
    headings = IDENTITY[table.form.name]
    values = [row.values[heading] for heading in headings]
    return None if None in values or not any(values) else (table.form.name, headings, *values)


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
            "original": repeat.original,
            "same": repeat.same,
            "different": repeat.different,
            "rostered": tuple(sorted(rostered)),
            "firms": tuple(sorted(firms)),
        }
        code = "sheet_copy" if repeat.place.sheet else ""
        yield WORKBOOK_COPY.of(None, repeat.place, facts=facts, code=code, people=frozenset(concerned))
