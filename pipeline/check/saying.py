"""How each problem is said: place, who, fact, requirement, authority, then what to do. Chinese, for the office.

The words stand with the faults (`faults.py` gathers them); here they are filled and put in their place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.check.faults import wording_of
from pipeline.check.whereabouts import at, elsewhere, row_list
from pipeline.chinese.dates import day
from pipeline.chinese.figures import figure, number, shortfall
from pipeline.chinese.lists import rows
from pipeline.plan import Plan
from pipeline.problems import Place, Problem

FIGURES = ("value", "required", "cap")  # the facts that are counted in the unit among them


def say(problem: Problem, plan: Plan, others: Sequence[Place] = ()) -> str:
    """The whole sentence for staff; `others` are the further places of the same fault.

    名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 21 天，应不少于 30 天，还差 9 天（依据：方案三（四））。
    请补录服务日志，…
    """
    fact, remedy = fact_and_remedy(problem, plan)
    place = f"{at(problem.place)}：" if problem.place else ""
    who = f"{problem.who} " if problem.who else ""
    authority = f"（依据：方案{problem.clause}）" if problem.clause else ""
    return f"{place}{who}{fact}{authority}。{elsewhere(others)}{remedy}"


def fact_and_remedy(problem: Problem, plan: Plan) -> tuple[str, str]:
    """What is the case, with what is required, and what to do: the two halves of the sentence."""
    wording = wording_of(problem)
    facts = {key: _shown(value) for key, value in ({"year": plan.year} | _worded(problem)).items()}
    return wording.fact.format_map(facts), wording.remedy.format_map(facts)


def _worded(problem: Problem) -> dict[str, object]:
    facts = dict(problem.facts)
    if problem.place is not None and problem.place.column:
        facts.setdefault("column", problem.place.column)
    if problem.rule == "monthly_report":
        facts["lapses"] = _lapses(facts)
    if problem.rule == "hidden":
        facts["parts"] = _hidden(facts)
    if problem.rule == "struck_out":
        facts["parts"] = _struck_out(facts)
    numbers = facts.get("rows")
    if isinstance(numbers, list):
        facts["lines"] = row_list(numbers)
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
    parts = ["整张工作表" if facts["whole"] else "", row_list(numbers), f"{'、'.join(columns)} 列" if columns else ""]
    return "；".join(filter(None, parts))


def _struck_out(facts: Mapping[str, object]) -> str:
    """第 3、5–7 行；单元格 C9、D12. Every row is named: each was counted."""
    numbers, cells = facts["struck"], facts["cells"]
    assert isinstance(numbers, list) and isinstance(cells, list)
    parts = [rows(numbers) if numbers else "", f"单元格 {'、'.join(cells)}" if cells else ""]
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
