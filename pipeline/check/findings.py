"""A problem as the office meets it: said in a sentence, compared with the check before, with what was answered."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath

from pipeline.problems import Place, Problem, Severity
from pipeline.records import Dataset


class Action(StrEnum):
    """处理: what the office says of a problem."""

    CORRECTED = "已改"
    TRUE = "属实"
    PENDING = "待定"


class Progress(StrEnum):
    """A problem against the check before; nothing where there was none."""

    FIRST = ""
    NEW = "新增"
    STAYS = "仍在"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office wrote beside a problem on the first sheet of a corrected copy. `key` is the problem's."""

    key: str
    action: Action
    note: str  # 说明
    by: str  # 处理人
    on: dt.date | None  # 日期
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one check. `key` is the same as long as what it is about and its value are the same.

    `sentence` ends with `remark`, what is said of an answer that does not settle it. `copies` are the corrected copies
    that show it, relative to `check/`, its own place's first. `stations` are the workstations of those it concerns;
    none where it is the bureau's own. `places` are those of the problem with the names that workbooks and sheets really
    have: never to be printed.
    """

    problem: Problem
    sentence: str
    key: str
    stations: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    progress: Progress = Progress.FIRST
    answer: Answer | None = None
    places: tuple[Place, ...] = field(default=(), repr=False)
    remark: str = ""

    @property
    def silenced(self) -> bool:
        """A doubt that somebody confirmed as true; it stays in the list and no longer counts."""
        return self.problem.severity is Severity.DOUBT and self.answer is not None and self.answer.action is Action.TRUE


def key_of(problem: Problem, value_at: Callable[[Place], str] = lambda place: "") -> str:
    """16 hexadecimal digits for a gathered problem, the same while its subject and what was found stay the same.

    Rows may be sorted or inserted meanwhile, and a .csv may have become an .xlsx: of its places the values count, which
    `value_at` tells of a cell or a whole row; a shortfall has them among its facts. Where a fault is nobody's, its
    sheet and its whole row are what it is about.
    """
    places = [place for place in (problem.place, *problem.others) if place]
    about = "" if problem.place and problem.about == problem.place.line else problem.about
    told: list[object] = [problem.rule, problem.severity, problem.form, problem.subject or problem.who, about]
    told += problem.values
    if problem.severity is not Severity.UNMET:
        told += sorted(map(value_at, places))
    if places and not (problem.subject or about):
        first = places[0]
        workbook = str(PurePosixPath(first.workbook).with_suffix(""))
        told += [workbook, first.sheet, value_at(replace(first, column=None))]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]


def keys_of(problems: Sequence[Problem], value_at: Callable[[Place], str]) -> list[str]:
    """The key of each; of those that nothing but their place tells apart, the second and further ones are numbered."""
    found = Counter[str]()
    keys = []
    for problem in problems:
        key = key_of(problem, value_at)
        found[key] += 1
        keys.append(key if found[key] == 1 else f"{key}-{found[key]}")
    return keys


def stations_of(problem: Problem, dataset: Dataset) -> tuple[str, ...]:
    """The workstations of those a problem is about, in order; none where it is about an enterprise or the district."""
    people = dataset.commissioner_by_id
    keys: Iterable[str] = problem.people if problem.subject is None else {problem.subject, *problem.people}
    return tuple(sorted({people[key].workstation for key in keys if key in people and people[key].workstation}))


def remark(problem: Problem, answer: Answer | None, exemptable: bool) -> str:
    """What is said behind a problem that was answered and stands all the same; nothing where the answer settles it.

    `exemptable` says whether an accepted exception could excuse it.
    """
    if answer is None or problem.exempted:
        return ""
    given = f"（{answer.by}答复：{answer.action}）"
    match answer.action, problem.severity:
        case Action.TRUE, Severity.DOUBT:
            return ""
        case Action.TRUE, Severity.ERROR:
            return f"{given}错误不能以“属实”了结，仍须更正。"
        case Action.TRUE, _:
            return f"{given}请在「例外说明」中写明理由并报批。" if exemptable else f"{given}仍按未达标如实写入文件。"
        case Action.CORRECTED, _:
            return f"{given}但本次检查仍有这一问题，请再核对。"
    return given
