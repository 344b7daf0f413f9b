"""Where something is wrong, how badly, and for whom: `Source`, `Place`, `Severity`, `Problem`.

A problem carries a code and its facts; `check/saying.py` alone says it in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.sheets.places import Place, Source

__all__ = ["Place", "Problem", "Severity", "Source", "gather", "in_order", "places_of"]


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
    about: str = ""  # without a subject: what it is about, so that what is about the same is one problem


def gather(problems: Iterable[Problem]) -> list[tuple[Problem, ...]]:
    """What is one problem for the office, a rule and subject: its faults together, the first of them leads.

    Problems without a subject are one where they are `about` the same, else they stay apart.
    The order, of all and of each one's, does not depend on the order of `problems`.
    """
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(in_order(problems)):
        who = problem.subject or (problem.about and ("", problem.about))
        key: object = (problem.rule, problem.severity, who) if who else number
        groups.setdefault(key, []).append(problem)
    return [tuple(group) for group in groups.values()]


def places_of(problems: Iterable[Problem]) -> tuple[Place, ...]:
    """Where they stand, each place once, in their order."""
    return tuple(dict.fromkeys(problem.place for problem in problems if problem.place))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The worst first, then by rule and place; equal for whatever order they were found in."""
    return sorted(problems, key=_order)


SEVERITY_ORDER = {Severity.ERROR: 0, Severity.UNMET: 1, Severity.DOUBT: 2}


def _order(problem: Problem) -> tuple[object, ...]:
    place = problem.place.sort_key if problem.place else ("", "", 0, "")
    facts = str(sorted(problem.facts.items(), key=str))
    rest = (problem.message, problem.who, problem.form or "", problem.clause or "", sorted(problem.people))
    level = SEVERITY_ORDER[problem.severity]
    return (level, problem.exempted, problem.rule, place, problem.subject or "", facts, rest)
