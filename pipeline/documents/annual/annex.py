"""annual/附表.xlsx: the tables annexed to the year-end submission, one table a sheet.

One table a sheet, because a filter, frozen headings and headings repeated on every printed page each serve one table.
Every figure is one of the tally or of a record; totals and rates are live formulas over those very cells.
"""

from __future__ import annotations

from pipeline.documents.annual.annex_enterprises import coverage_sheet, enterprises_sheet, three_zero_sheet
from pipeline.documents.annual.annex_lists import (
    achievements_sheet,
    expenses_sheet,
    pairings_sheet,
    projects_sheet,
    topics_sheet,
    trainings_sheet,
    uses_sheet,
)
from pipeline.documents.annual.annex_people import exceptions_sheet, people_sheet
from pipeline.documents.annual.annex_scope import Scope, marked
from pipeline.documents.annual.results import NO_FIGURE
from pipeline.plan import Plan
from pipeline.rules.requirements import clauses
from pipeline.rules.tally import Tally, TargetResult
from pipeline.sheets.writing.layout import As, Field, Formula, Row, SheetOut

_TARGET_FIELDS = (
    Field("序号", 6, "number", align="center"),
    Field("目标", 34),
    Field("依据", 18, align="center"),
    Field("单位", 7, align="center"),
    Field("目标值", 10, "number"),
    Field("完成值", 10, "number"),
    Field("差额", 10, "number"),
    Field("完成率", 10, "percent"),
    Field("是否达标", 11, align="center"),
)


def annex(plan: Plan, tally: Tally) -> list[SheetOut]:
    """Every annexed table, in the order of the report. ID, phone and bank numbers appear in none of them."""
    scope = Scope(plan, tally)
    return [
        targets_sheet(scope),
        people_sheet(scope),
        exceptions_sheet(scope),
        pairings_sheet(scope),
        coverage_sheet(scope),
        enterprises_sheet(scope),
        three_zero_sheet(scope),
        projects_sheet(scope),
        achievements_sheet(scope),
        topics_sheet(scope),
        trainings_sheet(scope),
        uses_sheet(scope),
        expenses_sheet(scope),
    ]


def targets_sheet(scope: Scope) -> SheetOut:
    """Target by target: what was asked, what was done, rate and gap as formulas, met or not."""
    return SheetOut(
        "目标完成情况",
        scope.title("工作目标完成情况表"),
        _TARGET_FIELDS,
        tuple(_target_row(number, result, scope) for number, result in enumerate(scope.tally.targets, 1)),
        note=scope.note(),
        foot=f"依据为《{scope.plan.name}》的条款。" if scope.plan.name else "",
        landscape=True,
    )


def _target_row(number: int, result: TargetResult, scope: Scope) -> Row:
    target = result.target
    gap = Formula("=MAX({目标值}-{完成值},0)", result.gap)
    share = target.unit == "%"
    standing = marked(result.standing, scope.plan)
    asked = (number, target.label, clauses(target), target.unit, target.value)
    if not result.measured:
        return (*asked, standing, None, NO_FIGURE, standing)
    return (
        *asked,
        As(result.value, "points") if share else result.value,
        As(gap, "short") if share else gap,
        NO_FIGURE if result.stands_at else Formula("=IF({目标值}=0,1,{完成值}/{目标值})", result.rate),
        standing,
    )
