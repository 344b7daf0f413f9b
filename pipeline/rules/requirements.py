"""How what the plan asks for is said, alike in sheets, submission, agreements and reminders: 原则上不少于30天."""

from __future__ import annotations

from pipeline.chinese.figures import figure
from pipeline.plan import Deadline, Duty, Minimum, Plan
from pipeline.rules.predicates import exceeds


def requirement(minimum: Minimum, required: int, plan: Plan) -> str:
    """原则上不少于30天: the number asked of this person, 原则上 where the plan says so.

    多于 instead of 不少于 where the reading `thresholds_inclusive` leaves the number itself out.
    """
    least = "多于" if exceeds(minimum, plan) else "不少于"
    return f"{'原则上' if minimum.soft else ''}{least}{figure(required, minimum.unit)}"


def report_requirement(deadline: Deadline, plan: Plan) -> str:
    """每月15日前, by the readings `report_due` and `deadline_inclusive`."""
    month = "次月" if plan.reading("report_due") == "next_month" else "每月"
    return f"{month}{deadline.day}日前{'' if plan.reading('deadline_inclusive') else '（不含当日）'}"


def clauses(duty: Duty) -> str:
    """Every clause the duty is cited from, each once: 一；二（一）一."""
    return "；".join(dict.fromkeys(citation.clause for citation in duty.citations))
