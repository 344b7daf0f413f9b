"""What a duty asks, of whom and by when, and whether a figure, an exception or a use of funds is enough for it."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal

from pipeline.plan import Duty, Minimum, Plan
from pipeline.records import AcceptedException, Commissioner, Dataset
from pipeline.rules.tally import Count


def in_year(person: Commissioner, plan: Plan) -> bool:
    """Whether the person's term touches the plan's year; a term that could not be read is taken to."""
    start, end = person.term_start or plan.first_day, person.term_end or plan.last_day
    return start <= plan.last_day and end >= plan.first_day


def recruited(person: Commissioner, plan: Plan) -> bool:
    """Whether somebody of the year counts as 选聘 (reading `recruited_counts`): all, or those appointed in it.

    A term whose begin could not be read is taken to begin in the year.
    """
    everybody = plan.reading("recruited_counts") == "in_term"
    return everybody or person.term_start is None or person.term_start >= plan.first_day


def of_the_year(dataset: Dataset, plan: Plan) -> tuple[Commissioner, ...]:
    """The commissioners of the year as of `dataset.as_of`: those whose term touches it and has begun, in order."""
    return tuple(
        person
        for person in dataset.commissioners
        if in_year(person, plan) and (person.term_start is None or person.term_start <= dataset.as_of)
    )


_BOUNDS = ("以上", "不少于", "不低于")  # the words that the reading `thresholds_inclusive` is about
_PRORATED = ("service_days", "projects")  # the measures that the reading `minimums_prorated` is about


def exceeds(duty: Duty, plan: Plan) -> bool:
    """Whether the duty's number itself is not enough.

    以上 and 不少于 include the number (Civil Code art. 1259) unless the reading `thresholds_inclusive` says otherwise;
    a duty whose wording has no such word (1个申报项目, 全覆盖) is reached at its number under either reading.
    """
    bounded = any(word in citation.wording for citation in duty.citations for word in _BOUNDS)
    return bounded and not plan.reading("thresholds_inclusive")


def reached(value: Decimal, required: int, duty: Duty, plan: Plan) -> bool:
    """Whether a figure is enough for the duty."""
    return value > required if exceeds(duty, plan) else value >= required


def required_of(minimum: Minimum, person: Commissioner, plan: Plan) -> int:
    """What is asked of this person: the plan's number.

    By the reading `minimums_prorated`, days and projects are asked by the calendar months the term touches, rounded up.
    """
    if not plan.reading("minimums_prorated") or minimum.measure not in _PRORATED:
        return minimum.value
    start = max(person.term_start or plan.first_day, plan.first_day)
    end = min(person.term_end or plan.last_day, plan.last_day)
    return math.ceil(minimum.value * max(end.month - start.month + 1, 0) / 12)


def due_on(minimum: Minimum, person: Commissioner, plan: Plan) -> dt.date | None:
    """The day at whose close the minimum is judged.

    None for what is due at the end of a term that lies beyond the plan's year, or that could not be read.
    """
    end = person.term_end
    if minimum.due == "term_end" and (end is None or end > plan.last_day):
        return None
    return min(end or plan.last_day, plan.last_day)


def names_rule(exception: AcceptedException, duty: Duty) -> bool:
    """Whether the exception speaks of this duty, by id or by its label."""
    return exception.rule in (duty.id, duty.label)


def covers(exception: AcceptedException, minimum: Minimum, counted: Count) -> bool:
    """An exception holds for the exact figure it was granted for, and only where the plan allows one."""
    return minimum.exemptable and names_rule(exception, minimum) and granted_figure(exception) == counted.value


def granted_figure(exception: AcceptedException) -> Decimal | None:
    """The number in its 事实 such as 21, 21天 or ２１.５ 天; None where there is none or more than one."""
    found = re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", exception.fact))
    return Decimal(found[0]) if len(found) == 1 else None


def permitted_use(use: str, plan: Plan) -> str | None:
    """The plan's name for a use of funds, found by its name or an alias; None where the plan does not list it."""
    for item in plan.funds.items:
        if use == item or use in plan.funds.aliases.get(item, ()):
            return item
    return None
