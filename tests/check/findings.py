"""Findings as examples: one of every kind that the page of a check tells apart, and those of whole years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.check.answers import Action, Answer
from pipeline.check.audiences.stations import Stations
from pipeline.check.audiences.words import Words, bureau_words
from pipeline.check.catalogue import labels
from pipeline.check.faults import FAULTS
from pipeline.check.findings import Finding, Progress, stations_of
from pipeline.check.keys import key_of
from pipeline.faults import Fault
from pipeline.intake.privacy import Conceal, concealer
from pipeline.plan import Plan
from pipeline.problems import Place, Problem, Severity, gather
from pipeline.records import Dataset

LABELS = {"id_number": "身份证号有误", "service_days": "服务天数", "certificate": "高企证书待核", "target": "服务企业"}
ROSTER, LOG = "名册.xlsx", "台账/城东 2024#1 100%.xlsx"
AS_OF = dt.date(2024, 12, 31)


def finding(problem: Problem, sentence: str, *stations: str, progress: Progress = Progress.STAYS) -> Finding:
    corrections = (f"待改/{problem.place.workbook}",) if problem.place else ()
    words = Words(problem.who or problem.subject or "", "", "", sentence)
    return Finding((problem,), words, key_of((problem,)), stations, corrections, progress)


def changed(one: Finding, **changes: Any) -> Finding:
    """The finding with a problem that differs in these."""
    problem = replace(one.problem, **changes)
    return replace(one, problems=(problem,), words=replace(one.words, about=problem.who or problem.subject or ""))


def answered(one: Finding, action: Action, note: str = "", by: str = "", on: dt.date | None = None) -> Finding:
    place = one.problem.place
    assert place is not None
    return replace(one, answer=Answer(one.key, action, note, by, on, place))


def of_year(problems: Iterable[Problem], dataset: Dataset, plan: Plan, conceal: Conceal = str) -> list[Finding]:
    """What a check makes of these problems, each with the corrected copy of its own workbook."""
    return [
        Finding(
            found,
            bureau_words(found, plan, conceal),
            key_of(found),
            stations_of(found, dataset),
            (f"待改/{found[0].place.workbook}",) if found[0].place else (),
        )
        for found in gather(problems)
    ]


def heard(dataset: Dataset, plan: Plan) -> Stations:
    """The workstations that read of this year."""
    return Stations(dataset, plan, labels(plan), concealer(dataset))


CELL = finding(
    Problem(
        "id_number", Severity.ERROR, Place(ROSTER, "特派员", 9, "身份证号", "E"), "T007", "T007 王𬭩", form="特派员"
    ),
    "名册.xlsx「特派员」第 9 行「身份证号」：T007 王𬭩 身份证号有误。请核对。",
    "城东工作站",
    progress=Progress.NEW,
)
SHORT = finding(
    Problem("service_days", Severity.UNMET, Place(ROSTER, "特派员", 7), "T005", "T005 张伟", clause="三（四）"),
    "名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 21 天。",
    "城西工作站",
)
TWO_STATIONS = finding(
    Problem("repeated_row", Severity.DOUBT, Place(LOG, "服务日志", 3), "T005", "T005 张伟", form="服务日志"),
    "城东的日志与城西的完全相同。",
    "城东工作站",
    "城西工作站",
    progress=Progress.NEW,
)
EXCUSED = finding(
    Problem("service_days", Severity.UNMET, Place(ROSTER, "特派员", 8), "T006", "T006 李四", exempted=True),
    "T006 李四 已批准例外。",
    "城西工作站",
)
FIRM = answered(
    finding(
        Problem(
            "certificate",
            Severity.DOUBT,
            Place(ROSTER, "企业名录", 52, "高企发证日期", "F"),
            "91150602MA0000496G",
            "衡创公司",
            form="企业名录",
        ),
        "衡创公司证书三年有效期已满。",
    ),
    Action.TRUE,
    "已核对证书原件",
    "李娜",
    dt.date(2025, 1, 6),
)
NOBODY = finding(
    Problem("unknown_person", Severity.ERROR, Place(LOG, "服务日志", 5), about="张炜", people=frozenset({"T005"})),
    "名册中没有张炜。",
    "城西工作站",
)
TABLE = finding(Problem("extra_columns", Severity.DOUBT, Place(LOG, "服务日志", 1)), "有不认识的列。")
DISTRICT = finding(Problem("target", Severity.UNMET, clause="一"), "全区服务企业 3 家，目标 4 家。")

FINDINGS = (CELL, NOBODY, SHORT, DISTRICT, EXCUSED, TWO_STATIONS, TABLE, FIRM)


def fault_of(problem: Problem) -> Fault:
    """The fault of a problem, by its wording: one of the plan's own entries bears the entry's id."""
    [fault] = [one for one in FAULTS.values() if (problem.message or problem.rule) in one.wordings]
    return fault
