"""The working days of 2024: Monday to Friday without the public holidays (国办发明电〔2023〕7号).

Make-up days at weekends are left out.
"""

from __future__ import annotations

import datetime as dt

YEAR = 2024
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
_HOLIDAYS = (
    (dt.date(2024, 1, 1), dt.date(2024, 1, 1)),
    (dt.date(2024, 2, 9), dt.date(2024, 2, 17)),
    (dt.date(2024, 4, 4), dt.date(2024, 4, 6)),
    (dt.date(2024, 5, 1), dt.date(2024, 5, 5)),
    (dt.date(2024, 6, 8), dt.date(2024, 6, 10)),
    (dt.date(2024, 9, 15), dt.date(2024, 9, 17)),
    (dt.date(2024, 10, 1), dt.date(2024, 10, 7)),
)


def is_working(day: dt.date) -> bool:
    return day.weekday() < 5 and not any(first <= day <= last for first, last in _HOLIDAYS)


def working_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """The working days of 2024 from `first` to `last`, both included."""
    day, end, days = max(first, FIRST), min(last, LAST), []
    while day <= end:
        if is_working(day):
            days.append(day)
        day += dt.timedelta(days=1)
    return days
