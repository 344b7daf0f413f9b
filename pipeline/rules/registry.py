"""How a rule is declared, and how the rules of a stage are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.measures import FORM_OF
from pipeline.rules.tally import Tally

Untrusted = Mapping[str, frozenset[str]]  # 编号 -> the forms in which that person has errors
Check = Callable[[Dataset, Plan, Tally], Iterator[Problem]]


class Stage(StrEnum):
    """When in the year a rule is asked. A year-end minimum must not hold up January's agreements."""

    ROSTER = "roster"  # roster and pairings are there, no log yet
    YEAR_END = "year_end"  # logs and duties too


ALWAYS = frozenset({Stage.ROSTER, Stage.YEAR_END})
AT_YEAR_END = frozenset({Stage.YEAR_END})


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `id` is the rule id of its problems, or the kind of plan entry whose ids they carry (`from_plan`).

    `rests_on` are the forms it counts in; who has an error there is not judged by it: the count cannot be trusted.
    """

    id: str
    severity: Severity
    stages: frozenset[Stage]
    check: Check
    from_plan: bool = False
    rests_on: frozenset[str] = frozenset()

    @property
    def says(self) -> str:
        """What it asks, in the words of its docstring."""
        return (self.check.__doc__ or "").strip().splitlines()[0]


RULES: list[Rule] = []


def rule(
    id: str,
    severity: Severity,
    stages: frozenset[Stage] = ALWAYS,
    *,
    from_plan: bool = False,
    rests_on: Iterable[str] = (),
) -> Callable[[Check], Check]:
    """Enter a check under its id. A check yields what is wrong; it neither raises nor prints."""

    def register(check: Check) -> Check:
        RULES.append(Rule(id, severity, stages, check, from_plan, frozenset(rests_on)))
        return check

    return register


def judge(
    dataset: Dataset, plan: Plan, tally: Tally, stage: Stage, untrusted: Untrusted = MappingProxyType({})
) -> list[Problem]:
    """What every rule of the stage finds, in no particular order (`problems.gather` orders).

    What rests on rows of a person that cannot be trusted is not said: the errors in those rows are.
    """
    resting = {minimum.id: frozenset({FORM_OF[minimum.measure]}) for minimum in plan.minimums}

    def founded(entry: Rule, problem: Problem) -> bool:
        forms = resting.get(problem.rule, entry.rests_on)
        return not forms & untrusted.get(problem.subject or "", frozenset())

    return [
        problem
        for entry in RULES
        if stage in entry.stages
        for problem in entry.check(dataset, plan, tally)
        if founded(entry, problem)
    ]
