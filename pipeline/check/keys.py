"""The key of a finding: the same from check to check as long as what it is about and what was found stay the same.

What the office answers refers to it, so that what goes into it is not changed lightly.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.problems import Place, Problem, Severity, places_of

ValueAt = Callable[[Place], str]  # what stands in a cell or a whole row


def key_of(problems: Sequence[Problem], value_at: ValueAt = lambda place: "") -> str:
    """16 hexadecimal digits for the problems of a finding.

    Rows may be sorted or inserted meanwhile, and a .csv may have become an .xlsx: of the places the values count, which
    `value_at` tells of a cell or a whole row; a shortfall has them among its facts. Where a fault is nobody's, its
    sheet and its whole row are what it is about.
    """
    lead, places = problems[0], places_of(problems)
    about = "" if lead.place and lead.about == lead.place.line else lead.about
    parts: list[object] = [lead.rule, lead.severity, lead.form, lead.subject or lead.who, about]
    parts += sorted(map(_value, problems))
    if lead.severity is not Severity.UNMET:
        parts += sorted(map(value_at, places))
    if places and not (lead.subject or about):
        first = places[0]
        workbook = str(PurePosixPath(first.workbook).with_suffix(""))
        parts += [workbook, first.sheet, value_at(replace(first, column=None))]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]


def keys_of(found: Sequence[Sequence[Problem]], value_at: ValueAt) -> list[str]:
    """The key of each; of those that nothing but their place tells apart, the second and further ones are numbered."""
    seen = Counter[str]()
    keys = []
    for problems in found:
        key = key_of(problems, value_at)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def _value(problem: Problem) -> str:
    """What the fault found, wherever its row stands now: a place counts by its column, a whole workbook by its name."""
    told = {name: fact for name, fact in problem.facts.items() if not _where(fact)}
    facts = {name: _of_place(fact) if isinstance(fact, Place) else fact for name, fact in told.items()}
    column = problem.place.column if problem.place else None
    return f"{problem.message or problem.rule} {column} {sorted(facts.items(), key=str)}"


def _where(fact: object) -> bool:
    """Whether it says nothing but where others stand, who are among the facts too."""
    return isinstance(fact, list) and bool(fact) and all(isinstance(one, Place) for one in fact)


def _of_place(place: Place) -> str | None:
    return place.column if place.sheet else place.workbook
