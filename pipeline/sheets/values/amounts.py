"""Numbers and money as offices write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from pipeline.sheets.grid import Cell
from pipeline.sheets.texts import SPACE, Wrong, arabic, plain

NOT_A_NUMBER = Wrong("not_a_number")
TEN_THOUSAND = Decimal(10_000)
MONEY_SCALES = {"元": Decimal(1), "千元": Decimal(1000)}
MONEY_SCALES |= {"万": TEN_THOUSAND, "万元": TEN_THOUSAND, "亿元": Decimal(10**8)}
MOST = Decimal(10**15)  # from here on a spreadsheet loses digits, and no count or amount is meant
_DIGITS = r"([-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+−]?\.\d+)"
_COUNTED = "天|日|工作日|人|人次|名|次|场|个|家|项|件|份|篇"
_NUMBER = re.compile(rf"{_DIGITS}(半)?个?(?:{_COUNTED})?(半)?")
_MONEY = re.compile(rf"(?:人民币|RMB|CNY)?[¥￥]?{_DIGITS}(?:人民币)?(元|圆|千元|万元|万|亿元)?整?")
_HALF = re.compile(r"半(?:个)?(?:天|日|工作日)?")


def number(cell: Cell) -> Decimal | Wrong:
    """A number, with thousands separators and a unit if need be: 1.5天, 半天, 三天, 一天半.

    One of more than 15 digits before the point is refused.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _sane(plain(cell))
    if not isinstance(cell, str):
        return NOT_A_NUMBER
    words = SPACE.sub("", unicodedata.normalize("NFKC", cell))
    if _HALF.fullmatch(words):
        return Decimal("0.5")
    match = _NUMBER.fullmatch(arabic(words))
    if match is None or (match.group(2) and match.group(3)):
        return NOT_A_NUMBER
    half = Decimal("0.5") if match.group(2) or match.group(3) else Decimal(0)
    return _sane(_decimal(match.group(1)) + half)


def money(cell: Cell, scale: Decimal) -> Decimal | Wrong:
    """An amount in yuan; `scale` is the heading's unit, which a unit in the cell overrides.

    One of more than 15 digits before the point is refused.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _trimmed(_sane(plain(cell) * scale))
    if not isinstance(cell, str):
        return NOT_A_NUMBER
    match = _MONEY.fullmatch(SPACE.sub("", unicodedata.normalize("NFKC", cell)).upper())
    if match is None:
        return NOT_A_NUMBER
    unit = (match.group(2) or "").replace("圆", "元")
    return _trimmed(_sane(_decimal(match.group(1)) * (MONEY_SCALES[unit] if unit else scale)))


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").replace("−", "-"))


def _sane(number: Decimal) -> Decimal | Wrong:
    return number if number.is_finite() and abs(number) < MOST else NOT_A_NUMBER


def _trimmed(amount: Decimal | Wrong) -> Decimal | Wrong:
    """The same amount without zeros behind the point: 12.50 × 10000 is 125000."""
    if isinstance(amount, Wrong):
        return amount
    whole = amount.to_integral_value()
    return whole if whole == amount else amount.normalize()
