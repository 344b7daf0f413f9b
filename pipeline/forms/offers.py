"""What a form offers to who fills it: the words to choose from, the last date, and the row that shows how.

The blank workbooks print them and the intake knows them again, so both ask here.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from pipeline.forms import declaring, shared
from pipeline.plan import Plan
from pipeline.sheets.declare import Column, Form, Kind
from pipeline.sheets.texts import Wrong
from pipeline.sheets.values.converting import Value, converter, empty_value

NOTE = shared.NOTE.heading
EXAMPLE_NOTE = "示例，填写前请删除本行"
GUIDE = "填表说明"  # the sheet that explains the others, and how its title begins

_MONTHS = tuple(f"{month}月" for month in range(1, 13))
_OF_KIND = {Kind.YES_NO: ("是", "否"), Kind.MONTH: _MONTHS}


def choices(column: Column, plan: Plan) -> tuple[str, ...]:
    """The words a cell of the column is chosen from: the plan's, the declared ones or those of its kind; often none."""
    lists = {
        "service_types": tuple(word for words in plan.service_types.values() for word in words),
        "project_levels": plan.project_levels,
        "achievement_kinds": tuple(word for words in plan.achievement_groups.values() for word in words),
        "papers": tuple(plan.papers.values()),
        "policy_topics": plan.policy_topics.items,
        "funds": plan.funds.items,
        "grades": plan.grades,
        "exceptions": tuple(minimum.id for minimum in plan.minimums if minimum.exemptable),
    }
    return lists[column.listed] if column.listed else column.choices or _OF_KIND.get(column.kind, ())


def last_day(form: declaring.Form, plan: Plan) -> dt.date:
    """The last date a row of a log may carry: a report due in the month after its own may come in next January."""
    if form.log and form.log.into_january:
        entry, choice = form.log.into_january
        if plan.reading(entry) == choice:
            return dt.date(plan.year + 1, 1, 31)
    return plan.last_day


def example(form: Form, plan: Plan) -> dict[str, str | Decimal | dt.date]:
    """The cells of the form's example row by heading: dates and numbers as such, "" for an empty one.

    A word of the plan is the first of its list.
    """
    cells: dict[str, str | Decimal | dt.date] = {}
    for column in form.columns:
        value = _read(column, _typed(column, plan), plan)
        cells[column.heading] = value if isinstance(value, dt.date | Decimal) else _typed(column, plan)
    return cells


def read_example(form: Form, plan: Plan) -> dict[str, Value]:
    """The example row by heading as the reader gives it back."""
    return {column.heading: _read(column, _typed(column, plan), plan) for column in form.columns}


def _typed(column: Column, plan: Plan) -> str:
    if column.heading == NOTE:
        return EXAMPLE_NOTE
    words = choices(column, plan) if column.listed else ()
    return words[0] if words else column.example.format(year=plan.year)


def _read(column: Column, typed: str, plan: Plan) -> Value:
    if not typed:
        return empty_value(column.kind)
    value = converter(column.kind, plan.year)(typed)
    assert not isinstance(value, Wrong), f"{column.heading}: {typed} is no example of its kind"
    return value
