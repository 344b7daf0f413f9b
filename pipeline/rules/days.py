"""Service days: how much each of a person's visits counts when their dates overlap (三（四）)."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Sequence
from decimal import Decimal

from pipeline.records import ServiceLog

A_DATE = Decimal(1)  # what one date has room for


def counted_of_each(visits: Sequence[ServiceLog]) -> tuple[Decimal, ...]:
    """How much of each visit of one person counts, in their order: in sum as many days as fit.

    Each date has room for one day, and no visit counts more than its own days. The dates are filled one after the
    other by the visits that end first, which leaves as much room as can be to those that end later. So one more visit
    never takes a day from the sum, and the order in which the rows stand changes nothing.
    """
    if not visits:
        return ()
    days = [max(visit.days, Decimal(0)) for visit in visits]
    left = list(days)
    by_end = sorted(range(len(visits)), key=lambda number: _order(visits[number]))
    coming = sorted(((visits[number].start, rank) for rank, number in enumerate(by_end)), reverse=True)
    waiting: list[int] = []  # a heap of the ranks of visits under way: first the one that ends first
    for day in dates(coming[-1][0], visits[by_end[-1]].end):
        while coming and coming[-1][0] <= day:
            heapq.heappush(waiting, coming.pop()[1])
        room = A_DATE
        while room and waiting:
            first = by_end[waiting[0]]
            used = min(room, left[first]) if day <= visits[first].end else Decimal(0)
            left[first] -= used
            room -= used
            if room:
                heapq.heappop(waiting)  # it is over, or has counted whole
    return tuple(own - rest for own, rest in zip(days, left, strict=True))


def _order(visit: ServiceLog) -> tuple[object, ...]:
    """The end, and what else is to tell two visits apart that end on one date."""
    return visit.end, visit.start, -visit.days, visit.source.at().sort_key


def dates(start: dt.date, end: dt.date) -> list[dt.date]:
    """Every date from `start` to `end`, both included; none when they are reversed."""
    return [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]
