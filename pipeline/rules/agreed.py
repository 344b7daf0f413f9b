"""What people agreed on: accepted exceptions, and the readings of the plan's text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.faults import Fault, Wording, fault
from pipeline.plan import Duty, Plan
from pipeline.problems import Problem, Severity
from pipeline.records import AcceptedException, Dataset
from pipeline.rules.predicates import names_rule
from pipeline.rules.tally import MinimumResult, Standing, Tally

EXCEPTION = Fault(
    "exception",
    "例外说明待核",
    Severity.DOUBT,
    {
        "exception_unknown": Wording(
            "例外说明的规则“{named}”不是方案中的任务", "请填写规则编号，可以例外的有：{known}。"
        ),
        "exception_not_allowed": Wording("「{label}」按方案不能例外，例外说明没有采用", "可以例外的有：{known}。"),
        "exception_needless": Wording("「{label}」并未短缺，例外说明没有用到", "如属误填请删去这一行。"),
        "exception_lapsed": Wording(
            "例外说明依据的事实是“{fact}”，现在是 {value}，例外已失效",
            "请核对数值；仍需例外的，请重新报批并更新「事实」。",
        ),
    },
)


def exceptions_still_hold(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """例外说明指向可以例外的规则，且所依据的数值没有变化；数值变化后例外失效。"""
    people = {person.commissioner.id: person for person in tally.people}
    known = [entry.id for entry in plan.minimums if entry.exemptable] or "（无）"
    for exception in dataset.exceptions:
        person = people.get(exception.commissioner)
        if person is None:
            continue
        duty = next((entry for entry in plan.duties if names_rule(exception, entry)), None)
        result = next((entry for entry in person.minimums if entry.minimum == duty), None)
        doubtful = _doubtful(exception, duty, result)
        if doubtful is None:
            continue
        code, column = doubtful
        facts: dict[str, object] = {"named": exception.rule, "fact": exception.fact, "known": known}
        if duty is not None:
            facts["label"] = duty.label
        if result is not None:
            facts |= {"value": result.count.value, "unit": result.minimum.unit}
        yield EXCEPTION.of(person.commissioner, exception.source.at(column), "例外说明", facts, code)


def _doubtful(exception: AcceptedException, duty: Duty | None, result: MinimumResult | None) -> tuple[str, str] | None:
    """The code of what is doubtful about an exception, and its column.

    Nothing is, while its duty is not due yet or cannot be counted, or where another exception covers the figure as it
    is now.
    """
    if duty is None:
        return "exception_unknown", "规则"
    if result is None or not result.minimum.exemptable:
        return "exception_not_allowed", "规则"
    if result.standing in (Standing.NOT_DUE, Standing.NOT_PROVIDED, Standing.EXEMPTED):
        return None
    return ("exception_needless", "规则") if result.standing is Standing.MET else ("exception_lapsed", "事实")


UNDECIDED_READING = fault(
    "undecided_reading",
    "方案解读未定",
    Severity.DOUBT,
    "方案文字有 {count} 处需要决定如何理解，目前按默认理解办理：{questions}",
    "请在 plan.toml 中逐项填写 decided_by（谁决定）和 decided_on（日期）；没有列出的解读先补上这一段。",
)


def readings_are_decided(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """方案文字留有余地之处，已有人决定如何理解；尚未决定的按默认理解办理。"""
    undecided = [reading for reading in plan.readings.values() if not reading.decided]
    questions = [f"{reading.question.rstrip('？')}（[reading.{reading.id}]）" for reading in undecided]
    if questions:
        yield UNDECIDED_READING.of(None, facts={"count": len(questions), "questions": "；".join(questions)})
