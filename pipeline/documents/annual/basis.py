"""统计口径: by which readings of the plan's text the figures of the submission were counted, as statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.documents.official import Context
from pipeline.plan import Plan
from pipeline.plan.questions import QUESTIONS, Choice

Told = Callable[[Plan], Context]  # what the submission tells of the year by a plan


def statements(plan: Plan, told: Told) -> list[str]:
    """One statement for each reading that touches a figure: by another choice the submission would tell another one.

    A reading without a statement is about no figure; one of a single choice is stated wherever all is told.
    """
    now = told(plan)
    return [
        plan.stated(id) for id, reading in plan.readings.items() if reading.statement and _touches(id, plan, now, told)
    ]


def _touches(id: str, plan: Plan, now: Context, told: Told) -> bool:
    others = list(_others(id, plan))
    return any(told(other) != now for other in others) if others else bool(now["全面报告"])


def _others(id: str, plan: Plan) -> Iterator[Plan]:
    """The plan with each other choice of one reading."""
    reading = plan.readings[id]
    choices: tuple[Choice, ...] = QUESTIONS[id].choices
    for choice in choices:
        if choice != reading.choice:
            yield replace(plan, readings={**plan.readings, id: replace(reading, choice=choice)})
