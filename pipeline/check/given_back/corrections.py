"""check/待改/: which workbook is given back with which problems, and in whose words.

Every problem stands in the copies of the workbooks that it has a place in, and an absence (a missing month, a person
without a log) also in a workbook of the workstation that owes it. What is nobody's stands in the copy of the roster. A
workstation's workbook speaks of its own people only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from pipeline.check.answers import RULE, reply_to
from pipeline.check.audiences.station_words import StationWords
from pipeline.check.audiences.stations import Stations
from pipeline.check.audiences.words import Words
from pipeline.check.findings import Finding
from pipeline.check.folder import CORRECTIONS
from pipeline.check.given_back.correction_sheet import Line, front, marks
from pipeline.plan import Plan
from pipeline.problems import Place, Severity, places_of
from pipeline.sheets.annotating import Mark
from pipeline.sheets.front import Front, Reply
from pipeline.sheets.grid import Cell

_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class _Audience:
    """Who reads the copy of a workbook: the words of a finding for it, None for nothing, and what it may read."""

    words: Callable[[Finding, str], Words | None]
    may_read: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Correction:
    """One workbook to give back: `workbook` as it lies in `input/<year>/`, `path` of its copy from `check/`."""

    workbook: str
    path: str
    marks: tuple[Mark, ...]
    front: Front


def corrections(
    findings: Sequence[Finding],
    plan: Plan,
    stations: Stations,
    workbooks: Mapping[str, str],
    roster: str,
    replies: Mapping[str, Sequence[Reply]],
) -> list[Correction]:
    """The copies to give back, in order of workbook; a workbook without a problem gets none.

    `workbooks` are those that could be read, as they lie in `input/<year>/`, each as it may be shown; `roster`
    is the one that takes what is nobody's. `replies` are what the office has written on their first sheets: it stands
    again beside each problem that is still there, with what keeps it from being taken.
    """
    whose = {workbook: stations.owner(workbook) for workbook in workbooks}
    audiences = {name: _station(stations.words_for(name)) for name in {*whose.values()} - {""}}
    audiences[""] = _Audience(lambda finding, _: finding.words, lambda _: True)  # the bureau
    written = {(workbook, row.key): row.cells for workbook, rows in replies.items() for row in rows}
    unclear = {one.problem.about: one for one in findings if one.problem.rule == RULE}
    lines: dict[str, list[Line]] = defaultdict(list)
    for finding in findings:
        for workbook in _shown_in(finding, whose, roster):
            doubt = unclear.get(reply_to(finding.key, workbook))
            reply = written.get((workbook, finding.key), {})
            if line := _line(finding, doubt, workbook, audiences[whose[workbook]], reply):
                lines[workbook].append(line)
    paths = copy_paths(workbooks)
    return [
        Correction(book, paths[book], tuple(marks(book, lines[book])), front(book, lines[book], plan))
        for book in sorted(lines)
    ]


def _station(for_station: StationWords) -> _Audience:
    def words(finding: Finding, workbook: str) -> Words | None:
        return for_station.in_copy(finding.problems, workbook)

    return _Audience(words, for_station.station.may_read)


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


def _line(
    finding: Finding, doubt: Finding | None, workbook: str, audience: _Audience, reply: Mapping[str, Cell]
) -> Line | None:
    """What the audience of a workbook is told of a finding, and of the `doubt` about its answer; None for nothing."""
    words = audience.words(finding, workbook)
    if words is None:
        return None
    remark = finding.remark if audience.may_read(finding.remark) else ""
    asked = audience.words(doubt, workbook) if doubt else None
    text = words.sentence + remark + (asked.fact + asked.remedy if asked else "")
    return Line(finding, words.about, text, reply, tuple(_comments(finding, words, remark)))


def _comments(finding: Finding, words: Words, remark: str) -> Iterator[tuple[Place, str]]:
    """What is said at each place of a finding: of several problems the own of each."""
    for problem, sentence in zip(finding.problems, words.parts or (words.sentence,), strict=True):
        for place in places_of([problem]) if sentence else ():
            yield place, sentence + remark


def copy_paths(workbooks: Mapping[str, str]) -> dict[str, str]:
    """Where the copy of each workbook lies, from `check/`: under the path that may be shown, as an .xlsx."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for workbook in sorted(workbooks):
        inner = PurePosixPath(*(_UNSAFE.sub("_", part) for part in PurePosixPath(workbooks[workbook]).parts))
        path = next(path for path in _names(inner) if path.casefold() not in taken)
        taken.add(path.casefold())
        paths[workbook] = f"{CORRECTIONS}/{path}"
    return paths


def _names(path: PurePosixPath) -> Iterator[str]:
    """名册.xlsx for 名册.xls; where that is another's, 名册.xls.xlsx, then 名册.xls(2).xlsx."""
    yield str(path if path.suffix.lower() == ".xlsx" else path.with_suffix(".xlsx"))
    yield f"{path}.xlsx"
    yield from (f"{path}({number}).xlsx" for number in count(2))
