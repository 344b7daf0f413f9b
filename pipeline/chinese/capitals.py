"""Amounts of money in capital numerals, 大写: 壹仟伍佰元整.

By 会计基础工作规范 art. 52: an amount that ends with 元 or 角 takes 整, one that ends with 分 does not; zeros between
other digits are one 零. Where the rules leave a choice, this takes the writing that is harder to alter: 零 between a 元
that ends with 0 and what follows (壹仟陆佰捌拾元零叁角贰分).

Compared with cn2an 0.5 (`an2cn(…, "rmb")`): it leaves out 整 behind 角, which art. 52 asks for, and the 零 behind a 元
that ends with 0 (壹拾元壹角 for 10.10); the other amounts tried agree.
"""

from __future__ import annotations

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_SECTIONS = ("亿", "万", "")
_TOO_MUCH = Decimal(10**12)


def in_capitals(yuan: Decimal) -> str:
    """An amount above 0 and below 10^12 yuan, in whole 分; a ValueError for any other."""
    if not 0 < yuan < _TOO_MUCH or yuan != yuan.quantize(Decimal("0.01")):
        raise ValueError(yuan)
    whole, cents = divmod(int(yuan * 100), 100)
    return (f"{_whole(whole)}元" if whole else "") + _cents(cents, after=whole)


def _whole(yuan: int) -> str:
    """The yuan, in sections of four digits: 亿, 万 and none."""
    said = ""
    skipped = False
    for name, section in zip(_SECTIONS, (yuan // 10**8, yuan // 10**4 % 10**4, yuan % 10**4), strict=True):
        if not section:
            skipped = True
            continue
        said += ("零" if said and (skipped or section < 1000) else "") + _section(section) + name
        skipped = False
    return said


def _section(number: int) -> str:
    """1 to 9999 without leading zeros: 壹仟零伍, 壹拾."""
    said = ""
    skipped = False
    for digit, place in zip(f"{number:04}", _PLACES, strict=True):
        if digit == "0":
            skipped = True
            continue
        said += ("零" if said and skipped else "") + _DIGITS[int(digit)] + place
        skipped = False
    return said


def _cents(cents: int, after: int) -> str:
    """What follows `after` whole yuan: 整, 伍角整, 零伍分."""
    if not cents:
        return "整"
    tenths, hundredths = divmod(cents, 10)
    zero = "零" if after and (after % 10 == 0 or not tenths) else ""
    return zero + (f"{_DIGITS[tenths]}角" if tenths else "") + (f"{_DIGITS[hundredths]}分" if hundredths else "整")
