"""The forms of the contract: every heading, its other spellings, whether it must be filled, what stands in it.

The reader and the blank workbooks are made from these declarations, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.forms.bureau import EXCEPTIONS, EXPENSES, RESULTS, TRAININGS
from pipeline.forms.logs import ACHIEVEMENTS, MONTHLY_REPORTS, PAPERS, PROJECTS, SERVICE_LOGS, SPOT_CHECKS
from pipeline.forms.rosters import COMMISSIONERS, ENTERPRISES, PAIRINGS
from pipeline.sheets.declare import Form

# How the blank workbooks group them, by who keeps them; the reader takes any form from any workbook.
WORKBOOKS: Mapping[str, tuple[Form, ...]] = {
    "名册": (COMMISSIONERS, ENTERPRISES, PAIRINGS),
    "台账": (SERVICE_LOGS, MONTHLY_REPORTS, PROJECTS, ACHIEVEMENTS, PAPERS, SPOT_CHECKS),
    "局机关": (TRAININGS, EXPENSES, RESULTS, EXCEPTIONS),
}
FORMS = tuple(form for forms in WORKBOOKS.values() for form in forms)
ROSTER_FORMS = frozenset(form.name for form in WORKBOOKS["名册"])
LOG_FORMS = frozenset(form.name for form in FORMS) - ROSTER_FORMS
MUST_BE_THERE = ("特派员", "企业名录", "派驻关系", "服务日志")
OPTIONAL_FORMS = frozenset({"考核结果"})  # comes after the assessment meeting

__all__ = [
    "ACHIEVEMENTS",
    "COMMISSIONERS",
    "ENTERPRISES",
    "EXCEPTIONS",
    "EXPENSES",
    "FORMS",
    "LOG_FORMS",
    "MONTHLY_REPORTS",
    "MUST_BE_THERE",
    "OPTIONAL_FORMS",
    "PAIRINGS",
    "PAPERS",
    "PROJECTS",
    "RESULTS",
    "ROSTER_FORMS",
    "SERVICE_LOGS",
    "SPOT_CHECKS",
    "TRAININGS",
    "WORKBOOKS",
]
