"""Service days: how much a person's visits count when their dates overlap (三（四）)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from decimal import Decimal

from pipeline.records import ServiceLog


def counted_days(visits: Iterable[ServiceLog]) -> Decimal:
    """Days that count for one person: each calendar date at most once, in whatever order the rows stand.

    Visits of one date add up to at most 1 for that date. A longer visit gives at most as many days as it has dates on
    which nothing else is counted yet; longer visits are taken by their end, then their start, each from its first
    free date, which leaves no date unused that any of them claims.
    """
    by_date: dict[dt.date, Decimal] = {}
    longer: list[ServiceLog] = []
    for visit in visits:
        if visit.days <= 0:
            continue  # takes no date from others
        if visit.start == visit.end:
            by_date[visit.start] = min(by_date.get(visit.start, Decimal(0)) + visit.days, Decimal(1))
        else:
            longer.append(visit)
    total = sum(by_date.values(), Decimal(0))
    taken = set(by_date)
    for visit in sorted(longer, key=lambda visit: (visit.end, visit.start, visit.days)):
        free = [day for day in dates(visit.start, visit.end) if day not in taken]
        days = min(visit.days, Decimal(len(free)))
        taken.update(free[: math.ceil(days)])
        total += days
    return total


def dates(start: dt.date, end: dt.date) -> list[dt.date]:
    """Every date from `start` to `end`, both included; none when they are reversed."""
    return [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]
