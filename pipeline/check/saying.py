"""How each problem is said: place, who, fact, requirement, authority, then what to do. Chinese, for the office.

The words are in `faults.py`; here they are filled and put in their place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.check.faults import WORDINGS
from pipeline.check.whereabouts import at, elsewhere, row_list
from pipeline.chinese.dates import day
from pipeline.chinese.figures import percent
from pipeline.plan import Plan
from pipeline.problems import Place, Problem


def say(problem: Problem, plan: Plan, others: Sequence[Place] = ()) -> str:
    """The whole sentence for staff; `others` are the further places of the same fault.

    名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 21 天，应不少于 30 天，还差 9 天（依据：方案三（四））。
    请补录服务日志，…
    """
    fact, remedy = told(problem, plan)
    place = f"{at(problem.place)}：" if problem.place else ""
    who = f"{problem.who} " if problem.who else ""
    authority = f"（依据：方案{problem.clause}）" if problem.clause else ""
    return f"{place}{who}{fact}{authority}。{elsewhere(others)}{remedy}"


def told(problem: Problem, plan: Plan) -> tuple[str, str]:
    """What is the case, with what is required, and what to do: the two halves of the sentence."""
    wording = WORDINGS[problem.message or problem.rule]
    facts = {key: _shown(value) for key, value in ({"year": plan.year} | _worded(problem)).items()}
    return wording.fact.format_map(facts), wording.remedy.format_map(facts)


def plain(number: Decimal | int) -> str:
    """A number as people write it: 30, 21.5, 12000.75; one decimal where the rest is noise of a division."""
    value = Decimal(number)
    text = f"{value if value.as_tuple().exponent in (0, -1, -2) else round(value, 1):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _worded(problem: Problem) -> dict[str, object]:
    facts = dict(problem.facts)
    if problem.place is not None and problem.place.column:
        facts.setdefault("column", problem.place.column)
    if problem.rule == "monthly_report":
        facts["lapses"] = _lapses(facts)
    if problem.rule == "hidden":
        facts["parts"] = _hidden(facts)
    gap, missed = facts.get("gap"), facts.get("missed")
    if isinstance(gap, Decimal):  # none where the number itself is not enough and just reached
        facts["short_by"] = f"，还差 {plain(gap)} {facts['unit']}" if gap else ""
    if isinstance(missed, list):
        facts |= {"missed_count": len(missed), "share": percent(Decimal(str(facts["value"])) / 100)}
    return facts


def _hidden(facts: Mapping[str, object]) -> str:
    """整张工作表；第 5–9、12 行；D、F 列. Rows in many pieces are counted."""
    numbers, columns = facts["rows"], facts["columns"]
    assert isinstance(numbers, list) and isinstance(columns, list)
    parts = ["整张工作表" if facts["whole"] else "", row_list(numbers), f"{'、'.join(columns)} 列" if columns else ""]
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
        return plain(value)
    if isinstance(value, list | tuple):
        return "、".join(str(item) for item in value)
    return str(value)
