"""How each problem is said: place, who, fact, requirement, authority, then what to do. Chinese, for the office.

The words stand with the faults (`faults.py` gathers them); here they are filled and put in their place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from posixpath import commonprefix

from pipeline.check.faults import wording_of
from pipeline.check.whereabouts import at, elsewhere, row_list
from pipeline.chinese.dates import day
from pipeline.chinese.figures import figure, number, shortfall
from pipeline.chinese.lists import rows
from pipeline.forms import BY_NAME
from pipeline.plan import Plan, Recorded
from pipeline.problems import Place, Problem
from pipeline.rules.measures import resting_on
from pipeline.sheets.texts import LONGEST_SHOWN, one_line

FIGURES = ("value", "required", "cap")  # the facts that are counted in the unit among them


def say(problem: Problem, plan: Plan, others: Sequence[Place] = (), paired: Sequence[Problem] = ()) -> str:
    """The whole sentence for staff; `others` are the further places of the same fault, `paired` those of its further
    problems that each speak of two places, so that both are named.

    名册.xlsx「特派员」第 7 行：T005 张伟 全年服务 21 天，应不少于 30 天，还差 9 天（依据：方案三（四））。
    请补录服务日志，…
    """
    fact, remedy = fact_and_remedy(problem, plan)
    place = f"{at(problem.place)}：" if problem.place else ""
    who = f"{one_line(problem.who)} " if problem.who else ""
    authority = f"（依据：方案{problem.clause}）" if problem.clause else ""
    return f"{place}{who}{fact}{authority}。{elsewhere(others)}{_further(paired, plan)}{remedy}"


def _further(paired: Sequence[Problem], plan: Plan) -> str:
    """另有 1 处同类问题：甲.xlsx「项目申报」第 2 行与乙.xlsx「项目申报」第 5 行完全相同，只计一次。"""
    said = [f"{at(one.place) if one.place else ''}{fact_and_remedy(one, plan)[0]}。" for one in paired]
    return f"另有 {len(said)} 处同类问题：{''.join(said)}" if said else ""


def fact_and_remedy(problem: Problem, plan: Plan) -> tuple[str, str]:
    """What is the case, with what is required, and what to do: the two halves of the sentence."""
    wording = wording_of(problem)
    facts = {key: _shown(value) for key, value in ({"year": plan.year} | _worded(problem, plan)).items()}
    return wording.fact.format_map(facts), wording.remedy.format_map(facts)


def _worded(problem: Problem, plan: Plan) -> dict[str, object]:
    facts = dict(problem.facts)
    if problem.place is not None and problem.place.column:
        facts.setdefault("column", problem.place.column)
    if problem.rule == "monthly_report":
        facts["lapses"] = _lapses(facts)
    if problem.rule == "missing_form":
        facts |= _absent(facts, plan)
    if problem.rule == "hidden":
        facts["parts"] = _hidden(facts)
    if problem.rule == "struck_out":
        facts["parts"] = _struck_out(facts)
    numbers = facts.get("rows")
    if isinstance(numbers, list):
        facts["lines"] = row_list(numbers)
    facts["whole"] = plan.whole_county
    if "differs" in facts:
        facts["differs"] = _differing(facts["differs"])
    if "unit" in facts:
        facts |= _measured(facts, str(facts["unit"]))
    if "cells" in facts:
        facts["others"] = _each_at(facts["others"], facts["cells"])
    if "in_all" in facts:
        facts["others"] = f"{_shown(facts['others'])}等 {facts['in_all']}"
    missed = facts.get("missed")
    if isinstance(missed, list):
        facts["missed_count"] = len(missed)
    return facts


def _each_at(others: object, cells: object) -> list[str]:
    """Each of the others with the cell where it says the same: T002 李娜（名册.xlsx「特派员」第 3 行「银行账号」）."""
    assert isinstance(others, list) and isinstance(cells, list)
    return [f"{other}（{at(cell)}）" for other, cell in zip(others, cells, strict=True)]


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


def _absent(facts: Mapping[str, object], plan: Plan) -> dict[str, str]:
    """What the absence of a form costs: the duties that rest on it, and in which workbooks it may yet stand."""
    form = BY_NAME.get(str(facts["form"]))
    duties, unread = resting_on(str(facts["form"]), plan), _shown(facts.get("unread", ""))
    recorded = [duty.label for duty in duties if isinstance(duty, Recorded)]
    judged = [duty.label for duty in duties if not isinstance(duty, Recorded)]
    said = f"；{'、'.join(judged)}既不算{plan.labels['met']}，也不算{plan.labels['unmet']}" if judged else ""
    said += f"；{'、'.join(recorded)}没有记录可查" if recorded else ""
    return {
        "costs": form.costs if form else "",
        "not_provided": plan.labels["not_provided"],
        "duties": said,
        "unread": f"（可能在无法读取的 {unread} 中）" if unread else "",
    }


def _hidden(facts: Mapping[str, object]) -> str:
    """整张工作表；第 5–9、12 行；D、F 列. Rows in many pieces are counted."""
    numbers, columns = facts["rows"], facts["columns"]
    assert isinstance(numbers, list) and isinstance(columns, list)
    parts = ["整张工作表" if facts["whole"] else "", row_list(numbers), f"{'、'.join(columns)} 列" if columns else ""]
    return "；".join(filter(None, parts))


def _struck_out(facts: Mapping[str, object]) -> str:
    """第 3、5–7 行；单元格 C9、D12. Every row is named: each was counted."""
    numbers, cells = facts["struck"], facts["struck_cells"]
    assert isinstance(numbers, list) and isinstance(cells, list)
    parts = [rows(numbers) if numbers else "", f"单元格 {'、'.join(cells)}" if cells else ""]
    return "；".join(filter(None, parts))


def _differing(pairs: object) -> str:
    """「服务天数」这里是 1，那里是 2；「服务内容」这里是“走访”，那里没有填写."""
    assert isinstance(pairs, list)
    return "；".join(_both(heading, mine, other) for heading, mine, other in pairs)


def _both(heading: str, mine: object, other: object) -> str:
    if isinstance(mine, str) and isinstance(other, str):
        same = len(commonprefix([mine, other]))
        mine, other = _excerpt(mine, same), _excerpt(other, same)
    return f"「{heading}」这里{_is(mine)}，那里{_is(other)}"


def _is(value: object) -> str:
    if value is None or value == "":
        return "没有填写"
    if isinstance(value, bool):
        return "是“是”" if value else "是“否”"
    return f"是“{value}”" if isinstance(value, str) else f"是 {_shown(value)}"


def _excerpt(text: str, place: int) -> str:
    """The text around a place; never cut within a number, or half of it would be shown where the whole is hidden."""
    start, end = max(place - LONGEST_SHOWN // 2, 0), min(place + LONGEST_SHOWN // 2, len(text))
    while start and _within_number(text, start):
        start -= 1
    while end < len(text) and _within_number(text, end):
        end += 1
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _within_number(text: str, place: int) -> bool:
    return not (_is_word(text[place - 1]) and _is_word(text[place]))


def _is_word(character: str) -> bool:
    return character.isalpha() and not character.isascii()


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
        return "、".join(one_line(str(item)) for item in value)
    return one_line(str(value))
