"""What people agreed on: accepted exceptions, and the readings of the plan's text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.plan import Duty, Plan
from pipeline.problems import Problem, Severity
from pipeline.records import AcceptedException, Dataset
from pipeline.rules.counting import names_rule
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.subjects import of_person
from pipeline.rules.tally import MinimumResult, Standing, Tally


@rule("exception", Severity.DOUBT, AT_YEAR_END, rests_on=("服务日志",))
def exceptions_still_hold(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """例外说明指向可以例外的规则，且所依据的数值没有变化；数值变化后例外失效。"""
    people = {person.commissioner.id: person for person in tally.people}
    for exception in dataset.exceptions:
        person = people.get(exception.commissioner)
        if person is None:
            continue
        duty = next((entry for entry in plan.duties if names_rule(exception, entry)), None)
        result = next((entry for entry in person.minimums if entry.minimum == duty), None)
        fault = _fault(exception, duty, result)
        if fault is None:
            continue
        message, column = fault
        facts: dict[str, object] = {"named": exception.rule, "fact": exception.fact}
        if duty is not None:
            facts["label"] = duty.label
        if result is not None:
            facts |= {"value": result.count.value, "unit": result.minimum.unit}
        facts["known"] = [entry.id for entry in plan.minimums if entry.exemptable] or "（无）"
        place = exception.source.at(column)
        yield of_person("exception", Severity.DOUBT, person.commissioner, place, "例外说明", facts, message)


def _fault(exception: AcceptedException, duty: Duty | None, result: MinimumResult | None) -> tuple[str, str] | None:
    """The code of what is doubtful about an exception, and its column.

    Nothing is, while its duty is not due yet, or where another exception covers the figure as it is now.
    """
    if duty is None:
        return "exception_unknown", "规则"
    if result is None or not result.minimum.exemptable:
        return "exception_not_allowed", "规则"
    if result.standing in (Standing.NOT_DUE, Standing.EXEMPTED):
        return None
    return ("exception_needless", "规则") if result.standing is Standing.MET else ("exception_lapsed", "事实")


@rule("undecided_reading", Severity.DOUBT)
def readings_are_decided(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """方案文字留有余地之处，已有人决定如何理解；尚未决定的按默认理解办理。"""
    questions = [reading.question.rstrip("？") for reading in plan.readings.values() if not reading.decided]
    if questions:
        facts = {"count": len(questions), "questions": "；".join(questions)}
        yield Problem("undecided_reading", Severity.DOUBT, facts=facts)
