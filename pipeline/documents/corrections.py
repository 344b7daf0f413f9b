"""check/待改/: what is marked in each workbook that is given back, and the list on its first sheet.

Every problem stands in the copies of the workbooks that it has a place in, and an absence (a missing month, a person
without a log) also in a workbook of the workstation that owes it. What is nobody's stands in the copy of the roster. A
workstation's workbook speaks of its own people only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.documents.problem_list import level_of
from pipeline.documents.reminder_items import CHECK_IT, Item, reader
from pipeline.documents.reminder_station import Owner, Station, owners
from pipeline.findings import Action, Finding
from pipeline.messages import told
from pipeline.plan import Plan
from pipeline.privacy import Conceal
from pipeline.problems import Place, Severity
from pipeline.records import Dataset
from pipeline.sheets.annotating import Mark
from pipeline.sheets.front import Front, FrontColumn, FrontRow, Target
from pipeline.sheets.grid import column_number

FOLDER = "待改"
COLOURS: Mapping[str, str] = {
    "错误": "FF9999",
    "未达标": "FFC266",
    "存疑": "FFF2A8",
    "例外": "BDD7EE",
    "已答复": "E2EFDA",
}
MARKED = frozenset({"错误", "未达标", "存疑"})  # levels whose cells are coloured; the others stand in the list alone
COLUMNS = (
    FrontColumn("序号", 6),
    FrontColumn("级别", 9),
    FrontColumn("位置", 20, link=True),
    FrontColumn("对象", 16),
    FrontColumn("问题和要求", 64),
    FrontColumn("进展", 8),
    FrontColumn("处理", 10, choices=tuple(Action), asked=True),
    FrontColumn("说明", 28, asked=True),
    FrontColumn("处理人", 12, asked=True),
    FrontColumn("日期", 13, date=True, asked=True),
)
_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Correction:
    """One workbook to give back: `workbook` as it lies in `input/<year>/`, `path` of its copy from `check/`."""

    workbook: str
    path: str
    marks: tuple[Mark, ...]
    front: Front


@dataclass(frozen=True, slots=True)
class _Line:
    """One problem as one workbook tells it."""

    finding: Finding
    about: str
    text: str


def copy_paths(workbooks: Iterable[str], conceal: Conceal) -> dict[str, str]:
    """Where the copy of each workbook lies, from `check/`: under its own path, as an .xlsx, without private numbers."""
    paths: dict[str, str] = {}
    for workbook in sorted(workbooks):
        inner = PurePosixPath(*(_UNSAFE.sub("_", conceal(part)) for part in PurePosixPath(workbook).parts))
        path = f"{FOLDER}/{inner.with_suffix('.xlsx')}"
        if path.casefold() in map(str.casefold, paths.values()):  # 名册.xls beside 名册.xlsx
            path = f"{FOLDER}/{inner}.xlsx"
        paths[workbook] = path
    return paths


def corrections(
    findings: Sequence[Finding],
    dataset: Dataset,
    plan: Plan,
    workbooks: Sequence[str],
    roster: str,
    conceal: Conceal,
) -> list[Correction]:
    """The copies to give back, in order of workbook; a workbook without a problem gets none.

    `workbooks` are those that could be read, as they lie in `input/<year>/`; `roster` is the one that takes what is
    nobody's.
    """
    owner_of = owners(dataset)

    def owner(workbook: str) -> str:
        return owner_of(conceal(workbook))  # the dataset knows it by that name

    items_of = reader(dataset, plan, findings)
    stations = {name: Station(name, dataset, owner_of) for name in {owner(book) for book in workbooks} - {""}}
    items = {name: {one.finding.key: one for one in items_of(station)} for name, station in stations.items()}
    lines: dict[str, list[_Line]] = defaultdict(list)
    for finding in findings:
        for workbook in _shown_in(finding, workbooks, roster, owner):
            name = owner(workbook)
            station = stations.get(name)
            line = _station_line(finding, items[name], station, plan) if station else _line(finding)
            lines[workbook].append(line)
    paths = copy_paths(workbooks, conceal)
    return [
        Correction(book, paths[book], tuple(_marks(book, lines[book])), _front(book, lines[book], plan))
        for book in sorted(lines)
    ]


def _shown_in(finding: Finding, workbooks: Sequence[str], roster: str, owner: Owner) -> list[str]:
    """The workbooks whose copies tell of it, that of its own place first."""
    found = dict.fromkeys(place.workbook for place in finding.places if place.workbook in workbooks)
    if not finding.places:
        found[roster] = None
    if finding.problem.severity is Severity.UNMET:
        for station in finding.stations:
            own = [book for book in workbooks if owner(book) == station]
            found.update(dict.fromkeys(own[:1]))
    return list(found)


def _line(finding: Finding) -> _Line:
    problem = finding.problem
    return _Line(finding, problem.who or problem.subject or "", finding.sentence)


def _station_line(finding: Finding, items: Mapping[str, Item], station: Station, plan: Plan) -> _Line:
    """What the workstation may read of it: the reminder's words; of what its people owe, without the roster's place."""
    item, problem = items.get(finding.key), finding.problem
    if item is not None:
        return _Line(finding, item.about, f"{item.where}：{item.about} {item.fact}{item.remedy}")
    fact, remedy = told(problem, plan)
    authority = f"（依据：方案{problem.clause}）" if problem.clause else ""
    text = f"{problem.who} {fact}{authority}。{remedy}"
    if problem.subject in station.people and station.may_read(text):
        return _Line(finding, problem.who, text)
    return _Line(finding, "", CHECK_IT)


def _marks(workbook: str, lines: Iterable[_Line]) -> Iterable[Mark]:
    for line in lines:
        level = level_of(line.finding)
        for place in line.finding.places if level in MARKED else ():
            if place.workbook == workbook and place.sheet and place.row:
                column = column_number(place.letter) if place.letter else None
                yield Mark(place.sheet, place.row, column, COLOURS[level], f"【{level}】{line.text}")


def _front(workbook: str, lines: Sequence[_Line], plan: Plan) -> Front:
    suffix = PurePosixPath(workbook).suffix.lower()
    place = f"input/{plan.year}/{workbook}"
    take_back = (
        f"改好后，把本文件放回 {place}，替换原文件。"
        if suffix == ".xlsx"
        else f"本文件由 {place} 转存，用来替换它：改好后放回同一文件夹，并删去原来的 {PurePosixPath(workbook).name}。"
    )
    return Front(
        "问题",
        f"{plan.year}年{plan.county}{plan.labels['commissioner']}台账待改事项",
        (
            "有问题的单元格已着色并加批注（红：错误；橙：未达标；黄：存疑）。可以直接在本文件中改正，也可以改原文件。",
            "不需要改的，请在本表填写处理（已改、属实、待定）、说明、处理人和日期。存疑答复“属实”后不再提示，数值变化后须重新答复。",
            take_back,
        ),
        COLUMNS,
        tuple(_row(number, workbook, line) for number, line in enumerate(lines, 1)),
    )


def _row(number: int, workbook: str, line: _Line) -> FrontRow:
    finding, answer = line.finding, line.finding.answer
    level = level_of(finding)
    here = next((place for place in finding.places if place.workbook == workbook and place.sheet and place.row), None)
    given = (answer.action.value, answer.note, answer.by, answer.on or "") if answer else ("", "", "", "")
    cells = (str(number), level, _where(here), line.about, line.text, finding.progress.value, *given)
    target = None
    if here and here.sheet and here.row:
        target = Target(here.sheet, here.row, column_number(here.letter) if here.letter else None)
    return FrontRow(cells, finding.key, target, COLOURS[level])


def _where(place: Place | None) -> str:
    if place is None:
        return ""
    return f"{place.sheet} {place.letter}{place.row}" if place.letter else f"{place.sheet} 第 {place.row} 行"
