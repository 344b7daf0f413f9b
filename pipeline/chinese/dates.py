"""How dates are written: in full, Arabic figures, no zero padding (GB/T 15835)."""

from __future__ import annotations

import datetime as dt

BLANK_DATE = "　　年　月　日"


def day(date: dt.date) -> str:
    """2024年7月2日."""
    return f"{date.year}年{date.month}月{date.day}日"


def day_or_blank(date: dt.date | None) -> str:
    """The date, or a blank to be filled in by hand."""
    return day(date) if date else BLANK_DATE


def short_day(date: dt.date | None) -> str:
    """7.2, for narrow columns of one year; empty where there is none."""
    return f"{date.month}.{date.day}" if date else ""


def term(start: dt.date | None, end: dt.date | None) -> str:
    """2024年1月1日至2024年12月31日; an unknown end of it stays a blank."""
    return f"{day_or_blank(start)}至{day_or_blank(end)}"
