"""How figures are written, one spelling a kind: counts, shares, shortfalls, likeness; money in prose, lists, deeds.

Numerals and their units follow GB/T 15835: Arabic figures, no zero padding, no exponent.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

_TEN_THOUSAND = 10_000


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


def likeness(ratio: float) -> str:
    """83%: how alike two spellings are, to whole percents."""
    return f"{ratio:.0%}"


def figure(value: Decimal | int, unit: str) -> str:
    """A figure with its unit: 30人, 29.5天, 97.6%."""
    return percent(Decimal(value) / 100) if unit == "%" else f"{number(value)}{unit}"


def shortfall(gap: Decimal, unit: str) -> str:
    """By how much a figure falls short: 9天; of a share, 2.4个百分点. What is short never reads as if nothing were."""
    if unit != "%":
        return figure(gap, unit)
    points = gap.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{number(max(points, Decimal('0.1')) if gap else points)}个百分点"


def money(yuan: Decimal) -> str:
    """Yuan with two decimals, for columns of amounts: 12,500.00 (grouped in threes, GB/T 15835)."""
    return format(yuan.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), ",f")


def in_prose(yuan: Decimal) -> str:
    """Yuan in prose: 15万元, 28.72万元, 1,700元. From 10,000 on in 万元 with two decimals, half up."""
    return _large(yuan) if abs(yuan) >= _TEN_THOUSAND else in_yuan(yuan)


def together(whole: Decimal, parts: Iterable[Decimal]) -> tuple[str, list[str], bool]:
    """A sum and its parts in prose, all in the unit of the sum; and whether any of them was rounded.

    What 万元 with two decimals would call nothing is 不足0.01万元: it is not nothing.
    """
    if abs(whole) < _TEN_THOUSAND:
        return in_yuan(whole), [in_yuan(part) for part in parts], False
    said = list(parts)
    return _large(whole), [_large(part) for part in said], any(_rounded(each) != each for each in (whole, *said))


def _rounded(yuan: Decimal) -> Decimal:
    """To whole hundreds: two decimals of 万元."""
    return (yuan / _TEN_THOUSAND).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) * _TEN_THOUSAND


def _large(yuan: Decimal) -> str:
    shown = _rounded(yuan) / _TEN_THOUSAND
    return f"{number(shown)}万元" if shown or not yuan else "不足0.01万元"


def in_yuan(amount: Decimal) -> str:
    """Yuan in a contract: 12,500元, 12,500.50元; cents are said only where there are some."""
    return f"{money(amount).removesuffix('.00')}元"
