"""Who is posted where. A cell may name several firms, and a firm may be named by its code as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pipeline.faults import Named
from pipeline.forms import PAIRINGS
from pipeline.intake.cells import fields_of, firms, rows_of, text
from pipeline.intake.faults import CODE_MISMATCH, REPEATED_ROW
from pipeline.intake.matching import Firms, People
from pipeline.intake.unread import unread_problems
from pipeline.problems import Problem
from pipeline.records import Commissioner, Enterprise, Pairing, bare
from pipeline.sheets import Row, Table


def pairings(tables: Iterable[Table], people: People, directory: Firms) -> tuple[list[Pairing], list[Problem]]:
    """One Pairing a commissioner and firm and term, in order of identity; rows of unknown people or firms are said."""
    found: list[Pairing] = []
    problems: list[Problem] = []
    fields = fields_of(PAIRINGS)
    for table, row in rows_of(tables):
        match = people.match(row, table, *PAIRINGS.person)
        person = match.person
        subject = person or Named(None, text(row, PAIRINGS.person[1]))
        candidates = frozenset(candidate.id for candidate in match.candidates)
        problems += match.problems
        problems += unread_problems(row, table, subject, candidates)
        if person is None:
            continue
        names = firms(row, "企业名称")
        code = text(row, "统一社会信用代码") if len(names) == 1 else ""
        given = fields(row)
        for name in names:
            enterprise, wrong = _paired_firm(name, code, row, person, directory)
            problems += wrong
            if enterprise is not None:
                firm = enterprise.credit_code
                found.append(
                    Pairing(commissioner=person.id, enterprise=firm, given_code=code, source=row.source, **given)
                )
    kept, repeated = _once(found)
    kept.sort(key=lambda entry: (entry.commissioner, entry.enterprise, entry.start or dt.date.min))
    return kept, problems + repeated


def _once(found: Iterable[Pairing]) -> tuple[list[Pairing], list[Problem]]:
    """What another workbook repeats counts once and is a doubt; what the same one repeats, a rule will judge."""
    kept: list[Pairing] = []
    seen: dict[Pairing, Pairing] = {}
    problems = []
    for pairing in found:
        first = seen.setdefault(bare(pairing), pairing)
        if first.source.workbook == pairing.source.workbook:
            kept.append(pairing)
            continue
        place, facts = pairing.source.at(), {"other": first.source.at()}
        problems.append(REPEATED_ROW.of(Named(pairing.commissioner, ""), place, PAIRINGS.name, facts))
    return kept, problems


def _paired_firm(
    name: str, code: str, row: Row, person: Commissioner, directory: Firms
) -> tuple[Enterprise | None, list[Problem]]:
    """The firm by its code where that is known, else by its name; where the two disagree, that is a doubt."""
    coded = directory.by_code(code)
    if coded is None:
        match = directory.match(name, row, "企业名称", person, PAIRINGS.name)
        if isinstance(match, Problem):
            return None, [match]
        return match, [_disagree(name, match.name, "", row, person)] if code and match.coded else []
    if coded not in directory.by_name(name):
        return coded, [_disagree(name, coded.name, "code_mismatch_name", row, person)]
    return coded, []


def _disagree(given: str, known: str, code: str, row: Row, person: Commissioner) -> Problem:
    place = row.source.at("企业名称" if code else "统一社会信用代码")
    return CODE_MISMATCH.of(person, place, PAIRINGS.name, {"given": given, "name": known}, code)
