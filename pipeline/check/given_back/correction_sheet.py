"""A workbook that is given back: the marks in its cells and the list of its problems on its first sheet, 问题."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.check.answers import ACTION, BY, NOTE, ON, Action
from pipeline.check.findings import Finding
from pipeline.check.levels import DOUBT, ERROR, LEVELS, UNMET
from pipeline.check.whereabouts import cell
from pipeline.plan import Plan
from pipeline.problems import Place
from pipeline.sheets.annotating import Mark
from pipeline.sheets.front import Front, FrontColumn, FrontRow, Target
from pipeline.sheets.grid import Cell, column_number
from pipeline.sheets.texts import shown

COLOURS: Mapping[str, str] = dict(zip(LEVELS, ("FF9999", "FFC266", "FFF2A8", "BDD7EE", "E2EFDA"), strict=True))
MARKED = frozenset({ERROR, UNMET, DOUBT})  # levels whose cells are coloured; the others stand in the list alone
ASKED = (ACTION, NOTE, BY, ON)
COLUMNS = (
    FrontColumn("序号", 6),
    FrontColumn("级别", 9),
    FrontColumn("位置", 20, link=True),
    FrontColumn("对象", 16),
    FrontColumn("问题和要求", 64),
    FrontColumn("进展", 8),
    FrontColumn(ACTION, 10, choices=tuple(Action), asked=True),
    FrontColumn(NOTE, 28, asked=True),
    FrontColumn(BY, 12, asked=True),
    FrontColumn(ON, 13, date=True, asked=True),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as one workbook tells it.

    `reply` is what the office has written beside it, by heading; `comments` are what is said at each of its places.
    """

    finding: Finding
    about: str
    text: str
    reply: Mapping[str, Cell]
    comments: Sequence[tuple[Place, str]] = ()


def marks(workbook: str, lines: Sequence[Line]) -> Iterator[Mark]:
    """The cells to colour and comment, of what stands and has a place in the workbook."""
    for line in lines:
        level = line.finding.level
        for place, text in line.comments if level in MARKED else ():
            if _is_in(workbook, place):
                yield Mark(place.sheet or "", place.row or 0, _column(place), COLOURS[level], f"【{level}】{text}")


def front(workbook: str, lines: Sequence[Line], plan: Plan) -> Front:
    """The first sheet, a row a line. `workbook` is its path in `input/<year>/`, where it is to be put back."""
    path = PurePosixPath(workbook)
    place = f"input/{plan.year}/{workbook}"
    take_back = (
        f"改好后，把本文件放回 {place}，替换原文件。"
        if path.suffix.lower() == ".xlsx"
        else f"本文件由 {place} 转存，用来替换它：改好后放回同一文件夹，并删去原来的 {path.name}。"
    )
    return Front(
        "问题",
        plan.heading("台账待改事项"),
        (
            "有问题的单元格已着色并加批注（红：错误；橙：未达标；黄：存疑）。可以直接在本文件中改正，也可以改原文件。",
            "不需要改的，请在本表填写处理（已改、属实、待定）、说明、处理人和日期。"
            "存疑答复“属实”后不再提示，数值变化后须重新答复。",
            take_back,
        ),
        COLUMNS,
        tuple(_row(number, workbook, line) for number, line in enumerate(lines, 1)),
    )


def _row(number: int, workbook: str, line: Line) -> FrontRow:
    finding, level = line.finding, line.finding.level
    here = next((place for place in finding.places if _is_in(workbook, place)), None)
    reply = (_written(line.reply.get(heading, "")) for heading in ASKED)
    cells = (str(number), level, _where(here), line.about, line.text, finding.progress.value, *reply)
    target = Target(here.sheet or "", here.row or 0, _column(here)) if here else None
    return FrontRow(cells, finding.key, target, COLOURS[level])


def _is_in(workbook: str, place: Place) -> bool:
    """Whether it is a row or a cell of the workbook."""
    return bool(place.workbook == workbook and place.sheet and place.row)


def _column(place: Place) -> int | None:
    return column_number(place.letter) if place.letter else None


def _where(place: Place | None) -> str:
    return f"{place.shown_sheet} {cell(place) or f'第 {place.row} 行'}" if place else ""


def _written(cell: Cell) -> str | dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    return cell if isinstance(cell, dt.date) else shown(cell)
