"""What people agreed on: accepted exceptions, and the readings of the plan's text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import AcceptedException, Dataset
from pipeline.rules.registry import ALWAYS, AT_YEAR_END, rule
from pipeline.rules.tallies import figure, names_rule
from pipeline.rules.tally import MinimumResult, Standing, Tally


@rule("exception", Severity.DOUBT, AT_YEAR_END)
def exceptions_still_hold(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """例外说明指向可以例外的规则，且所依据的数值没有变化；数值变化后例外失效。"""
    people = {person.commissioner.id: person for person in tally.people}
    for exception in dataset.exceptions:
        person = people.get(exception.commissioner)
        if person is None:
            continue
        result = next((entry for entry in person.minimums if names_rule(exception, entry.minimum)), None)
        fault = _fault(exception, result)
        if fault is None:
            continue
        message, column = fault
        facts: dict[str, object] = {"named": exception.rule, "fact": exception.fact}
        if result is not None:
            facts |= {"label": result.minimum.label, "value": result.count.value, "unit": result.minimum.unit}
        facts["known"] = "、".join(entry.id for entry in plan.minimums if entry.exemptable) or "（无）"
        yield Problem(
            "exception",
            Severity.DOUBT,
            exception.source.at(column),
            person.commissioner.id,
            person.commissioner.who,
            facts,
            message=message,
            form="例外说明",
        )


def _fault(exception: AcceptedException, result: MinimumResult | None) -> tuple[str, str] | None:
    if result is None:
        return "exception_unknown", "规则"
    if not result.minimum.exemptable:
        return "exception_not_allowed", "规则"
    if result.standing in (Standing.MET, Standing.NOT_DUE):
        return "exception_needless", "规则"
    if figure(exception.fact) != result.count.value:
        return "exception_lapsed", "事实"
    return None


@rule("undecided_reading", Severity.DOUBT, ALWAYS)
def readings_are_decided(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """方案文字留有余地之处，已有人决定如何理解；尚未决定的按默认理解办理。"""
    open_readings = [reading for reading in plan.readings.values() if not reading.decided]
    if open_readings:
        yield Problem(
            "undecided_reading",
            Severity.DOUBT,
            facts={"count": len(open_readings), "questions": "；".join(reading.question for reading in open_readings)},
        )
