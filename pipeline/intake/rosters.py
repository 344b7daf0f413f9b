"""The roster forms: 特派员, 企业名录, 派驻关系. A field that could not be read is empty, and in the problem list."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.chinese.folding import folded
from pipeline.intake.matching import Firms, People
from pipeline.intake.privacy import is_private
from pipeline.problems import Problem, Severity, Source
from pipeline.records import Commissioner, Enterprise, Flags, Pairing
from pipeline.sheets import Fault, Row, Table

MOBILE = 11  # digits
RULE_OF_FAULT = {"ambiguous_day": "ambiguous_date"}  # where two faults are one rule
NOWHERE = Source("", "", 0)


def text(row: Row, heading: str) -> str:
    value = row.values.get(heading)
    return value if isinstance(value, str) else ""


def line(row: Row, heading: str) -> str:
    """A text that is one line on paper: a line break in the cell is where the column was too narrow."""
    parts = [part.strip() for part in text(row, heading).splitlines()]
    joined = ""
    for part in filter(None, parts):
        both = joined[-1:].isascii() and part[0].isascii()  # two Latin words; hanzi need no space
        joined += f" {part}" if joined and both else part
    return joined


def word(row: Row, heading: str) -> str:
    """An id or a word of a fixed vocabulary, in which width and white space do not count: Ｔ００１ is T001."""
    return "".join(unicodedata.normalize("NFKC", text(row, heading)).split())


def date(row: Row, heading: str) -> dt.date | None:
    value = row.values.get(heading)
    return value if isinstance(value, dt.date) else None


def day(row: Row, heading: str) -> dt.date:
    """The date of a required column, in a row that has no fault."""
    value = row.values[heading]
    assert isinstance(value, dt.date)
    return value


def yes(row: Row, heading: str) -> bool | None:
    value = row.values.get(heading)
    return value if isinstance(value, bool) else None


def firms(row: Row, heading: str) -> tuple[str, ...]:
    value = row.values.get(heading)
    return tuple(str(item) for item in value if item) if isinstance(value, tuple) else ()


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


def commissioners(tables: Iterable[Table], problems: list[Problem]) -> tuple[list[Commissioner], list[str]]:
    """One Commissioner an 编号, in order of 编号, and the names of rows without one of their own, left out and said."""
    kept: dict[str, Commissioner] = {}
    left_out: list[str] = []
    for table, row in _rows(tables):
        person = Commissioner(
            word(row, "编号"),
            text(row, "姓名"),
            line(row, "派出单位"),
            word(row, "所属工作站"),
            date(row, "聘期起"),
            date(row, "聘期止"),
            row.source,
            text(row, "性别"),
            text(row, "民族"),
            text(row, "身份证号"),
            text(row, "联系电话"),
            line(row, "职务职称"),
            line(row, "专业领域"),
            line(row, "开户银行"),
            text(row, "银行账号"),
            text(row, "备注"),
        )
        faults = own_faults(row, table)
        if _is_a_private_number(row):
            problems.append(
                Problem("private_id", Severity.ERROR, row.source.at("编号"), who=person.name, form="特派员")
            )
            left_out.append(person.name)
            continue
        problems.extend(fault_problem(fault, table, person.id or None, person.who) for fault in faults)
        if not person.id:
            left_out.append(person.name)
            continue
        first = kept.setdefault(folded(person.id), person)
        if first is not person and not table.missing:
            same = replace(first, source=NOWHERE) == replace(person, source=NOWHERE)
            problems.append(_twice(first.id, person.who, first.source, person.source, "编号", same, "特派员"))
            if folded(person.name) != folded(first.name):
                left_out.append(person.name)
    return [kept[number] for number in sorted(kept)], left_out


def _is_a_private_number(row: Row) -> bool:
    """Whether somebody's ID or phone number stands in 编号; eleven digits may be a number of the office's own."""
    number = text(row, "编号")
    if len(number) == MOBILE and number.isdigit():
        return number == text(row, "联系电话")
    return is_private(number)


def enterprises(tables: Iterable[Table], problems: list[Problem]) -> list[Enterprise]:
    """One Enterprise a credit code, in order of code. One whose code is missing or unreadable stands under its name."""
    kept: dict[str, Enterprise] = {}
    for table, row in _rows(tables):
        enterprise = _enterprise(row)
        if not enterprise.coded and text(row, "统一社会信用代码"):
            place = row.source.at("统一社会信用代码")
            problems.append(Problem("private_id", Severity.ERROR, place, who=enterprise.name, form="企业名录"))
        faults = own_faults(row, table)
        problems.extend(fault_problem(fault, table, credit_code(row) or None, enterprise.name) for fault in faults)
        if not enterprise.name and not enterprise.coded:
            continue
        first = kept.setdefault(folded(enterprise.credit_code), enterprise)
        if first is not enterprise and not table.missing:
            same = replace(first, source=NOWHERE) == replace(enterprise, source=NOWHERE)
            subject = first.credit_code if first.coded else None
            problems.append(
                _twice(subject, enterprise.name, first.source, enterprise.source, "统一社会信用代码", same, "企业名录")
            )
    return [kept[code] for code in sorted(kept)]


def _enterprise(row: Row) -> Enterprise:
    name, code = text(row, "企业名称"), credit_code(row)
    return Enterprise(
        name,
        code or name,
        row.source,
        coded=bool(code),
        above_scale=yes(row, "规上工业企业") or False,
        high_tech=yes(row, "高新技术企业") or False,
        certificate_number=text(row, "高企证书编号"),
        certificate_date=date(row, "高企发证日期"),
        tech_sme=yes(row, "科技型中小企业") or False,
        registration_number=text(row, "入库登记编号"),
        start=Flags(*(yes(row, f"期初{flag}") for flag in ("研发活动", "研发机构", "研发投入"))),
        end=Flags(*(yes(row, f"期末{flag}") for flag in ("研发活动", "研发机构", "研发投入"))),
        former_names=firms(row, "曾用名"),
        legal_representative=text(row, "法定代表人"),
        contact=text(row, "联系人"),
        phone=text(row, "联系电话"),
        address=text(row, "地址"),
        note=text(row, "备注"),
    )


def credit_code(row: Row) -> str:
    """The enterprise's code; none where somebody's ID or phone number stands, which must not become an identity."""
    code = text(row, "统一社会信用代码")
    return "" if is_private(code) else code


def _twice(subject: str | None, who: str, first: Source, second: Source, column: str, same: bool, form: str) -> Problem:
    """The same identity twice: a doubt when another workbook repeats the row to the letter, else an error."""
    if same and first.workbook != second.workbook:
        return Problem("repeated_row", Severity.DOUBT, second.at(), subject, who, {"other": first.at()}, form=form)
    facts: dict[str, object] = {"value": subject or who, "other": first.at()}
    message = "duplicate_row" if same else ""
    return Problem("duplicate_id", Severity.ERROR, second.at(column), subject, who, facts, message=message, form=form)


def pairings(tables: Iterable[Table], people: People, directory: Firms, problems: list[Problem]) -> list[Pairing]:
    """One Pairing a commissioner and firm and term, in order of identity; rows of unknown people or firms are said."""
    found: list[Pairing] = []
    for table, row in _rows(tables):
        match = people.match(row, table, "特派员编号", "特派员姓名")
        problems.extend(match.problems)
        person = match.person
        subject, who = (person.id, person.who) if person else (None, text(row, "特派员姓名"))
        candidates = frozenset(candidate.id for candidate in match.candidates)
        faults = own_faults(row, table)
        problems.extend(fault_problem(fault, table, subject, who, candidates) for fault in faults)
        if person is None:
            continue
        names = firms(row, "企业名称")
        code = text(row, "统一社会信用代码") if len(names) == 1 else ""
        for name in names:
            enterprise = _paired_firm(name, code, row, person, directory, problems)
            if enterprise is not None:
                found.append(_pairing(row, person, enterprise, code))
    kept: dict[Pairing, Pairing] = {}
    for pairing in found:
        first = kept.setdefault(replace(pairing, source=NOWHERE), pairing)
        if first is not pairing and first.source.workbook != pairing.source.workbook:
            facts: dict[str, object] = {"other": first.source.at()}
            problems.append(
                Problem(
                    "repeated_row",
                    Severity.DOUBT,
                    pairing.source.at(),
                    pairing.commissioner,
                    "",
                    facts,
                    form="派驻关系",
                )
            )
        elif first is not pairing:
            kept[pairing] = pairing
    return sorted(kept.values(), key=lambda entry: (entry.commissioner, entry.enterprise, entry.start or dt.date.min))


def _pairing(row: Row, person: Commissioner, enterprise: Enterprise, code: str) -> Pairing:
    return Pairing(
        person.id,
        enterprise.credit_code,
        date(row, "服务起"),
        date(row, "服务止"),
        text(row, "服务内容"),
        text(row, "原协议编号"),
        row.source,
        text(row, "备注"),
        code,
    )


def _paired_firm(
    name: str, code: str, row: Row, person: Commissioner, directory: Firms, problems: list[Problem]
) -> Enterprise | None:
    """The firm by its code where that is known, else by its name; where the two disagree, that is a doubt."""
    coded = directory.by_code(code)
    named = directory.by_name(name)
    if coded is None:
        match = directory.match(name, row.source.at("企业名称"), person, "派驻关系")
        if isinstance(match, Problem):
            problems.append(match)
            return None
        if code and match.coded:
            problems.append(_disagree(name, match.name, "", row, person))
        return match
    if coded not in named:
        problems.append(_disagree(name, coded.name, "code_mismatch_name", row, person))
    return coded


def _disagree(given: str, known: str, message: str, row: Row, person: Commissioner) -> Problem:
    place = row.source.at("企业名称" if message else "统一社会信用代码")
    facts: dict[str, object] = {"given": given, "name": known}
    return Problem(
        "code_mismatch", Severity.DOUBT, place, person.id, person.who, facts, message=message, form="派驻关系"
    )


def _rows(tables: Iterable[Table]) -> Iterator[tuple[Table, Row]]:
    for table in tables:
        for row in table.rows:
            yield table, row
