"""How dates, figures and places are said in Chinese on every document. Plain values in, text out; no domain knowledge.

Numerals and their units follow GB/T 15835: Arabic figures, years in full, no zero padding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from pipeline.problems import Source

NONE = "无"
BLANK_DATE = "　　年　月　日"
_DIGITS = "零一二三四五六七八九"


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


def number(value: Decimal | int) -> str:
    """30, 29.5: no trailing zeros, no exponent, no grouping."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Decimal) -> str:
    """113.3% for Decimal("1.1333"). One decimal; what is short of the whole never reads 100%."""
    shown = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if share < 1 <= shown / 100:
        shown = Decimal("99.9")
    return f"{number(shown)}%"


def figure(value: Decimal | int, unit: str) -> str:
    """A figure with its unit: 30人, 29.5天, 97.6%."""
    return percent(Decimal(value) / 100) if unit == "%" else f"{number(value)}{unit}"


def shortfall(gap: Decimal, unit: str) -> str:
    """By how much a figure falls short: 9天; of a share, 2.4个百分点."""
    return f"{percent(gap / 100).removesuffix('%')}个百分点" if unit == "%" else figure(gap, unit)


def money(yuan: Decimal) -> str:
    """Yuan with two decimals, for columns of amounts: 12,500.00 (grouped in threes, GB/T 15835)."""
    return format(yuan.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), ",f")


def yuan(amount: Decimal) -> str:
    """12,500元, 12,500.50元: cents are said only where there are some."""
    text = money(amount)
    return f"{text.removesuffix('.00')}元"


def listed(items: Iterable[str], nothing: str = NONE) -> str:
    """甲、乙、丙; `nothing` for an empty list."""
    return "、".join(items) or nothing


def numeral(value: int) -> str:
    """一 … 九十九, for headings. A ValueError above that: no document has so many."""
    if not 0 < value < 100:
        raise ValueError(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def titled(name: str) -> str:
    """《…》 around a title that does not carry it yet."""
    return name if name.startswith("《") else f"《{name}》"


def rows(numbers: Iterable[int]) -> str:
    """第 5–9、12 行: sorted, each once, neighbours drawn together from three on. Empty for none."""
    spans: list[list[int]] = []
    for row in sorted(set(numbers)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    parts = [_span(first, last) for first, last in spans]
    return f"第 {'、'.join(parts)} 行" if parts else ""


def _span(first: int, last: int) -> str:
    if last - first > 1:
        return f"{first}–{last}"
    return str(first) if first == last else f"{first}、{last}"


def evidence(sources: Iterable[Source]) -> str:
    """Where the rows stand, by workbook and sheet: 台账/甲.xlsx「服务日志」第 5–9、 12 行；…

    A space follows each 、 because LibreOffice else breaks long lists within a row number.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for source in sources:
        found.setdefault((source.workbook, source.sheet), []).append(source.row)
    places = [f"{book}「{sheet}」{rows(found[book, sheet]).replace('、', '、 ')}" for book, sheet in sorted(found)]
    return "；".join(places) or NONE
