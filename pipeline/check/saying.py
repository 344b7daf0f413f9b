"""How each problem is said: place, who, fact, requirement, authority, then what to do. Chinese, for the office.

The words stand with the faults (`faults.py` gathers them); here they are filled and put in their place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.check.faults import wording_of
from pipeline.chinese.dates import day
from pipeline.chinese.figures import figure, number, shortfall
from pipeline.chinese.lists import rows
from pipeline.plan import Plan
from pipeline.problems import Place, Problem

MOST_PIECES = 10  # of rows in one sentence
FIGURES = ("value", "required", "cap")  # the facts that are counted in the unit among them


def say(problem: Problem, plan: Plan) -> str:
    """The whole sentence for staff, e.g.

    名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 21 天，应不少于 30 天，还差 9 天（依据：方案三（四））。
    请补录服务日志，…
    """
    fact, remedy = told(problem, plan)
    place = f"{at(problem.place)}：" if problem.place else ""
    who = f"{problem.who} " if problem.who else ""
    authority = f"（依据：方案{problem.clause}）" if problem.clause else ""
    return f"{place}{who}{fact}{authority}。{_elsewhere(problem.others)}{remedy}"


def told(problem: Problem, plan: Plan) -> tuple[str, str]:
    """What is the case, with what is required, and what to do: the two halves of the sentence."""
    wording = wording_of(problem)
    facts = {key: _shown(value) for key, value in ({"year": plan.year} | _worded(problem)).items()}
    return wording.fact.format_map(facts), wording.remedy.format_map(facts)


def at(place: Place) -> str:
    """A place in words: 名册.xlsx「特派员」第 7 行「身份证号」."""
    sheet = f"「{place.sheet}」" if place.sheet else ""
    row = f"第 {place.row} 行" if place.row else ""
    column = f"「{place.column}」" if place.column and place.row else ""
    return f"{place.workbook}{sheet}{row}{column}"


def _worded(problem: Problem) -> dict[str, object]:
    facts = dict(problem.facts)
    if problem.place is not None and problem.place.column:
        facts.setdefault("column", problem.place.column)
    if problem.rule == "monthly_report":
        facts["lapses"] = _lapses(facts)
    if problem.rule == "hidden":
        facts["parts"] = _hidden(facts)
    if "unit" in facts:
        facts |= _measured(facts, str(facts["unit"]))
    if "in_all" in facts:
        facts["others"] = f"{_shown(facts['others'])}等 {facts['in_all']} 人"
    missed = facts.get("missed")
    if isinstance(missed, list):
        facts["missed_count"] = len(missed)
    return facts


def _measured(facts: Mapping[str, object], unit: str) -> dict[str, str]:
    """The figures among the facts with their unit: 21 天, 18.8%; and by how much they fall short."""
    said = {}
    for name in FIGURES:
        value = facts.get(name)
        if isinstance(value, Decimal | int):
            said[name] = _spaced(figure(value, unit), unit)
    gap = facts.get("gap")
    if isinstance(gap, Decimal):  # none where the number itself is not enough and just reached
        said["short_by"] = f"，还差 {_spaced(shortfall(gap, unit), unit)}" if gap else ""
    return said


def _spaced(text: str, unit: str) -> str:
    """A figure as sentences set it: a count stands apart from its unit (21 天), a share does not (18.8%)."""
    return text if unit == "%" else f"{text.removesuffix(unit)} {unit}"


def _hidden(facts: Mapping[str, object]) -> str:
    """整张工作表；第 5–9、12 行；D、F 列. Rows in many pieces are counted."""
    numbers, columns = facts["rows"], facts["columns"]
    assert isinstance(numbers, list) and isinstance(columns, list)
    named = rows(numbers)
    if named.count("、") >= MOST_PIECES:
        named = f"第 {numbers[0]} 行到第 {numbers[-1]} 行之间的 {len(numbers)} 行"
    parts = ["整张工作表" if facts["whole"] else "", named, f"{'、'.join(columns)} 列" if columns else ""]
    return "；".join(filter(None, parts))


def _lapses(facts: Mapping[str, object]) -> str:
    late, missing = facts["late"], facts["missing"]
    assert isinstance(late, list) and isinstance(missing, list)
    parts = []
    if late:
        parts.append("迟报 " + "、".join(f"{month}月（{day(on)}）" for month, on, _ in late))
    if missing:
        parts.append("缺报 " + "、".join(f"{month}月" for month, _ in missing))
    return "；".join(parts)


def _elsewhere(others: Sequence[Place]) -> str:
    """The further places of a problem, rows of one sheet drawn together: 台账/甲.xlsx「服务日志」第 5–9、12 行."""
    if not others:
        return ""
    sheets: dict[tuple[str, str | None], list[Place]] = {}
    for place in others:
        sheets.setdefault((place.workbook, place.sheet), []).append(place)
    parts = []
    for (workbook, sheet), places in sheets.items():
        parts.append(at(places[0]) if len(places) == 1 else f"{at(Place(workbook, sheet))}{_together(places)}")
    return f"另有 {len(others)} 处同类问题：{'；'.join(parts)}。"


def _together(places: Sequence[Place]) -> str:
    """Several places of one sheet: their rows; their cells where several stand in one row."""
    numbers = [place.row for place in places if place.row]
    cells = [f"{place.letter}{place.row}" for place in places if place.letter and place.row]
    if len(set(numbers)) < len(places) == len(cells):
        return f"单元格 {'、'.join(cells)}"
    return rows(numbers)


def _shown(value: object) -> str:
    if value is None:
        return "不明"
    if isinstance(value, Place):
        return at(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, Decimal | int):
        return number(value)
    if isinstance(value, list | tuple):
        return "、".join(str(item) for item in value)
    return str(value)
