"""check/待改/: which workbook is given back with which problems, and in whose words.

Every problem stands in the copies of the workbooks that it has a place in, and an absence (a missing month, a person
without a log) also in a workbook of the workstation that owes it. What is nobody's stands in the copy of the roster. A
workstation's workbook speaks of its own people only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import PurePosixPath

from pipeline.check.answers import RULE, reply_to
from pipeline.check.findings import Finding
from pipeline.check.given_back.correction_sheet import Line, front, marks
from pipeline.check.reminders.items import Item, reader
from pipeline.check.reminders.station import Station, owners
from pipeline.check.saying import say, told
from pipeline.intake.privacy import Conceal, public_problem
from pipeline.plan import Plan
from pipeline.problems import Place, Severity
from pipeline.records import Dataset
from pipeline.sheets.annotating import Mark
from pipeline.sheets.front import Answer, Front

FOLDER = "待改"
_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')

# A problem, and the doubt about its answer, as the reader of a workbook is told: about whom and what, None for nothing
_Tell = Callable[[Finding, Finding | None, str], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Correction:
    """One workbook to give back: `workbook` as it lies in `input/<year>/`, `path` of its copy from `check/`."""

    workbook: str
    path: str
    marks: tuple[Mark, ...]
    front: Front


def corrections(
    findings: Sequence[Finding],
    dataset: Dataset,
    plan: Plan,
    workbooks: Mapping[str, str],
    roster: str,
    conceal: Conceal,
    replies: Mapping[str, Sequence[Answer]],
) -> list[Correction]:
    """The copies to give back, in order of workbook; a workbook without a problem gets none.

    `workbooks` are those that could be read, as they lie in `input/<year>/`, each as it may be shown; `roster`
    is the one that takes what is nobody's. `replies` are what the office has written on their first sheets: it stands
    again beside each problem that is still there, with what keeps it from being taken.
    """
    parts = {finding.key: _parts(finding, plan, conceal) for finding in findings}
    owner_of = owners(dataset)
    items_of = reader(dataset, plan, [*findings, *(part for each in parts.values() for part in each if len(each) > 1)])
    whose = {workbook: owner_of(workbook) for workbook in workbooks}
    tell: dict[str, _Tell] = {"": _to_bureau(plan, conceal)}
    for name in sorted({*whose.values()} - {""}):
        station = Station(name, dataset, owner_of)
        tell[name] = _to_station(station, items_of(station))
    written = {(workbook, row.key): row.cells for workbook, rows in replies.items() for row in rows}
    unclear = {one.problem.about: one for one in findings if one.problem.rule == RULE}
    lines: dict[str, list[Line]] = defaultdict(list)
    for finding in findings:
        for workbook in _shown_in(finding, whose, roster):
            said_by, doubt = tell[whose[workbook]], unclear.get(reply_to(finding.key, workbook))
            if said := said_by(finding, doubt, workbooks[workbook]):
                comments = _comments(parts[finding.key], said_by, workbooks[workbook])
                reply = written.get((workbook, finding.key), {})
                lines[workbook].append(Line(finding, *said, reply, comments))
    paths = copy_paths(workbooks)
    return [
        Correction(book, paths[book], tuple(marks(book, lines[book])), front(book, lines[book], plan))
        for book in sorted(lines)
    ]


def _shown_in(finding: Finding, whose: Mapping[str, str], roster: str) -> list[str]:
    """The workbooks whose copies tell of it, that of its own place first.

    A doubt about an answer is told beside what was answered.
    """
    if finding.problem.rule == RULE:
        return []
    found = dict.fromkeys(place.workbook for place in finding.places if place.workbook in whose)
    if not finding.places:
        found[roster] = None
    if finding.problem.severity is Severity.UNMET:
        for station in finding.stations:
            own = [workbook for workbook, name in whose.items() if name == station]
            found.update(dict.fromkeys(own[:1]))
    return list(found)


def _parts(finding: Finding, plan: Plan, conceal: Conceal) -> list[Finding]:
    """A finding for each of the faults that one gathers, under keys of their own; itself where it is one."""
    found = []
    for number, raw in enumerate(finding.problem.parts):
        problem, places = public_problem(raw, conceal), tuple(place for place in (raw.place, *raw.others) if place)
        sentence = conceal(say(problem, plan)) + finding.remark
        key = f"{finding.key}/{number}"
        found.append(replace(finding, problem=problem, sentence=sentence, key=key, places=places))
    return found or [finding]


def _comments(parts: Sequence[Finding], tell: _Tell, workbook: str) -> list[tuple[Place, str]]:
    """What is said at each place of a problem: of several faults its own."""
    said = [(part, tell(part, None, workbook)) for part in parts]
    return [(place, words[1]) for part, words in said if words for place in part.places]


def _to_bureau(plan: Plan, conceal: Conceal) -> _Tell:
    def tell(finding: Finding, doubt: Finding | None, workbook: str) -> tuple[str, str]:
        fact, remedy = map(conceal, told(doubt.problem, plan)) if doubt else ("", "")
        asked = f"{fact}。{remedy}" if doubt else ""
        return finding.problem.who or finding.problem.subject or "", finding.sentence + asked

    return tell


def _to_station(station: Station, items: Iterable[Item]) -> _Tell:
    """What the workstation may read of it: the reminder's words, without the place of another's workbook."""
    by_key = {item.finding.key: item for item in items}

    def tell(finding: Finding, doubt: Finding | None, workbook: str) -> tuple[str, str] | None:
        item = by_key.get(finding.key)
        if item is None:
            return None
        where = item.where if item.workbook == workbook else item.workbook + item.where
        clause = finding.problem.clause
        asked = by_key.get(doubt.key) if doubt else None
        parts = (
            f"{where}：" if where and item.sent else "",
            f"{item.about} " if item.about else "",
            item.fact.removesuffix("。"),
            f"（依据：方案{clause}）。" if clause else "。",
            item.remedy,
            finding.remark if station.may_read(finding.remark) else "",
            asked.fact + asked.remedy if asked else "",
        )
        return item.about, "".join(parts)

    return tell


def copy_paths(workbooks: Mapping[str, str]) -> dict[str, str]:
    """Where the copy of each workbook lies, from `check/`: under the path that may be shown, as an .xlsx."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for workbook in sorted(workbooks):
        inner = PurePosixPath(*(_UNSAFE.sub("_", part) for part in PurePosixPath(workbooks[workbook]).parts))
        path = next(path for path in _names(inner) if path.casefold() not in taken)
        taken.add(path.casefold())
        paths[workbook] = f"{FOLDER}/{path}"
    return paths


def _names(path: PurePosixPath) -> Iterator[str]:
    """名册.xlsx for 名册.xls; where that is another's, 名册.xls.xlsx, then 名册.xls(2).xlsx."""
    yield str(path if path.suffix.lower() == ".xlsx" else path.with_suffix(".xlsx"))
    yield f"{path}.xlsx"
    yield from (f"{path}({number}).xlsx" for number in count(2))
