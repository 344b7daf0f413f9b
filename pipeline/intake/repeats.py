"""Workbooks that repeat another: a copy, or a corrected one beside its original."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.forms import ENTERPRISES, ROSTER_FORMS
from pipeline.intake.matching import People
from pipeline.intake.rosters import credit_code, text
from pipeline.intake.workbooks import commissioner_of
from pipeline.problems import Place, Problem, Severity
from pipeline.sheets import Book, Row, Table

COPY_SHARE = 0.8  # two workbooks that share this much of their rows are one and its copy
COPY_ROWS = 3
# What a row is about, whatever else was corrected in it: who, when, at which firm, under which name.
_WHO = ("特派员编号", "特派员姓名")
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "特派员": ("编号", "姓名"),
    "企业名录": ("企业名称", "统一社会信用代码"),
    "派驻关系": (*_WHO, "企业名称", "统一社会信用代码", "服务起", "服务止"),
    "服务日志": (*_WHO, "日期", "服务企业"),
    "月报": (*_WHO, "月份"),
    "项目申报": (*_WHO, "服务企业", "项目名称", "申报日期"),
    "知识产权与技术合同": (*_WHO, "服务企业", "名称", "日期"),
    "计划与总结": (*_WHO, "材料", "提交日期"),
    "抽查": (*_WHO, "抽查单位", "日期"),
    "培训活动": ("日期", "主题", "主办"),
    "经费支出": ("日期", "事项", "收款方"),
    "考核结果": (*_WHO, "评定日期"),
    "例外说明": ("规则", "对象", "批准日期"),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """A workbook that repeats another, and the rows in which the two differ."""

    copy: Book
    original: Book
    same: int
    different: int  # rows that the fuller of the two has and the other lacks
    differing: tuple[tuple[Table, Row], ...]


def copies(books: Sequence[Book]) -> list[Copy]:
    """Workbooks that are copies of another: most rows of both together are the same, or about the same by IDENTITY.

    The original is the one with the shorter name (名册.xlsx beside 名册(1).xlsx), then the first in order.
    """
    rows = {book.workbook: _rows(book) for book in books}
    about = {book: {_identity(table, row) for table, row in whole.values()} for book, whole in rows.items()}
    by_name = {book.workbook: book for book in books}
    found: list[Copy] = []
    taken: set[str] = set()
    for original, copy in combinations(sorted(rows, key=lambda name: (len(name), name)), 2):
        if original in taken or copy in taken:
            continue
        first, second = rows[original], rows[copy]
        same = first.keys() & second.keys()
        if _alike(first.keys(), second.keys()) or _alike(about[original], about[copy]):
            differing = [first[mark] for mark in first if mark not in same] + [
                second[mark] for mark in second if mark not in same
            ]
            different = max(len(first), len(second)) - len(same)
            found.append(Copy(by_name[copy], by_name[original], len(same), different, tuple(differing)))
            taken.add(copy)
    return found


def _alike(first: Collection[object], second: Collection[object]) -> bool:
    same = len(set(first).intersection(second))
    return same >= COPY_ROWS and same >= COPY_SHARE * (len(first) + len(second) - same)


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


def copy_problems(found: Iterable[Copy], people: People) -> list[Problem]:
    """One error a copy, naming both; it concerns the people of the rows in which the two differ.

    Which of them differ in a roster, and which firms (by code, else name) in the directory, stands in the facts.
    """
    problems = []
    for entry in found:
        concerned, rostered, firms = set(), set(), set()
        for table, row in entry.differing:
            match = commissioner_of(table, row, people)
            ids = {person.id for person in (match.person, *match.candidates) if person}
            concerned |= ids
            if table.form.name in ROSTER_FORMS:
                rostered |= ids
            if table.form is ENTERPRISES:
                firms.add(credit_code(row) or text(row, "企业名称"))
        facts: dict[str, object] = {
            "original": entry.original.workbook,
            "same": entry.same,
            "different": entry.different,
            "rostered": tuple(sorted(rostered)),
            "firms": tuple(sorted(firms)),
        }
        place = Place(entry.copy.workbook)
        problems.append(Problem("workbook_copy", Severity.ERROR, place, facts=facts, people=frozenset(concerned)))
    return problems
