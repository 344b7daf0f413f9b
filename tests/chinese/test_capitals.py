"""Amounts in capital numerals: the examples of the rules, and every amount read back by other means."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.chinese.capitals import in_capitals

D = Decimal


@pytest.mark.parametrize(
    "yuan, said",
    [
        ("1500", "壹仟伍佰元整"),
        ("1000", "壹仟元整"),
        ("10", "壹拾元整"),
        ("15", "壹拾伍元整"),
        ("110", "壹佰壹拾元整"),
        ("101", "壹佰零壹元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("10000", "壹万元整"),
        ("10500", "壹万零伍佰元整"),
        ("15000", "壹万伍仟元整"),
        ("100001", "壹拾万零壹元整"),
        ("107000", "壹拾万柒仟元整"),  # 万 is 0, 仟 is not: no 零, as in the example of 支付结算办法
        ("20005000", "贰仟万伍仟元整"),
        ("10010000", "壹仟零壹万元整"),
        ("100000000", "壹亿元整"),
        ("100005000", "壹亿零伍仟元整"),
        ("100010000", "壹亿零壹万元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("1000000001", "壹拾亿零壹元整"),
        # ── 角 and 分 ──
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("10.05", "壹拾元零伍分"),
        ("0.5", "伍角整"),
        ("0.05", "伍分"),
        ("0.55", "伍角伍分"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_amounts_in_capitals(yuan: str, said: str) -> None:
    assert in_capitals(D(yuan)) == said


@pytest.mark.parametrize("yuan", ["0", "-1", "0.001", "1.005", "1000000000000", "NaN"])
def test_what_is_no_price_is_refused(yuan: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        in_capitals(D(yuan))


def read_back(said: str) -> Decimal:
    """What the capitals say, by substitution instead of by division: a sum for Python to work out."""
    said = said.removesuffix("整").replace("零", "")
    for digit, sign in enumerate("壹贰叁肆伍陆柒捌玖", 1):
        said = said.replace(sign, f"+{digit}")
    for unit, value in (("仟", 1000), ("佰", 100), ("拾", 10)):
        said = said.replace(unit, f"*{value}")
    said = re.sub(r"([+\d*]+)亿", r"+(\1)*10**8", said)
    said = re.sub(r"((?<=8)\+[+\d*]+|^[+\d*]+)万", r"+(\1)*10**4", said)
    said = re.sub(r"\+(\d)角", r"+\g<1>0*C", said.replace("元", ""))
    said = re.sub(r"\+(\d)分", r"+\1*C", said)
    return D(eval(said, {"C": D("0.01")}))


def well_formed(said: str) -> bool:
    """No two 零 together, none at an end or before a unit; 整 unless 分 ends it; ten is 壹拾."""
    odd = re.search(r"零零|^零|零[仟佰拾亿万元角分整]|零$|^[仟佰拾亿万元角分]|[仟佰拾亿万元角分]拾|亿万", said)
    return odd is None and said.endswith(("元整", "角整", "分"))


def test_every_amount_up_to_thirty_thousand_yuan() -> None:
    wrong = [n for n in range(1, 30_000) if read_back(said := in_capitals(D(n))) != n or not well_formed(said)]
    assert wrong == []


def test_every_cent_up_to_three_hundred_yuan() -> None:
    amounts = (D(cents) / 100 for cents in range(1, 30_000))
    wrong = [amount for amount in amounts if read_back(said := in_capitals(amount)) != amount or not well_formed(said)]
    assert wrong == []


def test_every_pattern_of_zeros() -> None:
    patterns = [int("".join("5" if bits >> place & 1 else "0" for place in range(14))) for bits in range(1, 2**14)]
    amounts = [D(cents) / 100 for cents in patterns]
    said = [in_capitals(amount) for amount in amounts]
    assert [amount for amount, text in zip(amounts, said, strict=True) if read_back(text) != amount] == []
    assert [text for text in said if not well_formed(text)] == []
    assert len(set(said)) == len(said)


@given(st.integers(1, 10**14 - 1))
def test_any_amount(cents: int) -> None:
    amount = D(cents) / 100
    said = in_capitals(amount)
    assert read_back(said) == amount and well_formed(said)
