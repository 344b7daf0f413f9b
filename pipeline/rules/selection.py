"""Whose records count, and which: one selection for everything that is counted, made or listed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from pipeline.forms import FORMS
from pipeline.plan import Plan
from pipeline.records import Commissioner, Dataset, Pairing, ServiceLog
from pipeline.rules.predicates import of_the_year

# The forms whose records are each one commissioner's.
OF_PERSON = tuple(form for form in FORMS if "commissioner" in {one.name for one in fields(form.record)})

Posting = tuple[str, str]  # 编号, 统一社会信用代码


def selected(dataset: Dataset, plan: Plan) -> Dataset:
    """The records that count as of `dataset.as_of`: the people of the year, what is theirs, and what is nobody's.

    What belongs to somebody whose term has not begun by then waits for it. A visit counts as the readings
    `zero_day_visits`, `visits_outside_term` and `visits_unpaired` say, or in part, or not at all.
    """
    people = {person.id: person for person in of_the_year(dataset, plan)}
    own: dict[str, Any] = {
        form.fills: tuple(one for one in getattr(dataset, form.fills) if one.commissioner in people)
        for form in OF_PERSON
    }
    chosen = replace(dataset, commissioners=tuple(people.values()), **own)
    paired = by_posting(chosen.pairings)
    visits = [_counted(visit, people[visit.commissioner], paired, chosen, plan) for visit in chosen.service_logs]
    return replace(chosen, service_logs=tuple(visit for visit in visits if visit is not None))


def by_posting(pairings: Iterable[Pairing]) -> Mapping[Posting, Sequence[Pairing]]:
    """The terms of each commissioner at each firm."""
    found: dict[Posting, list[Pairing]] = defaultdict(list)
    for pairing in pairings:
        found[pairing.commissioner, pairing.enterprise].append(pairing)
    return found


def _counted(
    visit: ServiceLog,
    person: Commissioner,
    paired: Mapping[Posting, Sequence[Pairing]],
    dataset: Dataset,
    plan: Plan,
) -> ServiceLog | None:
    """The visit as far as it counts; None where it counts for nothing."""
    if not visit.days and plan.reading("zero_day_visits") == "nothing":
        return None
    if plan.reading("visits_outside_term") == "leave_out":
        within = _within(visit, person.term_start, person.term_end)
        if within is None:
            return None
        visit = within
    if plan.reading("visits_unpaired") == "leave_out" and "派驻关系" in dataset.forms:
        firms = tuple(
            code
            for code in visit.enterprises
            if any(during(visit, pairing) for pairing in paired.get((person.id, code), ()))
        )
        return replace(visit, enterprises=firms) if firms else None
    return visit


def _within(visit: ServiceLog, first: dt.date | None, last: dt.date | None) -> ServiceLog | None:
    """The part of a visit that lies between two days, of at most as many days as it has dates; None for none."""
    start, end = max(visit.start, first or visit.start), min(visit.end, last or visit.end)
    if start > end:
        return None
    return replace(visit, start=start, end=end, days=min(visit.days, Decimal((end - start).days + 1)))


def during(visit: ServiceLog, pairing: Pairing) -> bool:
    """Whether the whole visit lies in the posting; an end of it that could not be read is taken to be far."""
    return (pairing.start is None or visit.start >= pairing.start) and (pairing.end is None or visit.end <= pairing.end)
