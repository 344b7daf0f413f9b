"""Where something is wrong, how badly, and for whom: `Source`, `Place`, `Severity`, `Problem`.

A problem carries a code and its facts; `check/saying.py` alone says it in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pipeline.sheets.places import Place, Source

__all__ = ["Place", "Problem", "Severity", "Source", "gather", "in_order"]


class Severity(StrEnum):
    """How much of the year's work a problem touches."""

    ERROR = "error"  # the record cannot be trusted; documents that need it are withheld
    UNMET = "unmet"  # a duty or target of the plan is short; documents are made and say so
    DOUBT = "doubt"  # worth a look; nothing changes


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `rule` is the id of the README's table; `facts` fill its message; `people` are the commissioners whose
    records it makes untrustworthy when they are not the subject (a name that two people carry).
    """

    rule: str
    severity: Severity
    place: Place | None = None
    subject: str | None = None
    who: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    clause: str | None = None
    message: str = ""  # the code of the wording where a rule has several; default: the rule's own
    exempted: bool = False
    people: frozenset[str] = frozenset()
    form: str | None = None  # the form the place belongs to: decides what an error withholds
    others: tuple[Place, ...] = ()
    about: str = ""  # without a subject: what it is about, so that what is about the same is one problem
    values: tuple[str, ...] = field(
        default=(), compare=False, repr=False
    )  # once gathered: what each of its faults found
    parts: tuple[Problem, ...] = field(default=(), compare=False, repr=False)  # once gathered from several: these


def gather(problems: Iterable[Problem]) -> list[Problem]:
    """One problem a rule and subject, in a fixed order: further places of the same fault join the first.

    Problems without a subject are one where they are `about` the same, else they stay apart.
    The order does not depend on the order of `problems`.
    """
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(in_order(problems)):
        who = problem.subject or (problem.about and ("", problem.about))
        key: object = (problem.rule, problem.severity, who) if who else number
        groups.setdefault(key, []).append(problem)
    return [_joined(group) for group in groups.values()]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The worst first, then by rule and place; equal for whatever order they were found in."""
    return sorted(problems, key=_order)


def _joined(group: Sequence[Problem]) -> Problem:
    first = group[0]
    places = (place for problem in group for place in (problem.place, *problem.others))
    people = frozenset[str]().union(*(problem.people for problem in group))
    others = dict.fromkeys(place for place in places if place and place != first.place)
    values = (value for problem in group for value in problem.values or (_value(problem),))
    parts = tuple(part for problem in group for part in problem.parts or (problem,)) if len(group) > 1 else first.parts
    return replace(first, others=tuple(others), people=people, values=tuple(sorted(values)), parts=parts)


def _value(problem: Problem) -> str:
    """What the fault found, wherever its row stands now: a place counts by its column only."""
    facts = {name: fact.column if isinstance(fact, Place) else fact for name, fact in problem.facts.items()}
    column = problem.place.column if problem.place else None
    return f"{problem.message or problem.rule} {column} {sorted(facts.items(), key=str)}"


SEVERITY_ORDER = {Severity.ERROR: 0, Severity.UNMET: 1, Severity.DOUBT: 2}


def _order(problem: Problem) -> tuple[object, ...]:
    place = problem.place.sort_key if problem.place else ("", "", 0, "")
    facts = str(sorted(problem.facts.items(), key=str))
    rest = (problem.message, problem.who, problem.form or "", problem.clause or "", sorted(problem.people))
    others = [other.sort_key for other in problem.others]
    level = SEVERITY_ORDER[problem.severity]
    return (level, problem.exempted, problem.rule, place, problem.subject or "", facts, rest, others)
