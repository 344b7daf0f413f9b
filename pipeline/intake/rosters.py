"""The roster of commissioners and the directory of enterprises. A field that could not be read is empty, and said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.chinese.folding import folded
from pipeline.faults import DUPLICATE_ID, Named, Subject
from pipeline.forms import COMMISSIONERS, ENTERPRISES
from pipeline.intake.cells import fields_of, rows_of, text
from pipeline.intake.faults import PRIVATE_ID, REPEATED_ROW
from pipeline.intake.privacy import is_private
from pipeline.intake.private_numbers import PrivateNumbers
from pipeline.intake.unread import unread_problems
from pipeline.problems import Problem
from pipeline.records import Commissioner, Enterprise, Flags, bare
from pipeline.sheets import Row, Table

MOBILE = 11  # digits


def commissioners(
    tables: Iterable[Table], private: PrivateNumbers
) -> tuple[list[Commissioner], list[str], list[Problem]]:
    """One Commissioner an 编号, in order of 编号; names of rows without one of their own, left out; the problems.

    What is among the `private` numbers is nobody's 编号.
    """
    kept: dict[str, Commissioner] = {}
    left_out: list[str] = []
    problems: list[Problem] = []
    fields = fields_of(COMMISSIONERS)
    for table, row in rows_of(tables):
        person = Commissioner(source=row.source, **fields(row))
        if _is_a_private_number(row, private):
            place = row.source.at("编号")
            problems.append(PRIVATE_ID.of(Named(None, person.name), place, COMMISSIONERS.name))
            left_out.append(person.name)
            continue
        problems += unread_problems(row, table, Named(person.id or None, person.who))
        if not person.id:
            left_out.append(person.name)
            continue
        first = kept.setdefault(folded(person.id), person)
        if first is not person and not table.missing:
            problems.append(_twice(first, person, Named(first.id, person.who), "编号", COMMISSIONERS.name))
            if folded(person.name) != folded(first.name):
                left_out.append(person.name)
    return [kept[number] for number in sorted(kept)], left_out, problems


def _is_a_private_number(row: Row, private: PrivateNumbers) -> bool:
    """Whether somebody's ID, phone or bank number stands in 编号; eleven digits may be a number of the office's own."""
    number = text(row, "编号")
    if number in private:
        return True
    return not (len(number) == MOBILE and number.isdigit()) and is_private(number)


def enterprises(tables: Iterable[Table], private: PrivateNumbers) -> tuple[list[Enterprise], list[Problem]]:
    """One Enterprise a credit code, in order of code, and what is wrong. No code is among the `private` numbers.

    One whose code is missing or unreadable stands under its name.
    """
    kept: dict[str, Enterprise] = {}
    problems: list[Problem] = []
    fields = fields_of(ENTERPRISES)
    for table, row in rows_of(tables):
        code = "" if text(row, "统一社会信用代码") in private else credit_code(row)
        enterprise = _enterprise(row, code, fields(row))
        if not code and text(row, "统一社会信用代码"):
            place = row.source.at("统一社会信用代码")
            problems.append(PRIVATE_ID.of(Named(None, enterprise.name), place, ENTERPRISES.name))
        problems += unread_problems(row, table, Named(code or None, enterprise.name))
        if not enterprise.name and not code:
            continue
        first = kept.setdefault(folded(enterprise.credit_code), enterprise)
        if first is not enterprise and not table.missing:
            subject = Named(first.credit_code if first.coded else None, enterprise.name)
            problems.append(_twice(first, enterprise, subject, "统一社会信用代码", ENTERPRISES.name))
    return [kept[code] for code in sorted(kept)], problems


def _enterprise(row: Row, code: str, fields: Mapping[str, Any]) -> Enterprise:
    """The enterprise under its code, else its name; the flags of either end of the year drawn together."""
    own: dict[str, Any] = {}
    flags: dict[str, dict[str, bool | None]] = defaultdict(dict)
    for name, value in fields.items():
        end, _, flag = name.partition(".")
        if flag:
            flags[end][flag] = value
        else:
            own[name] = value
    own |= {end: Flags(**each) for end, each in flags.items()}
    own["credit_code"] = code or own["name"]
    return Enterprise(source=row.source, coded=bool(code), **own)


def credit_code(row: Row) -> str:
    """The enterprise's code; none where somebody's ID or phone number stands, which must not become an identity."""
    code = text(row, "统一社会信用代码")
    return "" if is_private(code) else code


def _twice(
    first: Commissioner | Enterprise,
    second: Commissioner | Enterprise,
    subject: Subject,
    column: str,
    form: str,
) -> Problem:
    """The same identity twice: a doubt when another workbook repeats the row to the letter, else an error."""
    same = bare(first) == bare(second)
    here, there = second.source, first.source
    if same and here.workbook != there.workbook:
        return REPEATED_ROW.of(subject, here.at(), form, {"other": there.at()})
    facts = {"value": subject.id or subject.who, "other": there.at()}
    return DUPLICATE_ID.of(subject, here.at(column), form, facts, "duplicate_row" if same else "")
